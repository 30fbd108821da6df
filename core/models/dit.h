#pragma once

#include "core/models/layer_stack.h"
#include "core/nn/transformer.h"

#include <map>
#include <vector>

namespace ottava {

/// Turns a timestep into a modulation. Source: ACE-Step 1.5, TimestepEmbedding.
struct TimestepEmbedding {
    nn::Linear linear1, linear2, timeProj;

    struct Output {
        at::Tensor embedding;  ///< [B, H]
        at::Tensor projection; ///< [B, 6, H]
    };
    /// t [B] in float32.
    Output forward(const at::Tensor& t) const;
};

/// One layer: AdaLN self-attention, cross-attention, AdaLN gated MLP.
struct DitLayer {
    nn::RmsNorm selfNorm, crossNorm, mlpNorm;
    nn::Attention selfAttention, crossAttention;
    nn::Mlp mlp;
    at::Tensor scaleShiftTable; ///< [1, 6, H]

    /// x [B, N, H] · modulation [B, 6, H] · condition: this layer's cross-attention keys and values.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& modulation, const nn::KeyValue& condition,
                       const nn::Rotary& rotary, const nn::AttentionMask& mask) const;

    /// What cross-attention asks with: x after self-attention, normalised. → [B, N, H].
    at::Tensor crossQuery(const at::Tensor& x, const at::Tensor& modulation, const nn::Rotary& rotary,
                          const nn::AttentionMask& mask) const;

private:
    /// m: the layer's modulation in six parts [B, 1, H].
    at::Tensor selfAttended(const at::Tensor& x, const std::vector<at::Tensor>& m, const nn::Rotary& rotary,
                            const nn::AttentionMask& mask) const;
};

/// What a song's condition means to every layer: computed once, used in all steps.
struct DitCondition {
    std::vector<nn::KeyValue> layers;
};

/// Heads of cross-attention to look at, by layer, and the condition tokens of interest. What the model does not have is
/// left out.
struct AttentionView {
    std::map<std::int64_t, std::vector<std::int64_t>> heads;
    std::int64_t firstToken = 0, tokenCount = 0;
};

/// The diffusion transformer: noisy latents, context and condition → velocity (noise − data).
/// Neither padded frames nor padded condition tokens are masked, as in the reference.
/// Source: ACE-Step 1.5, AceStepDiTModel; synthesis specification §5 and §6.
struct Dit {
    DitConfig config;
    nn::Linear projIn;  ///< patches of two frames [H, 2 · 192]
    nn::Linear projOut; ///< [2 · 64, H]
    nn::Linear conditionEmbedder;
    TimestepEmbedding timeEmbed, timeEmbedR;
    LayerStack<DitLayer> layers;
    nn::RmsNorm normOut;
    at::Tensor scaleShiftTable; ///< [1, 2, H]

    /// states [B, S, E] → cross-attention keys and values of all layers.
    DitCondition prepare(const at::Tensor& states) const;

    /// x [B, T, 64] · context [B, T, 128] (source latents, chunk mask) · t, tR [B] → velocity [B, T, 64] in x's dtype.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                       const at::Tensor& t, const at::Tensor& tR) const;

    /// How much each head of `view` attends to each token from each frame, t and tR being equal: float32 on the CPU,
    /// [heads, B, tokens, N] with N patches of two frames. Runs no further than the last layer that is asked for.
    /// Undefined when the model has none of the heads. Source: synthesis specification §13.
    at::Tensor crossAttention(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition,
                              const at::Tensor& t, const AttentionView& view) const;

private:
    struct Start;
    Start start(const at::Tensor& x, const at::Tensor& context, const at::Tensor& t, const at::Tensor& tR) const;
};

/// Reads the `decoder.` part of a DiT's weights.
Dit loadDit(const Weights& weights, const DitConfig& config);

} // namespace ottava
