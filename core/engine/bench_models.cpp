#include "core/engine/bench_models.h"

#include "core/base/resources.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"
#include "core/engine/bench_quality.h"
#include "core/engine/full_size_models.h"
#include "core/models/dit_offload.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr const char* kDemoDit = "acestep-v15-turbo";

} // namespace

DitConfig benchDitConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readDitConfig(demoModelDir() / kDemoDit) : fullSizeDit(size == BenchSize::Xl);
}

QwenConfig benchTextConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readQwenConfig(demoModelDir() / "Qwen3-Embedding-0.6B") : fullSizeTextEncoder();
}

VaeConfig benchVaeConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readVaeConfig(demoModelDir() / "vae") : VaeConfig{};
}

std::shared_ptr<StepRecording> recordingOf(const DeviceChoice& device) {
    if (!device.recorder || !device.device.is_cuda())
        return nullptr;
    return std::make_shared<StepRecording>(StepRecording{.make = *device.recorder});
}

BenchModels::BenchModels(BenchSize size, const DeviceChoice& device, std::int64_t ditLayers, bool byLayer)
    : ditConfig(benchDitConfig(size)),
      vaeConfig(benchVaeConfig(size)),
      qwen(benchTextConfig(size)),
      weights(Weights::random(device.dtype, device.device)),
      vaeWeights(weights.withDtype(device.vaeDtype)),
      ditOptions(device.ditOptions),
      recording(recordingOf(device)),
      visits(byLayer ? std::optional{device.device} : std::nullopt) {
    if (ditLayers > 0)
        ditConfig.decoder.layerCount = std::min(ditLayers, ditConfig.decoder.layerCount);
}

void BenchModels::makeEncoders() {
    text = std::make_shared<const TextEncoder>(loadTextEncoder(weights, qwen));
    condition = std::make_shared<const ConditionEncoder>(loadConditionEncoder(weights.within("encoder"), ditConfig));
}

void BenchModels::makeDit() {
    if (visits) {
        const DitOptions unpacked{.compile = false, .flash = ditOptions.flash, .int8 = false};
        const auto onHost = Weights::random(weights.dtype(), at::kCPU).within("decoder");
        dit = std::make_shared<const Dit>(layerByLayer(loadDit(onHost, ditConfig, unpacked), *visits));
        return;
    }
    auto made = loadDit(weights.within("decoder"), ditConfig, ditOptions);
    made.recording = recording;
    dit = std::make_shared<const Dit>(std::move(made));
}

void BenchModels::makeVae() {
    vae = std::make_shared<const VaeDecoder>(loadVaeDecoder(vaeWeights.within("decoder"), vaeConfig));
    vaeEncoder = std::make_shared<const VaeEncoder>(loadVaeEncoder(vaeWeights.within("encoder"), vaeConfig));
}

BenchDistance BenchModels::vaeDistance() const {
    const auto latents = initialNoise({3}, kLatentRate, vaeConfig.decoderInputChannels).transpose(1, 2);
    const auto exact = vaeDecoderLayers(Weights::random(at::kFloat, at::kCPU).within("decoder"), vaeConfig);
    return distance("VAE, this size", vae->forward(latents.to(vaeWeights.device())).cpu(), exact.forward(latents));
}

void BenchModels::makeOthers() {
    makeEncoders();
    makeVae();
}

void BenchModels::dropEncoders() {
    text.reset();
    condition.reset();
}

DitSample ditSample(BenchSize size) {
    constexpr std::int64_t kLayers = 4;
    DitSample sample{.config = benchDitConfig(size)};
    const auto all = sample.config.decoder.layerCount;
    sample.config.decoder.layerCount = std::min(kLayers, all);
    sample.share = static_cast<double>(sample.config.decoder.layerCount) / static_cast<double>(all);
    return sample;
}

} // namespace ottava
