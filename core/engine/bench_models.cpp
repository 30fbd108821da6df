#include "core/engine/bench_models.h"

#include "core/base/resources.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr const char* kDemoDit = "acestep-v15-turbo";

std::vector<bool> alternating(std::int64_t layers) {
    std::vector<bool> sliding;
    for (std::int64_t layer = 0; layer < layers; ++layer)
        sliding.push_back(layer % 2 == 0);
    return sliding;
}

/// Source: the publisher's config.json files; synthesis specification §1.
DitConfig fullDit(bool xl) {
    DitConfig config;
    config.encoder.slidingLayers = alternating(config.encoder.layerCount);
    if (xl) {
        config.decoder.hiddenSize = 2560;
        config.decoder.intermediateSize = 9728;
        config.decoder.headCount = 32;
        config.decoder.layerCount = 32;
        config.timbreTokenFirst = true;
    }
    config.decoder.slidingLayers = alternating(config.decoder.layerCount);
    return config;
}

QwenConfig fullQwen() {
    QwenConfig config;
    config.transformer = {
        .hiddenSize = 1024, .intermediateSize = 3072, .layerCount = 28, .slidingWindow = 0, .slidingLayers = {}};
    return config;
}

DitConfig ditConfigOf(BenchSize size) {
    return size == BenchSize::Tiny ? readDitConfig(demoModelDir() / kDemoDit) : fullDit(size == BenchSize::Xl);
}

} // namespace

BenchModels::BenchModels(BenchSize size, const DeviceChoice& device)
    : ditConfig(ditConfigOf(size)),
      vaeConfig(size == BenchSize::Tiny ? readVaeConfig(demoModelDir() / "vae") : VaeConfig{}),
      qwen(size == BenchSize::Tiny ? readQwenConfig(demoModelDir() / "Qwen3-Embedding-0.6B") : fullQwen()),
      weights(Weights::random(device.dtype, device.device)),
      vaeWeights(weights.withDtype(device.vaeDtype)),
      ditOptions(device.ditOptions) {}

void BenchModels::makeDit() {
    dit = std::make_shared<const Dit>(loadDit(weights.within("decoder"), ditConfig, ditOptions));
}

void BenchModels::makeOthers() {
    text = std::make_shared<const TextEncoder>(loadTextEncoder(weights, qwen));
    condition = std::make_shared<const ConditionEncoder>(loadConditionEncoder(weights.within("encoder"), ditConfig));
    vae = std::make_shared<const VaeDecoder>(loadVaeDecoder(vaeWeights.within("decoder"), vaeConfig));
}

DitSample ditSample(BenchSize size) {
    constexpr std::int64_t kLayers = 4;
    DitSample sample{.config = ditConfigOf(size)};
    const auto all = sample.config.decoder.layerCount;
    sample.config.decoder.layerCount = std::min(kLayers, all);
    sample.share = static_cast<double>(sample.config.decoder.layerCount) / static_cast<double>(all);
    return sample;
}

} // namespace ottava
