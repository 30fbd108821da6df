#pragma once

#include "core/nn/transformer.h"

namespace ottava {

/// Hidden states and which of them are real: states [B, S, E], mask [B, S] (bool; 1 = real).
struct MaskedSequence {
    at::Tensor states, mask;
};

/// Reference clips of a whole batch: latents [R, F, 64] and the item [R] (int64) that each belongs to.
struct TimbreClips {
    at::Tensor latents, order;
};

/// Turns text, lyrics and reference audio into the sequence that the DiT's cross-attention reads.
/// Source: ACE-Step 1.5, AceStepConditionEncoder; synthesis specification §4.
struct ConditionEncoder {
    nn::Linear textProjector;
    nn::Linear lyricEmbedding;
    nn::Transformer lyricEncoder;
    nn::Linear timbreEmbedding;
    nn::Transformer timbreEncoder;
    std::optional<at::Tensor> timbreToken; ///< [1, 1, E], XL only: leads each clip

    /// text [B, T, D], lyrics [B, L, D] (embedding rows), clips of the batch. Result per item: real lyrics, real
    /// timbre, real text, then padding, whose rows keep their computed contents.
    MaskedSequence forward(const MaskedSequence& text, const MaskedSequence& lyrics, const TimbreClips& clips) const;

    /// The same from timbre vectors that are ready.
    MaskedSequence pack(const MaskedSequence& text, const MaskedSequence& lyrics, const MaskedSequence& timbre) const;

    /// One vector a clip, regrouped by item: states [B, clips, E], mask [B, clips].
    MaskedSequence encodeTimbre(const TimbreClips& clips) const;
};

/// Reads the `encoder.` part of a DiT's weights.
ConditionEncoder loadConditionEncoder(const Weights& weights, const DitConfig& config);

/// Joins two sequences, real tokens first, in order (stable); the new mask is `index < number of real tokens`.
MaskedSequence packSequences(const MaskedSequence& first, const MaskedSequence& second);

} // namespace ottava
