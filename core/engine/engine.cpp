#include "core/engine/engine.h"

#include "core/base/error.h"
#include "core/engine/clamp.h"
#include "core/engine/engine_impl.h"
#include "core/engine/generation.h"
#include "core/engine/lm_choice.h"
#include "core/engine/planning.h"
#include "core/engine/process_memory.h"
#include "core/engine/recorded_codes.h"
#include "core/engine/source_files.h"
#include "core/engine/take_files.h"
#include "core/engine/task_rules.h"

#include <c10/core/InferenceMode.h>
#include <torch/headeronly/version.h>

namespace ottava {
namespace {

void requireAdapterName(const Request& request) {
    if (request.useLora && request.loraPath.empty())
        throw Error{ErrorCode::BadRequest, sentence("use_lora is set, but lora_path names no adapter."),
                    sentence("Set lora_path to an adapter's folder or file, or use_lora to false.")};
}

} // namespace

Engine::Engine(EngineSettings settings) : impl_(std::make_unique<Impl>()) {
    keepFreedMemory();
    tensor_memory::install();
    impl_->settings = std::move(settings);
    takenByOthersGb(); // before this program puts anything there
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
    tensor_memory::returnCardMemory();
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

/// Makes room as for the song that the plan is for. Without a music model beside the planner there is none to make.
PlanResult Engine::Impl::planInMemory(const PlannerJob& job, const PlanningInputs& inputs, const Bounds& bounds) {
    if (!musicModelsInstalled())
        return runPlanner(job, inputs);
    const bool turbo = models.ditConfig().isTurbo;
    const auto facts = factsOf(job.request, std::nullopt, bounds.limits, turbo, /*planned=*/true);
    JobMemory memory{models, memoryInputs(bounds, inputs.lm, songSize(job.request, facts))};
    PlanResult result;
    memory.run(
        MemoryStage::Planning,
        [&] {
            const tensor_memory::HostMemory host{models.choice().onHost.lm};
            result = runPlanner(job, inputs);
        },
        [] {});
    const auto reliefs = memory.warnings();
    result.warnings.insert(result.warnings.end(), reliefs.begin(), reliefs.end());
    return result;
}

PlanResult Engine::Impl::readCodes(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop) {
    PlanResult result;
    result.request = job.request;
    const auto bounds = lookAround(chooseDevice(settings), result.warnings);
    const auto recording = recordingToUnderstand(job.audio, bounds.limits, result.warnings);
    chooseModels(bounds, std::nullopt);
    ProgressMeter progress{callbacks.progress, rates};
    progress.at(Stage::Encoding, 0, 1);
    result.plan.audioCodes = {codesOfRecording(models, recording, stop)};
    result.request.audioCodes = result.plan.audioCodes.front();
    progress.at(Stage::Encoding, 1, 1);
    result.planSeconds = progress.elapsedSeconds();
    result.peakRssMb = peakRssMb();
    return result;
}

PlanResult Engine::Impl::plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop) {
    validate(job.request);
    const c10::InferenceMode inference;
    if (job.task == PlannerTask::ReadCodes)
        return readCodes(job, callbacks, stop);
    Warnings warnings;
    const auto bounds = lookAround(chooseDevice(settings), warnings);
    const auto lm = chooseLm({.enabled = settings.lmEnabled, .name = settings.lm, .needed = true}, bounds.limits,
                             installedPlanners(), warnings);
    auto clamped = job;
    clamped.request = clampToLimits(job.request, bounds.limits, /*withLm=*/true, warnings);
    chooseModels(bounds, lm);
    recallRates(bounds, lm);
    ProgressMeter progress{callbacks.progress, rates};
    const PlanningInputs inputs{
        .models = models, .limits = bounds.limits, .progress = progress, .lm = *lm, .stop = stop};
    auto result = planInMemory(clamped, inputs, bounds);
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
    recallRates(bounds, lm);
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
    const auto seconds = files.source ? std::optional{files.songSeconds()} : std::nullopt;
    const auto size = [&] { return songSize(request, factsOf(request, seconds, bounds.limits, turbo, planned)); };
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
                           .embed = settings.embed,
                           .memory = memory,
                           .stop = stop}};
    auto result = generation.run();
    result.peakRssMb = peakRssMb();
    rememberRates();
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

SongEstimate Engine::estimate(const Request& request) const {
    return withTorchErrors([&] { return impl_->estimate(request); });
}

std::string libtorchVersion() {
    return TORCH_VERSION;
}

} // namespace ottava
