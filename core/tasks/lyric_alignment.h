#pragma once

#include "core/tasks/lyric_score.h"
#include "core/tasks/lyric_timestamps.h"
#include "core/tasks/model_store.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ottava {

/// Seed of the noise under which a take is looked at again: always the same, so that scores compare.
inline constexpr std::int64_t kAlignmentSeed = 42;

/// A finished take as the DiT made it.
struct AlignmentInput {
    at::Tensor latents;                ///< [1, T, 64]
    at::Tensor states;                 ///< condition states [1, S, E]
    at::Tensor context;                ///< [1, T, 128]
    at::Tensor noise;                  ///< [1, T, 64], drawn with kAlignmentSeed
    std::string lyricPrompt, language; ///< as tokenised
    int inferenceSteps = 8;
};

/// Heads whose attention follows the lyrics: the config's, or those known for the 2B model. Empty: none are known.
std::map<std::int64_t, std::vector<std::int64_t>> alignmentHeads(const DitConfig& config);

/// Attention of a take's alignment heads to its lyrics.
struct LyricAttention {
    std::vector<TokenId> tokens; ///< of the lyrics alone, without heading
    at::Tensor fromNoise;        ///< [heads, L, N] at t = 1: what the condition alone promises
    at::Tensor fromTake;         ///< [heads, L, N] at t = 1 / steps
    double durationSeconds = 0;
};

/// One forward of the DiT over pure noise and the all but finished take, conditional half only. None when the lyrics
/// are empty or the model has no known heads. Throws Cancelled. Source: synthesis specification §13.
std::optional<LyricAttention> attendToLyrics(ModelStore& models, const AlignmentInput& input,
                                             const std::stop_token& stop);

/// LRC text of a take.
std::string alignedLyrics(const LyricAttention& attention, const BpeTokenizer& tokenizer);

} // namespace ottava
