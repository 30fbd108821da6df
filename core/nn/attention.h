#pragma once

#include "core/checkpoints/model_config.h"
#include "core/nn/flash_attention.h"
#include "core/nn/linear.h"
#include "core/nn/rms_norm.h"
#include "core/nn/rotary.h"

#include <optional>

namespace ottava::nn {

/// Which keys a query may see.
struct AttentionMask {
    std::optional<at::Tensor> additive; ///< broadcastable to [B, heads, T, S]; none: all of them
    bool causal = false;                ///< only keys at or before the query (exclusive with `additive`)
    std::int64_t window = 0;            ///< only keys this near on either side, in blocks (exclusive with the others)
};

/// Keys and values of one layer, ready for use: [B, kvHeads, S, headDim]. One item may serve several of a batch that
/// are neighbours.
struct KeyValue {
    at::Tensor key, value;
    std::shared_ptr<const PackedKeyValue> packed{}; ///< the same for flash attention; `value` is undefined then
    std::int64_t packedFirst = 0, packedCount = 0;  ///< the items of `packed` that count; count 0: all

    /// Those of `count` items from `first` on, as a view.
    KeyValue items(std::int64_t first, std::int64_t count) const;
};

/// Grouped-query attention with per-head RMS norm on queries and keys; scale headDim^−0.5.
/// Source: Qwen3; synthesis specification §3.
struct Attention {
    Linear qProj, kProj, vProj, oProj;
    RmsNorm qNorm, kNorm;
    std::int64_t headDim = 128;

    /// Keys and values of `context` [B, S, H]. Rotated when `rotary` is given.
    KeyValue keyValue(const at::Tensor& context, const Rotary* rotary) const;

    /// Attends from `x` [B, T, H] to `context`; → [B, T, H].
    at::Tensor operator()(const at::Tensor& x, const KeyValue& context, const Rotary* rotary,
                          const AttentionMask& mask) const;

    /// Lays the weights out for the processor and lets go of the originals.
    void pack(TileFormat format);

    /// How one head spreads its attention without rotary and mask: x [B, T, H] → [B, T, S], float32, rows sum to 1.
    at::Tensor probabilities(const at::Tensor& x, const KeyValue& context, std::int64_t head) const;
};

/// `contextSize`: width of what keys and values are made from (hiddenSize for self-attention).
Attention loadAttention(const Weights& weights, const TransformerConfig& config, std::int64_t contextSize);

/// Attention of tokens to those within `window` on either side, by blocks: time and memory grow with the length alone.
/// query [B, N, T, D], key and value [B, Nkv, T, D] → [B, N, T, D].
at::Tensor windowAttention(const at::Tensor& query, const at::Tensor& key, const at::Tensor& value,
                           std::int64_t window);

/// Additive mask [1, 1, T, T] (or [B, 1, T, T] with `padding`) that lets token i see token j when |i − j| ≤ window and
/// j is real. `padding` [B, T]: 1 = real. `window` 0: no limit. None when nothing is masked. Masked entries hold the
/// dtype's lowest finite number, so a row without any key averages all of them.
std::optional<at::Tensor> slidingMask(std::int64_t length, std::int64_t window,
                                      const std::optional<at::Tensor>& padding, const at::TensorOptions& options);

} // namespace ottava::nn
