#pragma once

#include "core/models/fsq.h"
#include "core/nn/transformer.h"

namespace ottava {

/// 25 Hz latents → 5 Hz codes. Source: ACE-Step 1.5, AceStepAudioTokenizer; synthesis specification §7.
struct AudioTokenizer {
    nn::Linear latentProjection;
    nn::Linear poolerEmbedding;
    at::Tensor poolerToken; ///< [1, 1, E]
    nn::Transformer pooler;
    Fsq fsq;
    std::int64_t poolWindow = 5;

    struct Output {
        at::Tensor quantized; ///< [B, T / 5, E]
        at::Tensor indices;   ///< [B, T / 5] int64
    };
    /// latents [B, T, 64]; T must be a multiple of 5 (`padToCodes`).
    Output forward(const at::Tensor& latents) const;
};

/// 5 Hz codes → 25 Hz latents that guide the DiT. Source: ACE-Step 1.5, AudioTokenDetokenizer.
struct AudioDetokenizer {
    nn::Linear embedding;
    at::Tensor frameTokens; ///< [1, 5, E]
    nn::Transformer decoder;
    nn::Linear projection;

    /// quantized [B, n, E] → [B, 5n, 64].
    at::Tensor forward(const at::Tensor& quantized) const;
};

/// Each reads its part of a DiT's weights: `tokenizer.`, `detokenizer.`.
AudioTokenizer loadAudioTokenizer(const Weights& weights, const DitConfig& config);
AudioDetokenizer loadAudioDetokenizer(const Weights& weights, const DitConfig& config);

/// latents [B, T, 64] lengthened to a multiple of `poolWindow` with the first frames of `silence` [1, F, 64].
at::Tensor padToCodes(const at::Tensor& latents, const at::Tensor& silence, std::int64_t poolWindow);

} // namespace ottava
