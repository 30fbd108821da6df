#pragma once

#include "core/models/dit_fused.h"
#include "core/models/dit_memory.h"
#include "core/models/layer_stack.h"

#include <map>
#include <memory>
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

    std::shared_ptr<const FusedDitWeights> fused{}; ///< set when the layer's weights are packed and its steps fused

    /// x [B, N, H] · condition: this layer's cross-attention keys and values. A fused layer changes x in place.
    at::Tensor forward(at::Tensor x, const DitStep& step, const nn::KeyValue& condition, bool slides) const;

    /// What cross-attention asks with: x after self-attention, normalised. → [B, N, H].
    at::Tensor crossQuery(at::Tensor x, const DitStep& step, bool slides) const;

    /// Lays the weights out for the processor and lets go of the originals; `fuse`: see FusedDitLayer.
    void pack(nn::TileFormat format, bool fuse);

private:
    /// m: the layer's modulation in six parts [B, 1, H].
    at::Tensor selfAttended(const at::Tensor& x, const std::vector<at::Tensor>& m, const DitStep& step,
                            bool slides) const;
};

/// What a song's condition means to every layer: computed once, used in all steps.
struct DitCondition {
    std::vector<nn::KeyValue> layers;
    std::shared_ptr<DitWorkspace> workspace{}; ///< of fused layers: grown by the first step, used again by the others
};

/// Heads of cross-attention to look at, by layer, and the condition tokens of interest. What the model does not have is
/// left out.
struct AttentionView {
    std::map<std::int64_t, std::vector<std::int64_t>> heads;
    std::int64_t firstToken = 0, tokenCount = 0;
};

/// How a model is laid out in memory and run. What a processor or device has no kernels for is left as it is.
struct DitOptions {
    bool compile = false; ///< weights laid out for the processor, steps between products fused
    bool flash = true;    ///< attention in blocks, without masks or scores as large as the square of the length
    bool int8 = false;    ///< weights of the layers in 8 bits; CPU only

    bool operator==(const DitOptions&) const = default;
};

/// The diffusion transformer: noisy latents, context and condition → velocity (noise − data).
/// Neither padded frames nor padded condition tokens are masked, as in the reference.
/// Source: ACE-Step 1.5, AceStepDiTModel; synthesis specification §5 and §6.
struct Dit {
    DitConfig config;
    DitOptions options{};
    nn::Linear projIn;  ///< patches of two frames [H, 2 · 192]
    nn::Linear projOut; ///< [2 · 64, H]
    nn::Linear conditionEmbedder;
    TimestepEmbedding timeEmbed, timeEmbedR;
    LayerStack<DitLayer> layers;
    nn::RmsNorm normOut;
    at::Tensor scaleShiftTable; ///< [1, 2, H]

    /// states [B, S, E] → cross-attention keys and values of all layers. B may be a fraction of the batch to come: each
    /// item then serves several that are neighbours.
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
    DitStep stepOf(const at::Tensor& patches, at::Tensor modulation, const DitCondition& condition) const;
    Start start(const at::Tensor& x, const at::Tensor& context, const DitCondition& condition, const at::Tensor& t,
                const at::Tensor& tR) const;
};

/// How a DiT lies in memory that is loaded in this precision, for this device.
DitLayout layoutOf(const DitOptions& options, at::ScalarType dtype, at::Device device);

/// Reads the `decoder.` part of a DiT's weights.
Dit loadDit(const Weights& weights, const DitConfig& config, const DitOptions& options = {});

} // namespace ottava
