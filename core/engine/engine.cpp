#include "core/engine/engine.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/engine/adapter_choice.h"
#include "core/engine/clamp.h"
#include "core/engine/device_choice.h"
#include "core/engine/generation.h"
#include "core/engine/job_memory.h"
#include "core/engine/lm_choice.h"
#include "core/engine/planning.h"
#include "core/engine/process_memory.h"
#include "core/engine/song_size.h"
#include "core/engine/source_files.h"
#include "core/engine/take_files.h"
#include "core/engine/task_rules.h"
#include "core/engine/torch_errors.h"

#include <ATen/Context.h>
#include <c10/core/InferenceMode.h>
#include <torch/headeronly/version.h>

#include <algorithm>

namespace ottava {
namespace {

void requireAdapterName(const Request& request) {
    if (request.useLora && request.loraPath.empty())
        throw Error{ErrorCode::BadRequest, "use_lora is set, but lora_path names no adapter.",
                    "Set lora_path to an adapter's folder or file, or use_lora to false."};
}

/// Before the planner has chosen a length the longest that it may choose counts.
SongFacts factsOf(const Request& request, std::optional<double> sourceSeconds, const Limits& limits, bool turbo,
                  bool planned) {
    SongFacts facts{.turbo = turbo, .planned = planned, .seconds = sourceSeconds};
    if (!sourceSeconds && planned && request.duration <= 0)
        facts.seconds = limits.inForce(/*withLm=*/true).maxDurationSeconds;
    return facts;
}

} // namespace

struct Engine::Impl {
    EngineSettings settings;
    ModelStore models;
    AdapterShelf adapters;
    double takenByOthersGb = 0; ///< of the card, before this engine put anything there
    WorkRates rates;

    GenerateResult generate(const Request& wish, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            const std::stop_token& stop, const std::filesystem::path& dumpFile);
    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop);
    MemoryPlan memoryPlan(const Request& request) const;

private:
    /// Where a job runs and what it may ask for.
    struct Bounds {
        DeviceChoice device;
        Limits limits;
    };
    Bounds lookAround(DeviceChoice device, Warnings& warnings) const;
    std::vector<std::string> installedPlanners() const;
    std::optional<std::string> plannerFor(const Request& request, const Limits& limits, Warnings& warnings) const;
    void chooseModels(const Bounds& bounds, const std::optional<std::string>& lm);
    PlanResult planSong(const Request& request, const PlanningInputs& inputs, const JobCallbacks& callbacks,
                        JobMemory& memory);
    JobMemoryInputs memoryInputs(const Bounds& bounds, const std::optional<std::string>& lm,
                                 const SongSize& song) const;
    std::optional<AdapterChoice> adapterOf(const Request& request);
    void warnOfIgnored(const Request& request, Warnings& warnings);
};

Engine::Engine(EngineSettings settings) : impl_(std::make_unique<Impl>()) {
    keepFreedMemory();
    tensor_memory::install();
    impl_->settings = std::move(settings);
    Warnings unheard; // each job looks again
    const auto hardware = probeDevice("auto", unheard);
    impl_->takenByOthersGb = std::max(0.0, hardware.vramGb - hardware.freeVramGb);
}

Engine::~Engine() = default;

void Engine::configure(EngineSettings settings) {
    impl_->settings = std::move(settings);
}

const EngineSettings& Engine::settings() const {
    return impl_->settings;
}

void Engine::releaseModels() {
    impl_->models.release();
    returnFreedMemory();
}

std::optional<AdapterChoice> Engine::Impl::adapterOf(const Request& request) {
    if (!request.useLora)
        return std::nullopt;
    return adapters.take(request.loraPath, request.loraScale, settings.models, settings.dit);
}

void Engine::Impl::warnOfIgnored(const Request& request, Warnings& warnings) {
    if (models.ditConfig().isTurbo && request.guidanceScale > 1 && request.guidanceScale != Request{}.guidanceScale)
        warnings.push_back(
            {WarningCode::GuidanceIgnored, fmt::format("{} has guidance built in: guidance_scale {} is ignored.",
                                                       settings.dit, request.guidanceScale)});
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
            .budget = memoryBudget(settings, bounds.device.hardware, takenByOthersGb),
            .offload = offloadWish(settings)};
}

MemoryPlan Engine::Impl::memoryPlan(const Request& wish) const {
    validate(wish);
    Warnings warnings; // the job itself will say them
    const auto bounds = lookAround(chooseDevice(settings), warnings);
    const auto lm = plannerFor(wish, bounds.limits, warnings);
    const auto request = clampToLimits(wish, bounds.limits, lm.has_value(), warnings);
    const bool planned = lm && wantsPlan(request);
    auto inputs = memoryInputs(bounds, lm, {});
    inputs.song = songSize(request, factsOf(request, std::nullopt, bounds.limits, inputs.models.dit.isTurbo, planned));
    return planMemory(inputs.models, inputs.song, inputs.budget, inputs.offload);
}

