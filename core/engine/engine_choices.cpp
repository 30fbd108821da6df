#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/resources.h"
#include "core/engine/clamp.h"
#include "core/engine/engine_impl.h"
#include "core/engine/lm_choice.h"
#include "core/engine/source_files.h"
#include "core/nn/tensor_memory.h"

#include <ATen/Context.h>

#include <algorithm>
#include <array>
#include <system_error>

// What an engine finds out before a job begins: the machine, its limits, the models, what the song will need.

namespace ottava {

double takenByOthersGb() {
    static const double taken = [] {
        Warnings unheard; // each job looks at the machine itself
        const auto hardware = probeDevice("auto", unheard);
        return std::max(0.0, hardware.vramGb - hardware.freeVramGb);
    }();
    return taken;
}

/// Before the planner has chosen a length the longest that it may choose counts.
SongFacts factsOf(const Request& request, std::optional<double> sourceSeconds, const Limits& limits, bool turbo,
                  bool planned) {
    SongFacts facts{.turbo = turbo, .planned = planned, .seconds = sourceSeconds};
    if (!sourceSeconds && planned && request.duration <= 0)
        facts.seconds = limits.inForce(/*withLm=*/true).maxDurationSeconds;
    return facts;
}

std::optional<AdapterChoice> Engine::Impl::adapterOf(const Request& request) {
    if (!request.useLora)
        return std::nullopt;
    return adapters.take(request.loraPath, request.loraScale, settings.models, settings.dit);
}

void Engine::Impl::warnOfIgnored(const Request& request, Warnings& warnings) {
    if (models.ditConfig().isTurbo && request.guidanceScale > 1 && request.guidanceScale != Request{}.guidanceScale)
        warnings.push_back(
            {WarningCode::GuidanceIgnored,
             sentence("{} has guidance built in: guidance_scale {} is ignored.", settings.dit, request.guidanceScale)});
}

Engine::Impl::Bounds Engine::Impl::lookAround(DeviceChoice device, Warnings& warnings) const {
    warnings.insert(warnings.end(), device.warnings.begin(), device.warnings.end());
    auto limits = limitsFor(device.hardware, TierTable::load(resourceDir() / "tiers.json"), settings.overrides);
    return {std::move(device), std::move(limits)};
}

std::vector<std::string> Engine::Impl::installedPlanners() const {
    std::vector<std::string> names;
    for (const auto& model : installedModels(settings.models))
        if (model.kind == InstalledModel::Kind::LanguageModel)
            names.push_back(model.name);
    return names;
}

bool Engine::Impl::musicModelsInstalled() const {
    std::error_code unseen; // what cannot be looked at counts as absent
    return std::ranges::all_of(std::array{settings.dit, settings.vae, std::string{kTextEncoderFolder}},
                               [&](const std::string& folder) {
                                   return std::filesystem::exists(settings.models / folder / "config.json", unseen);
                               });
}

std::optional<std::string> Engine::Impl::plannerFor(const Request& request, const Limits& limits,
                                                    Warnings& warnings) const {
    if (!wantsPlan(request) && !request.autoScore)
        return std::nullopt;
    Warnings reasons;
    auto lm = chooseLm({.enabled = settings.lmEnabled, .name = settings.lm, .needed = false}, limits,
                       installedPlanners(), reasons);
    // Who does not think misses nothing that was asked for: metadata that stays open is no loss worth a warning.
    if (lm || request.thinking)
        warnings.insert(warnings.end(), reasons.begin(), reasons.end());
    return lm;
}

void Engine::Impl::chooseModels(const Bounds& bounds, const std::optional<std::string>& lm) {
    at::globalContext().setSDPUseFlash(settings.flashAttention);
    tensor_memory::setCard(bounds.device.allocator);
    auto choice = modelChoice(settings, bounds.device);
    choice.lm = lm.value_or("");
    // Where the last job's plan put things: the next plan may leave them there.
    const auto& now = models.choice();
    choice.standsIn = now.standsIn;
    choice.onHost = now.onHost;
    choice.ditByLayer = now.ditByLayer;
    models.choose(choice);
}

JobMemoryInputs Engine::Impl::memoryInputs(const Bounds& bounds, const std::optional<std::string>& lm,
                                           const SongSize& song) const {
    return {.models = memoryModels(settings, bounds.device, lm),
            .song = song,
            .budget = memoryBudget(settings, bounds.device.hardware, takenByOthersGb()),
            .offload = offloadWish(settings),
            .simulated = bounds.device.hardware.simulated && bounds.device.hardware.vramGb > 0};
}

SongEstimate Engine::Impl::estimate(const Request& wish) const {
    validate(wish);
    Warnings warnings; // the job itself will say them
    const auto bounds = lookAround(chooseDevice(settings), warnings);
    const auto lm = plannerFor(wish, bounds.limits, warnings);
    const auto request = clampToLimits(wish, bounds.limits, lm.has_value(), warnings);
    const bool planned = lm && wantsPlan(request);
    auto inputs = memoryInputs(bounds, lm, {});
    const auto seconds = promisedSongSeconds(request, bounds.limits);
    inputs.song = songSize(request, factsOf(request, seconds, bounds.limits, inputs.models.dit.isTurbo, planned));
    auto known = readWorkRates(settings.speedFile, musicRatesOf(bounds));
    if (lm)
        known.planning = readWorkRates(settings.speedFile, planningRatesOf(bounds, lm)).planning;
    return {.memory = planMemory(inputs.models, inputs.song, inputs.budget, inputs.offload),
            .seconds = songSeconds(inputs.song, request, inputs.models.dit.isTurbo, known)};
}

std::string Engine::Impl::musicRatesOf(const Bounds& bounds) const {
    return fmt::format("{} in {} on {}", settings.dit, numberFormat(bounds.device.dtype).name,
                       bounds.device.hardware.name);
}

std::string Engine::Impl::planningRatesOf(const Bounds& bounds, const std::optional<std::string>& lm) const {
    return fmt::format("{} in {} on {}", lm.value_or(""), numberFormat(bounds.device.lmDtype).name,
                       bounds.device.hardware.name);
}

void Engine::Impl::recallRates(const Bounds& bounds, const std::optional<std::string>& lm) {
    const auto music = musicRatesOf(bounds), planning = lm ? planningRatesOf(bounds, lm) : planningSubject;
    if (music != musicSubject) {
        const auto known = readWorkRates(settings.speedFile, music);
        rates.diffusion = known.diffusion;
        rates.decoding = known.decoding;
    }
    if (planning != planningSubject)
        rates.planning = readWorkRates(settings.speedFile, planning).planning;
    musicSubject = music;
    planningSubject = planning;
}

/// A pace that cannot be kept is learned again: no reason to trouble anybody.
void Engine::Impl::rememberRates() const {
    if (settings.speedFile.empty())
        return;
    try {
        writeWorkRates(settings.speedFile, musicSubject,
                       {.diffusion = rates.diffusion, .decoding = rates.decoding, .planning = std::nullopt});
        if (rates.planning)
            writeWorkRates(settings.speedFile, planningSubject,
                           {.diffusion = std::nullopt, .decoding = std::nullopt, .planning = rates.planning});
    } catch (const Error& error) {
        log::warn("The pace of this machine is not remembered: {}", error.what());
    }
}

} // namespace ottava
