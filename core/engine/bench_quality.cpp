#include "core/engine/bench_quality.h"

#include "core/base/resources.h"
#include "core/diffusion/noise.h"
#include "core/engine/bench_models.h"
#include "core/models/dit_adapter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/full.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randn.h>

#include <fmt/format.h>

#include <cmath>

namespace ottava {
namespace {

constexpr const char* kDemoDit = "acestep-v15-turbo";
constexpr std::int64_t kFrames = 256;
constexpr int kSteps = 8;

struct Precisions {
    at::ScalarType dtype = at::kFloat;
    DitOptions dit{};
    at::Device device = at::kCPU;
};

using Outputs = std::vector<std::pair<std::string, at::Tensor>>;

at::Tensor timestep(double t, at::Device device) {
    return at::full({1}, t).to(device);
}

/// Latents of a song in equal steps from the same noise.
at::Tensor songOf(const Dit& dit, const at::Tensor& states, const at::Tensor& context) {
    const auto condition = dit.prepare(states);
    auto x = initialNoise({1}, kFrames, 64).to(context.device());
    for (int step = 0; step < kSteps; ++step) {
        const auto t = timestep(1.0 - static_cast<double>(step) / kSteps, x.device());
        x = x - dit.forward(x, context, condition, t, t) / static_cast<double>(kSteps);
    }
    return x;
}

/// Low-rank changes in every layer, each of which adds about a tenth of what goes in.
Adapter randomAdapter(const DitConfig& config) {
    constexpr std::int64_t kRank = 8;
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize;
    const auto generator = seededGenerator(3);
    Adapter adapter;
    const auto add = [&](const std::string& path, std::int64_t in, std::int64_t out) {
        const auto spread = 0.1 / std::sqrt(static_cast<double>(kRank * in));
        adapter.layers[path] = {LowRankDelta{at::randn({kRank, in}, generator), at::randn({out, kRank}, generator)},
                                spread};
    };
    for (std::int64_t layer = 0; layer < decoder.layerCount; ++layer) {
        const auto path = fmt::format("layers.{}.", layer);
        add(path + "self_attn.q_proj", width, decoder.headCount * decoder.headDim);
        add(path + "cross_attn.v_proj", width, decoder.keyValueHeadCount * decoder.headDim);
        add(path + "self_attn.o_proj", decoder.headCount * decoder.headDim, width);
        add(path + "mlp.gate_proj", width, decoder.intermediateSize);
        add(path + "mlp.down_proj", decoder.intermediateSize, width);
    }
    return adapter;
}

Outputs demoOutputs(const Precisions& precisions) {
    ModelStore models;
    models.choose({.models = demoModelDir(),
                   .dit = kDemoDit,
                   .dtype = precisions.dtype,
                   .vaeDtype = precisions.dtype,
                   .device = precisions.device,
                   .ditOptions = precisions.dit,
                   .vaeDevice = precisions.device});
    const auto text = models.textEncoder()->forward(at::arange(1000, 1064).view({1, 64}).to(precisions.device));
    const MaskedSequence real{text, at::ones({1, 64}, text.options().dtype(at::kBool))};
    const auto packed = models.conditionEncoder()->pack(real, real, models.silenceTimbre());
    const auto context = initialNoise({2}, kFrames, 128).to(precisions.device);
    const auto dit = models.dit();
    const auto adapted = withAdapter(*dit, randomAdapter(dit->config), /*strength=*/1);
    const auto x = initialNoise({1}, kFrames, 64).to(precisions.device), t = timestep(0.6, precisions.device);
    return {{"text encoder", text},
            {"VAE decoder", models.vaeDecoder()->forward(x.transpose(1, 2))},
            {"DiT", dit->forward(x, context, dit->prepare(packed.states), t, t)},
            {"DiT with an adapter", adapted.forward(x, context, adapted.prepare(packed.states), t, t)},
            {"song, latents", songOf(*dit, packed.states, context)},
            {"song with an adapter, latents", songOf(adapted, packed.states, context)}};
}

/// Layers as wide as the real ones: sums are long there, which tells more of rounding than a small model can.
Outputs wideOutputs(const Precisions& precisions) {
    const auto sample = ditSample(BenchSize::TwoB);
    const auto weights = Weights::random(precisions.dtype, precisions.device).within("decoder");
    const auto noise = [&](std::int64_t seed, std::int64_t frames, std::int64_t width) {
        return initialNoise({seed}, frames, width).to(precisions.device);
    };
    const auto states = noise(4, 256, sample.config.encoder.hiddenSize), context = noise(2, 2 * kFrames, 128);
    const auto x = noise(1, 2 * kFrames, 64), t = timestep(0.6, precisions.device);
    const auto dit = loadDit(weights, sample.config, precisions.dit);
    return {{fmt::format("{} layers of full size", sample.config.decoder.layerCount),
             dit.forward(x, context, dit.prepare(states), t, t)}};
}

} // namespace

BenchDistance distance(const std::string& module, const at::Tensor& actual, const at::Tensor& exact) {
    const auto a = actual.to(at::kCPU, at::kDouble).flatten();
    const auto e = exact.to(at::kCPU, at::kDouble).flatten();
    const double signal = e.dot(e).item<double>();
    const double error = (a - e).dot(a - e).item<double>();
    return {module, a.dot(e).item<double>() / std::sqrt(a.dot(a).item<double>() * signal),
            error > 0 ? 10 * std::log10(signal / error) : INFINITY};
}

std::vector<BenchDistance> measureDistances(const DeviceChoice& device) {
    const Precisions exact{at::kFloat, {}}, actual{device.dtype, device.ditOptions, device.device};
    std::vector<BenchDistance> distances;
    const auto compare = [&](const Outputs& is, const Outputs& shouldBe) {
        for (std::size_t i = 0; i < is.size(); ++i)
            distances.push_back(distance(is[i].first, is[i].second, shouldBe[i].second));
    };
    const auto demo = demoOutputs(exact), rounded = demoOutputs(actual);
    compare(rounded, demo);
    ModelStore models;
    models.choose({.models = demoModelDir(), .dit = kDemoDit});
    const auto vae = models.vaeDecoder();
    const auto sound = [&](const Outputs& from) {
        Outputs songs;
        for (const auto& [name, latents] : from)
            if (const auto cut = name.find(", latents"); cut != std::string::npos)
                songs.emplace_back(name.substr(0, cut) + ", sound",
                                   vae->forward(latents.to(at::kCPU, at::kFloat).transpose(1, 2)));
        return songs;
    };
    compare(sound(rounded), sound(demo));
    compare(wideOutputs(actual), wideOutputs(exact));
    return distances;
}

} // namespace ottava
