#include "core/models/dit.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/exp.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/stack.h>

#include <cmath>
#include <string>

namespace ottava {
namespace {

constexpr std::int64_t kFrequencyCount = 128;
constexpr double kMaxPeriod = 10'000;
constexpr double kTimestepScale = 1'000;

at::Tensor modulate(const at::Tensor& x, const at::Tensor& shift, const at::Tensor& scale) {
    return at::addcmul(shift, x, scale + 1);
}

/// t [B] → [B, 256], cosines first.
at::Tensor sinusoid(const at::Tensor& t) {
    const auto options = t.options().dtype(at::kFloat);
    const auto exponents = at::arange(kFrequencyCount, options) * (-std::log(kMaxPeriod) / kFrequencyCount);
    const auto angles = (t.to(at::kFloat) * kTimestepScale).unsqueeze(1) * at::exp(exponents).unsqueeze(0);
    return at::cat({angles.cos(), angles.sin()}, /*dim=*/-1);
}

TimestepEmbedding loadTimestepEmbedding(const Weights& weights, std::int64_t width) {
    return TimestepEmbedding{nn::loadLinear(weights.within("linear_1"), 2 * kFrequencyCount, width, /*withBias=*/true),
                             nn::loadLinear(weights.within("linear_2"), width, width, /*withBias=*/true),
                             nn::loadLinear(weights.within("time_proj"), width, 6 * width, /*withBias=*/true)};
}

DitLayer loadLayer(const Weights& weights, const TransformerConfig& config) {
    const auto width = config.hiddenSize;
    const auto eps = config.rmsNormEps;
    return DitLayer{.selfNorm = nn::loadRmsNorm(weights.within("self_attn_norm"), width, eps),
                    .crossNorm = nn::loadRmsNorm(weights.within("cross_attn_norm"), width, eps),
                    .mlpNorm = nn::loadRmsNorm(weights.within("mlp_norm"), width, eps),
                    .selfAttention = nn::loadAttention(weights.within("self_attn"), config, width),
                    .crossAttention = nn::loadAttention(weights.within("cross_attn"), config, width),
                    .mlp = nn::loadMlp(weights.within("mlp"), config),
                    .scaleShiftTable = weights.tensor("scale_shift_table", {1, 6, width})};
}

/// Convolution over two frames without overlap as one matrix: [out, in, 2] → [out, 2 · in].
nn::Linear loadPatchIn(const Weights& weights, std::int64_t in, std::int64_t out) {
    const auto kernel = weights.tensor("weight", {out, in, 2});
    return nn::Linear{kernel.transpose(1, 2).reshape({out, 2 * in}).contiguous(), weights.tensor("bias", {out})};
}

/// Its transposed twin: [in, out, 2] → [2 · out, in], the bias once for each of the two frames.
nn::Linear loadPatchOut(const Weights& weights, std::int64_t in, std::int64_t out) {
    const auto kernel = weights.tensor("weight", {in, out, 2});
    return nn::Linear{kernel.permute({2, 1, 0}).reshape({2 * out, in}).contiguous(),
                      weights.tensor("bias", {out}).repeat({2})};
}

} // namespace

TimestepEmbedding::Output TimestepEmbedding::forward(const at::Tensor& t) const {
    const auto embedding = linear2(at::silu(linear1(sinusoid(t).to(linear1.weight.scalar_type())))); // [B, H]
    return Output{embedding, timeProj(at::silu(embedding)).unflatten(1, {6, -1})};
}

at::Tensor DitLayer::selfAttended(const at::Tensor& x, const std::vector<at::Tensor>& m, const DitStep& step,
                                  bool slides) const {
    const auto a = modulate(selfNorm(x), m[0], m[1]);
    return at::addcmul(x, m[2],
                       selfAttention(a, selfAttention.keyValue(a, &step.rotary), &step.rotary,
                                     slides ? step.sliding : nn::AttentionMask{}));
}

at::Tensor DitLayer::forward(at::Tensor x, const DitStep& step, const nn::KeyValue& condition, bool slides) const {
    if (fused) {
        FusedDitLayer layer{*this, step, x};
        layer.selfAttention(slides);
        layer.crossAttention(condition);
        layer.mlp();
        return x;
    }
    const auto m = (scaleShiftTable + step.modulation).chunk(6, /*dim=*/1); // shift, scale, gate: attention, then MLP
    auto h = selfAttended(x, m, step, slides);
    h = h + crossAttention(crossNorm(h), condition, /*rotary=*/nullptr, /*mask=*/{});
    return at::addcmul(h, m[5], mlp(modulate(mlpNorm(h), m[3], m[4])));
}

at::Tensor DitLayer::crossQuery(at::Tensor x, const DitStep& step, bool slides) const {
    if (!fused)
        return crossNorm(selfAttended(x, (scaleShiftTable + step.modulation).chunk(6, /*dim=*/1), step, slides));
    FusedDitLayer{*this, step, x}.selfAttention(slides);
    return crossNorm(x.to(crossNorm.weight.scalar_type()));
}

void DitLayer::pack(nn::TileFormat format, bool fuse) {
    selfAttention.pack(format);
    crossAttention.pack(format);
    mlp.pack(format);
    if (!fuse)
        return;
    const auto inFloat = [](const nn::RmsNorm& norm) { return nn::RmsNorm{norm.weight.to(at::kFloat), norm.eps}; };
    fused = std::make_shared<const FusedDitWeights>(FusedDitWeights{.selfNorm = inFloat(selfNorm),
                                                                    .crossNorm = inFloat(crossNorm),
                                                                    .mlpNorm = inFloat(mlpNorm),
                                                                    .selfQueryNorm = inFloat(selfAttention.qNorm),
                                                                    .selfKeyNorm = inFloat(selfAttention.kNorm),
                                                                    .crossQueryNorm = inFloat(crossAttention.qNorm),
                                                                    .crossKeyNorm = inFloat(crossAttention.kNorm),
                                                                    .scaleShiftTable = scaleShiftTable.to(at::kFloat)});
}

DitCondition Dit::prepare(const at::Tensor& states) const {
    const auto embedded = conditionEmbedder(states.to(conditionEmbedder.weight.scalar_type())); // [B, S, H]
    DitCondition condition;
    if (layers.stored(0).fused)
        condition.workspace = std::make_shared<DitWorkspace>();
    for (const auto& layer : layers)
        condition.layers.push_back(layer.fused && options.flash
                                       ? packCondition(layer, embedded)
                                       : layer.crossAttention.keyValue(embedded, /*rotary=*/nullptr));
    return condition;
}

/// What the layers work on: patches of the input, and what they need to know of time and place.
struct Dit::Start {
    at::Tensor patches;   ///< [B, N, H]
    at::Tensor embedding; ///< of time, [B, H]
    DitStep step;
};

DitStep Dit::stepOf(const at::Tensor& patches, at::Tensor modulation, const DitCondition& condition) const {
    const auto& decoder = config.decoder;
    const auto length = patches.size(1);
    const bool fused = condition.workspace != nullptr;
    const bool limited = decoder.slidingWindow > 0 && length > decoder.slidingWindow + 1;
    const auto window = limited ? decoder.slidingWindow : 0;
    const auto numbers = patches.options().dtype(fused ? at::kFloat : patches.scalar_type());
    DitStep step{.modulation = fused ? modulation.to(at::kFloat) : std::move(modulation),
                 .rotary = nn::makeRotary(length, decoder.headDim, decoder.ropeTheta, numbers),
                 .sliding = {},
                 .window = window,
                 .flash = options.flash,
                 .workspace = condition.workspace};
    if (options.flash)
        step.sliding.window = window;
    else
        step.sliding.additive = nn::slidingMask(length, window, std::nullopt, patches.options());
    return step;
}

Dit::Start Dit::start(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                      const at::Tensor& t, const at::Tensor& tR) const {
    const auto dtype = projIn.weight.scalar_type();
    auto h = at::cat({context.to(dtype), x.to(dtype)}, /*dim=*/-1); // [B, T, 192]
    if (x.size(1) % 2 != 0)
        h = at::constant_pad_nd(h, {0, 0, 0, 1}, 0);
    h = projIn(h.unflatten(1, {-1, 2}).flatten(2)); // [B, N, H]
    const auto time = timeEmbed.forward(t);
    const auto timeR = timeEmbedR.forward(t - tR);
    auto step = stepOf(h, time.projection + timeR.projection, condition);
    if (step.workspace)
        h = h.to(at::kFloat).contiguous();
    return Start{h, time.embedding + timeR.embedding, std::move(step)};
}

at::Tensor Dit::forward(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                        const at::Tensor& t, const at::Tensor& tR) const {
    const auto from = start(x, context, condition, t, tR);
    auto h = from.patches;
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        h = layers[layer].forward(h, from.step, condition.layers[layer],
                                  config.decoder.slides(static_cast<std::int64_t>(layer)));
    const auto out = (scaleShiftTable + from.embedding.unsqueeze(1)).chunk(2, /*dim=*/1);
    h = projOut(modulate(normOut(h.to(projOut.weight.scalar_type())), out[0], out[1])); // [B, N, 2 · 64]
    return h.unflatten(2, {2, -1}).flatten(1, 2).slice(1, 0, x.size(1)).to(x.scalar_type());
}

at::Tensor Dit::crossAttention(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                               const at::Tensor& t, const AttentionView& view) const {
    const auto from = start(x, context, condition, t, t);
    auto h = from.patches;
    std::int64_t done = 0;
    std::vector<at::Tensor> seen;
    for (const auto& [wanted, heads] : view.heads) {
        if (wanted < 0 || wanted >= config.decoder.layerCount)
            continue;
        for (; done < wanted; ++done)
            h = layers[static_cast<std::size_t>(done)].forward(
                h, from.step, condition.layers[static_cast<std::size_t>(done)], config.decoder.slides(done));
        const auto& layer = layers[static_cast<std::size_t>(wanted)];
        const auto query = layer.crossQuery(h.clone(), from.step, config.decoder.slides(wanted));
        for (const auto head : heads) {
            if (head < 0 || head >= config.decoder.headCount)
                continue;
            const auto all = layer.crossAttention.probabilities(
                query, condition.layers[static_cast<std::size_t>(wanted)], head); // [B, N, S]
            seen.push_back(all.narrow(2, view.firstToken, view.tokenCount).transpose(1, 2).cpu());
        }
    }
    return seen.empty() ? at::Tensor{} : at::stack(seen);
}

namespace {

/// What the layers' weights are packed as; none: they stay as they are.
std::optional<nn::TileFormat> packedFormat(const DitOptions& options, at::ScalarType dtype, at::Device device) {
    if (!device.is_cpu() || (dtype != at::kFloat && dtype != at::kBFloat16))
        return std::nullopt;
    if (options.int8)
        return nn::TileFormat::Int8;
    const auto format = dtype == at::kFloat ? nn::TileFormat::Fp32 : nn::TileFormat::Bf16;
    return options.compile && nn::packingPays(format) ? std::optional{format} : std::nullopt;
}

} // namespace

DitLayout layoutOf(const DitOptions& options, at::ScalarType dtype, at::Device device) {
    const auto packed = packedFormat(options, dtype, device);
    return {.numberBytes = static_cast<std::int64_t>(c10::elementSize(dtype)),
            .int8 = packed == nn::TileFormat::Int8,
            .fused = packed && options.compile,
            .flash = options.flash};
}

Dit loadDit(const Weights& weights, const DitConfig& config, const DitOptions& options) {
    const auto width = config.decoder.hiddenSize;
    Dit dit{.config = config,
            .options = options,
            .projIn = loadPatchIn(weights.within("proj_in.1"), config.inChannels, width),
            .projOut = loadPatchOut(weights.within("proj_out.1"), width, config.latentChannels),
            .conditionEmbedder = nn::loadLinear(weights.within("condition_embedder"), config.encoder.hiddenSize, width,
                                                /*withBias=*/true),
            .timeEmbed = loadTimestepEmbedding(weights.within("time_embed"), width),
            .timeEmbedR = loadTimestepEmbedding(weights.within("time_embed_r"), width),
            .layers = {},
            .normOut = nn::loadRmsNorm(weights.within("norm_out"), width, config.decoder.rmsNormEps),
            .scaleShiftTable = weights.tensor("scale_shift_table", {1, 2, width})};
    const auto packed = packedFormat(options, weights.dtype(), weights.device());
    for (std::int64_t layer = 0; layer < config.decoder.layerCount; ++layer) {
        auto loaded = loadLayer(weights.within("layers." + std::to_string(layer)), config.decoder);
        if (packed)
            loaded.pack(*packed, options.compile);
        dit.layers.push_back(std::move(loaded));
        weights.letPagesGo();
    }
    return dit;
}

} // namespace ottava
