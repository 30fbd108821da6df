#pragma once

#include "core/nn/attention.h"

#include <vector>

namespace ottava::nn {

/// Gated MLP: down(silu(gate(x)) · up(x)). Source: Shazeer 2020.
struct Mlp {
    Linear gate, up, down;
    std::shared_ptr<const PackedMatrix> pair{}; ///< gate and up, laid out for the processor

    at::Tensor operator()(const at::Tensor& x) const;

    /// Lays the weights out for the processor and lets go of the originals.
    void pack(TileFormat format);
};

Mlp loadMlp(const Weights& weights, const TransformerConfig& config);

/// Pre-norm block: x += attention(norm(x)); x += mlp(norm(x)).
struct TransformerBlock {
    RmsNorm attentionNorm, mlpNorm;
    Attention attention;
    Mlp mlp;

    at::Tensor forward(const at::Tensor& x, const Rotary& rotary, const AttentionMask& mask) const;
};

/// Blocks and a final norm: the lyric and timbre encoders, the pooler, the detokenizer and Qwen3 are all of this shape.
struct Transformer {
    TransformerConfig config;
    std::vector<TransformerBlock> blocks;
    RmsNorm norm;
    std::optional<Weights> files{}; ///< that the blocks are views of: after its turn a block's pages leave the memory

    /// Bidirectional; layers slide as the config says. x [B, T, H] → [B, T, H]. `padding` [B, T]: 1 = real, hides the
    /// others as keys.
    at::Tensor encode(at::Tensor x, const std::optional<at::Tensor>& padding = std::nullopt) const;

    /// Causal, without padding mask. x [B, T, H] → [B, T, H].
    at::Tensor encodeCausal(at::Tensor x) const;
};

/// Reads `layers.0…layerCount−1` and `norm`.
Transformer loadTransformer(const Weights& weights, const TransformerConfig& config);

} // namespace ottava::nn
