#include "core/engine/engine.h"

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/engine/adapter_choice.h"
#include "core/engine/clamp.h"
#include "core/engine/device_choice.h"
#include "core/engine/generation.h"
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
    if (settings.lmEnabled && request.thinking && request.audioCodes.empty())
        warnings.push_back({WarningCode::LmUnavailable,
                            "The language model is not part of this version: the song is made without a plan."});
}

GenerateResult Engine::Impl::generate(const Request& wish, const std::filesystem::path& outDir,
                                      const JobCallbacks& callbacks, const std::stop_token& stop,
                                      const std::filesystem::path& dumpFile) {
    validate(wish);
    requireSources(wish);
    requireAdapterName(wish);
    const c10::InferenceMode inference;
    auto device = chooseDevice(settings);
    auto warnings = std::move(device.warnings);
    const auto limits = limitsFor(device.hardware, TierTable::load(resourceDir() / "tiers.json"), settings.overrides);
    const auto request = clampToLimits(wish, limits, /*withLm=*/false, warnings);
    models.choose(modelChoice(settings, device));
    requireTaskOf(models.ditConfig(), settings.dit, request);
    models.chooseAdapter(adapterOf(request));
    auto files = readSourceFiles(request, limits, warnings);
    at::globalContext().setSDPUseFlash(settings.flashAttention);
    requireWritable(outDir);
    warnOfIgnored(request, warnings);
    Generation generation{request,
                          {.models = models,
                           .rates = rates,
                           .callbacks = callbacks,
                           .outDir = outDir,
                           .dumpFile = dumpFile,
                           .files = std::move(files),
                           .warnings = std::move(warnings),
                           .stop = stop}};
    auto result = generation.run();
    result.peakRssMb = peakRssMb();
    return result;
}

GenerateResult Engine::generate(const Request& request, const std::filesystem::path& outDir,
                                const JobCallbacks& callbacks, std::stop_token stop,
                                const std::filesystem::path& dumpFile) try {
    return withTorchErrors([&] { return impl_->generate(request, outDir, callbacks, stop, dumpFile); });
} catch (const Error& e) {
    // A damaged model will be mended or replaced on disk: what was read of it must not linger.
    if (e.code == ErrorCode::OutOfMemory || e.code == ErrorCode::ModelCorrupt || e.code == ErrorCode::ModelMissing)
        releaseModels();
    throw;
}

std::string libtorchVersion() {
    return TORCH_VERSION;
}

} // namespace ottava
