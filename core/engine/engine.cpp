#include "core/engine/engine.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/engine/adapter_choice.h"
#include "core/engine/clamp.h"
#include "core/engine/device_choice.h"
#include "core/engine/generation.h"
#include "core/engine/lm_choice.h"
#include "core/engine/planning.h"
#include "core/engine/process_memory.h"
#include "core/engine/source_files.h"
#include "core/engine/take_files.h"
#include "core/engine/task_rules.h"
#include "core/engine/torch_errors.h"

#include <ATen/Context.h>
#include <c10/core/InferenceMode.h>
#include <torch/headeronly/version.h>

namespace ottava {
namespace {

void requireAdapterName(const Request& request) {
    if (request.useLora && request.loraPath.empty())
        throw Error{ErrorCode::BadRequest, "use_lora is set, but lora_path names no adapter.",
                    "Set lora_path to an adapter's folder or file, or use_lora to false."};
}

} // namespace

struct Engine::Impl {
    EngineSettings settings;
    ModelStore models;
    AdapterShelf adapters;
    WorkRates rates;

    GenerateResult generate(const Request& wish, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            const std::stop_token& stop, const std::filesystem::path& dumpFile);
    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop);

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
    PlanResult planSong(const Request& request, const PlanningInputs& inputs, const JobCallbacks& callbacks);
    void leaveRoomForMusic(const Limits& limits);
    std::optional<AdapterChoice> adapterOf(const Request& request);
    void warnOfIgnored(const Request& request, Warnings& warnings);
};

Engine::Engine(EngineSettings settings) : impl_(std::make_unique<Impl>()) {
    keepFreedMemory();
    impl_->settings = std::move(settings);
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
    models.choose(choice);
}

/// The planner leaves before the DiT comes in where memory is short.
void Engine::Impl::leaveRoomForMusic(const Limits& limits) {
    if (settings.offload.value_or(limits.defaults.offload))
        models.releaseLanguageModel();
}

PlanResult Engine::Impl::planSong(const Request& request, const PlanningInputs& inputs, const JobCallbacks& callbacks) {
    auto plan = runPlanner({.task = PlannerTask::Plan, .request = request, .audio = {}, .traceFile = {}}, inputs);
    if (callbacks.planned)
        callbacks.planned(plan);
    leaveRoomForMusic(inputs.limits);
    return plan;
}

PlanResult Engine::Impl::plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop) {
    validate(job.request);
    const c10::InferenceMode inference;
    Warnings warnings;
    const auto bounds = lookAround(chooseDevice(settings), warnings);
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
    if (lm && wantsPlan(request)) {
        auto plan = planSong(request,
                             {.models = models, .limits = bounds.limits, .progress = progress, .lm = *lm, .stop = stop},
                             callbacks);
        warnings.insert(warnings.end(), plan.warnings.begin(), plan.warnings.end());
        planSeconds = plan.planSeconds;
        request = std::move(plan.request);
    }
    Generation generation{
        request,
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
         .memoryIsShort = models.choice().device.is_cuda() && settings.offload.value_or(bounds.limits.defaults.offload),
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

std::string libtorchVersion() {
    return TORCH_VERSION;
}

} // namespace ottava
