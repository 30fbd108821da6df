#include "core/nn/attention.h"

#include "core/nn/card_attention.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/full.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros.h>

#include <cmath>
#include <limits>

namespace ottava::nn {
namespace {

/// [B, T, heads · headDim] → [B, heads, T, headDim].
at::Tensor splitHeads(const at::Tensor& x, std::int64_t headDim) {
    return x.unflatten(-1, {-1, headDim}).transpose(1, 2);
}

/// Each item for its share of a batch of `items`.
at::Tensor forItems(const at::Tensor& x, std::int64_t items) {
    const auto share = items / x.size(0);
    return share == 1 ? x : x.unsqueeze(1).expand({-1, share, -1, -1, -1}).flatten(0, 1);
}

at::Tensor attend(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value, const AttentionMask& mask) {
    if (!query.is_cpu())
        return CardAttention{.causal = mask.causal, .window = mask.window, .additive = mask.additive}(query, key,
                                                                                                      value);
    if (mask.window > 0)
        return windowAttention(query, key, value, mask.window);
    return at::scaled_dot_product_attention(query, key, value, mask.additive, /*dropout_p=*/0.0, mask.causal,
                                            /*scale=*/std::nullopt, /*enable_gqa=*/true);
}

double lowest(at::ScalarType dtype) {
    switch (dtype) {
    case at::kBFloat16:
        return static_cast<double>(std::numeric_limits<at::BFloat16>::lowest());
    case at::kHalf:
        return static_cast<double>(std::numeric_limits<at::Half>::lowest());
    case at::kDouble:
        return std::numeric_limits<double>::lowest();
    default:
        return std::numeric_limits<float>::lowest();
    }
}

} // namespace

KeyValue Attention::keyValue(const at::Tensor& context, const Rotary* rotary) const {
    auto key = kNorm(splitHeads(kProj(context), headDim)); // [B, Nkv, S, D]
    if (rotary != nullptr)
        key = (*rotary)(key);
    return KeyValue{key, splitHeads(vProj(context), headDim)};
}

at::Tensor Attention::operator()(const at::Tensor& x, const KeyValue& context, const Rotary* rotary,
                                 const AttentionMask& mask) const {
    auto query = qNorm(splitHeads(qProj(x), headDim)); // [B, N, T, D]
    if (rotary != nullptr)
        query = (*rotary)(query);
    const auto key = forItems(context.key, query.size(0)), value = forItems(context.value, query.size(0));
    return oProj(attend(query, key, value, mask).transpose(1, 2).flatten(2)); // [B, T, H]
}

KeyValue KeyValue::items(std::int64_t first, std::int64_t count) const {
    return {.key = key.narrow(0, first, count),
            .value = value.defined() ? value.narrow(0, first, count) : value,
            .packed = packed,
            .packedFirst = packedFirst + first,
            .packedCount = count};
}

at::Tensor Attention::probabilities(const at::Tensor& x, const KeyValue& context, std::int64_t head) const {
    const auto query = qNorm(splitHeads(qProj(x), headDim)); // [B, N, T, D]
    const auto queriesPerKey = query.size(1) / context.key.size(1);
    const auto key = forItems(context.key, query.size(0)).select(/*dim=*/1, head / queriesPerKey); // [B, S, D]
    const auto scores = at::matmul(query.select(/*dim=*/1, head), key.transpose(1, 2));
    return at::softmax(scores * std::pow(static_cast<double>(headDim), -0.5), /*dim=*/-1, at::kFloat);
}

void Attention::pack(TileFormat format) {
    for (auto* linear : {&qProj, &kProj, &vProj, &oProj})
        linear->pack(format);
}

at::Tensor windowAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           std::int64_t window) {
    const auto length = query.size(2), batch = query.size(0);
    const auto blocks = (length + window - 1) / window, padded = blocks * window;
    // Blocks as long as the window: each sees the one before it, itself and the one after it.
    const auto inBlocks = [&](const at::Tensor& x) {
        const auto wide = at::constant_pad_nd(x, {0, 0, window, window + padded - length}, 0);
        return wide.unfold(2, 3 * window, window).permute({0, 2, 1, 4, 3}).flatten(0, 1); // [B · blocks, Nkv, 3w, D]
    };
    const auto rows = at::constant_pad_nd(query, {0, 0, 0, padded - length}, 0)
                          .unflatten(2, {blocks, window})
                          .transpose(1, 2)
                          .flatten(0, 1); // [B · blocks, N, w, D]
    const auto flags = query.options().dtype(at::kLong);
    const auto offset = at::arange(window, flags).unsqueeze(1),
               seen = at::arange(3 * window, flags).unsqueeze(0) - window;
    const auto position = seen + at::arange(0, padded, window, flags).view({blocks, 1, 1});
    const auto real = position.ge(0).logical_and(position.lt(length));                     // [blocks, 1, 3w]
    auto visible = (seen - offset).abs().le(window).unsqueeze(0).logical_and(real);        // [blocks, w, 3w]
    visible = visible.unsqueeze(0).expand({batch, -1, -1, -1}).flatten(0, 1).unsqueeze(1); // [B · blocks, 1, w, 3w]
    const auto mask =
        at::zeros(visible.sizes(), query.options()).masked_fill_(visible.logical_not(), lowest(query.scalar_type()));
    const auto out =
        at::scaled_dot_product_attention(rows, inBlocks(key), inBlocks(value), mask, /*dropout_p=*/0.0,
                                         /*is_causal=*/false, /*scale=*/std::nullopt,
                                         /*enable_gqa=*/query.size(1) != key.size(1)); // few kernels know groups
    return out.unflatten(0, {batch, blocks}).transpose(1, 2).flatten(2, 3).slice(2, 0, length);
}

Attention loadAttention(const Weights& weights, const TransformerConfig& config, std::int64_t contextSize) {
    const auto queryWidth = config.headCount * config.headDim;
    const auto keyWidth = config.keyValueHeadCount * config.headDim;
    const bool bias = config.attentionBias;
    return Attention{.qProj = loadLinear(weights.within("q_proj"), config.hiddenSize, queryWidth, bias),
                     .kProj = loadLinear(weights.within("k_proj"), contextSize, keyWidth, bias),
                     .vProj = loadLinear(weights.within("v_proj"), contextSize, keyWidth, bias),
                     .oProj = loadLinear(weights.within("o_proj"), queryWidth, config.hiddenSize, bias),
                     .qNorm = loadRmsNorm(weights.within("q_norm"), config.headDim, config.rmsNormEps),
                     .kNorm = loadRmsNorm(weights.within("k_norm"), config.headDim, config.rmsNormEps),
                     .headDim = config.headDim};
}

std::optional<at::Tensor> slidingMask(std::int64_t length, std::int64_t window,
                                      const std::optional<at::Tensor>& padding, const at::TensorOptions& options) {
    const bool windowMasks = window > 0 && length > window + 1;
    if (!windowMasks && !padding)
        return std::nullopt;
    const auto flags = options.dtype(at::kBool);
    auto visible = at::ones({1, 1, length, length}, flags);
    if (windowMasks) {
        const auto position = at::arange(length, options.dtype(at::kLong));
        visible = (position.unsqueeze(0) - position.unsqueeze(1)).abs().le(window).view({1, 1, length, length});
    }
    if (padding)
        visible = visible.logical_and(padding->to(flags).view({padding->size(0), 1, 1, length}));
    const auto dtype = c10::typeMetaToScalarType(options.dtype());
    return at::zeros(visible.sizes(), options).masked_fill(visible.logical_not(), lowest(dtype));
}

} // namespace ottava::nn
