#include "core/engine/bench_models.h"

#include "core/base/resources.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>

#include <cmath>

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

BenchDistance distance(const std::string& module, const at::Tensor& actual, const at::Tensor& exact) {
    const auto a = actual.to(at::kDouble).flatten();
    const auto e = exact.to(at::kDouble).flatten();
    const double signal = e.dot(e).item<double>();
    const double error = (a - e).dot(a - e).item<double>();
    return {module, a.dot(e).item<double>() / std::sqrt(a.dot(a).item<double>() * signal),
            error > 0 ? 10 * std::log10(signal / error) : INFINITY};
}

/// The outputs to compare: text encoder, one DiT evaluation, one decode.
std::vector<std::pair<std::string, at::Tensor>> outputs(at::ScalarType dtype) {
    ModelStore models;
    models.choose({.models = demoModelDir(), .dit = kDemoDit, .dtype = dtype, .vaeDtype = dtype, .device = at::kCPU});
    const auto ids = at::arange(1000, 1064).view({1, 64});
    const auto text = models.textEncoder()->forward(ids);
    const MaskedSequence real{text, at::ones({1, 64}, at::kBool)};
    const auto packed = models.conditionEncoder()->pack(real, real, models.silenceTimbre());
    const auto x = initialNoise({1}, 128, 64);
    const auto context = initialNoise({2}, 128, 128);
    const auto t = at::full({1}, 0.6);
    const auto dit = models.dit();
    const auto velocity = dit->forward(x, context, dit->prepare(packed.states), t, t);
    return {
        {"text encoder", text}, {"DiT", velocity}, {"VAE decoder", models.vaeDecoder()->forward(x.transpose(1, 2))}};
}

} // namespace

BenchModels::BenchModels(BenchSize size, const DeviceChoice& device)
    : ditConfig(size == BenchSize::Tiny ? readDitConfig(demoModelDir() / kDemoDit) : fullDit(size == BenchSize::Xl)),
      vaeConfig(size == BenchSize::Tiny ? readVaeConfig(demoModelDir() / "vae") : VaeConfig{}),
      qwen(size == BenchSize::Tiny ? readQwenConfig(demoModelDir() / "Qwen3-Embedding-0.6B") : fullQwen()),
      weights(Weights::random(device.dtype, device.device)),
      vaeWeights(weights.withDtype(device.vaeDtype)) {}

void BenchModels::make() {
    text = std::make_shared<const TextEncoder>(loadTextEncoder(weights, qwen));
    condition = std::make_shared<const ConditionEncoder>(loadConditionEncoder(weights.within("encoder"), ditConfig));
    dit = std::make_shared<const Dit>(loadDit(weights.within("decoder"), ditConfig));
    vae = std::make_shared<const VaeDecoder>(loadVaeDecoder(vaeWeights.within("decoder"), vaeConfig));
    vaeEncoder = std::make_shared<const VaeEncoder>(loadVaeEncoder(vaeWeights.within("encoder"), vaeConfig));
}

BenchDistance BenchModels::vaeDistance() const {
    const auto latents = initialNoise({3}, kLatentRate, vaeConfig.decoderInputChannels).transpose(1, 2);
    const auto exact = vaeDecoderLayers(Weights::random(at::kFloat, at::kCPU).within("decoder"), vaeConfig);
    return distance("VAE, this size", vae->forward(latents.to(vaeWeights.device())).cpu(), exact.forward(latents));
}

std::vector<BenchDistance> measureDistances(at::ScalarType dtype) {
    const auto exact = outputs(at::kFloat);
    const auto actual = outputs(dtype);
    std::vector<BenchDistance> distances;
    for (std::size_t i = 0; i < exact.size(); ++i)
        distances.push_back(distance(exact[i].first, actual[i].second, exact[i].second));
    return distances;
}

} // namespace ottava
