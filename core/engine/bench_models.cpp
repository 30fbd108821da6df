#include "core/engine/bench_models.h"

#include "core/base/resources.h"
#include "core/diffusion/noise.h"
#include "core/engine/full_size_models.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr const char* kDemoDit = "acestep-v15-turbo";

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

DitConfig benchDitConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readDitConfig(demoModelDir() / kDemoDit) : fullSizeDit(size == BenchSize::Xl);
}

QwenConfig benchTextConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readQwenConfig(demoModelDir() / "Qwen3-Embedding-0.6B") : fullSizeTextEncoder();
}

VaeConfig benchVaeConfig(BenchSize size) {
    return size == BenchSize::Tiny ? readVaeConfig(demoModelDir() / "vae") : VaeConfig{};
}

BenchModels::BenchModels(BenchSize size, const DeviceChoice& device, std::int64_t ditLayers)
    : ditConfig(benchDitConfig(size)),
      vaeConfig(benchVaeConfig(size)),
      qwen(benchTextConfig(size)),
      weights(Weights::random(device.dtype, device.device)),
      vaeWeights(weights.withDtype(device.vaeDtype)) {
    if (ditLayers > 0)
        ditConfig.decoder.layerCount = std::min(ditLayers, ditConfig.decoder.layerCount);
}

void BenchModels::make() {
    makeEncoders();
    makeDit();
    makeVae();
}

void BenchModels::makeEncoders() {
    text = std::make_shared<const TextEncoder>(loadTextEncoder(weights, qwen));
    condition = std::make_shared<const ConditionEncoder>(loadConditionEncoder(weights.within("encoder"), ditConfig));
}

void BenchModels::makeDit() {
    dit = std::make_shared<const Dit>(loadDit(weights.within("decoder"), ditConfig));
}

void BenchModels::makeVae() {
    vae = std::make_shared<const VaeDecoder>(loadVaeDecoder(vaeWeights.within("decoder"), vaeConfig));
}

void BenchModels::dropEncoders() {
    text.reset();
    condition.reset();
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