PlanResult Engine::Impl::planSong(const Request& request, const PlanningInputs& inputs, const JobCallbacks& callbacks,
                                  JobMemory& memory) {
    PlanResult plan;
    memory.run(
        MemoryStage::Planning,
        [&] {
            const tensor_memory::HostMemory host{models.choice().onHost.lm};
            plan = runPlanner({.task = PlannerTask::Plan, .request = request, .audio = {}, .traceFile = {}}, inputs);
        },
        [] {});
    if (callbacks.planned)
        callbacks.planned(plan);
    return plan;
}

PlanResult Engine::Impl::plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop) {
    validate(job.request);
    const c10::InferenceMode inference;
    Warnings warnings;
    const auto bounds = lookAround(chooseLmDevice(settings), warnings);
    const auto lm = chooseLm({.enabled = settings.lmEnabled, .name = settings.lm, .needed = true}, bounds.limits,
                             installedPlanners(), warnings);
    auto clamped = job;
    clamped.request = clampToLimits(job.request, bounds.limits, /*withLm=*/true, warnings);
    chooseModels(bounds, lm);
    ProgressMeter progress{callbacks.progress, rates};
    auto result =
        runPlanner(clamped, {.models = models, .limits = bounds.limits, .progress = progress, .lm = *lm, .stop = stop});
    result.warnings.insert(result.warnings.begin(), warnings.begin(), warnings.end());
    result.peakRssMb = peakRssMb();
    return result;
}

GenerateResult Engine::Impl::generate(const Request& wish, const std::filesystem::path& outDir,
                                      const JobCallbacks& callbacks, const std::stop_token& stop,
                                      const std::filesystem::path& dumpFile) {
    validate(wish);
    requireSources(wish);
    requireAdapterName(wish);
    const c10::InferenceMode inference;
    Warnings warnings;
    const auto bounds = lookAround(chooseDevice(settings), warnings);
    const auto lm = plannerFor(wish, bounds.limits, warnings);
    auto request = clampToLimits(wish, bounds.limits, lm.has_value(), warnings);
    chooseModels(bounds, lm);
    models.requireDit();
    requireTaskOf(models.ditConfig(), settings.dit, request);
    models.chooseAdapter(adapterOf(request));
    auto files = readSourceFiles(request, bounds.limits, warnings);
    requireWritable(outDir);
    warnOfIgnored(request, warnings);
    ProgressMeter progress{callbacks.progress, rates};
    double planSeconds = 0;
    const bool planned = lm && wantsPlan(request);
    const bool turbo = models.ditConfig().isTurbo;
    const auto sourceSeconds = files.source ? std::optional{files.sourceSeconds()} : std::nullopt;
    const auto size = [&] { return songSize(request, factsOf(request, sourceSeconds, bounds.limits, turbo, planned)); };
    JobMemory memory{models, memoryInputs(bounds, lm, size())};
    if (planned) {
        auto plan = planSong(request,
                             {.models = models, .limits = bounds.limits, .progress = progress, .lm = *lm, .stop = stop},
                             callbacks, memory);
        warnings.insert(warnings.end(), plan.warnings.begin(), plan.warnings.end());
        planSeconds = plan.planSeconds;
        request = std::move(plan.request);
        memory.resize(size());
    }
    Generation generation{request,
                          {.models = models,
                           .rates = rates,
                           .progress = progress,
                           .callbacks = callbacks,
                           .outDir = outDir,
                           .dumpFile = dumpFile,
                           .files = std::move(files),
                           .warnings = std::move(warnings),
                           .planSeconds = planSeconds,
                           .lm = lm.value_or(""),
                           .memory = memory,
                           .stop = stop}};
    auto result = generation.run();
    result.peakRssMb = peakRssMb();
    return result;
}

namespace {

/// A damaged model will be mended or replaced on disk: what was read of it must not linger.
bool forgetsModels(const Error& error) {
    return error.code == ErrorCode::OutOfMemory || error.code == ErrorCode::ModelCorrupt
           || error.code == ErrorCode::ModelMissing;
}

} // namespace

GenerateResult Engine::generate(const Request& request, const std::filesystem::path& outDir,
                                const JobCallbacks& callbacks, std::stop_token stop,
                                const std::filesystem::path& dumpFile) try {
    return withTorchErrors([&] { return impl_->generate(request, outDir, callbacks, stop, dumpFile); });
} catch (const Error& error) {
    if (forgetsModels(error))
        releaseModels();
    throw;
}

PlanResult Engine::plan(const PlannerJob& job, const JobCallbacks& callbacks, std::stop_token stop) try {
    return withTorchErrors([&] { return impl_->plan(job, callbacks, stop); });
} catch (const Error& error) {
    if (forgetsModels(error))
        releaseModels();
    throw;
}

MemoryPlan Engine::memoryPlan(const Request& request) const {
    return withTorchErrors([&] { return impl_->memoryPlan(request); });
}

std::string libtorchVersion() {
    return TORCH_VERSION;
}

} // namespace ottava
