#pragma once

#include "core/tasks/model_store.h"
#include "core/text/prompt.h"

#include <string>

namespace ottava {

/// Tokens of lyrics that a song is conditioned on, at most.
inline constexpr std::size_t kLongestLyrics = 2'048;

/// What a song is about, in words.
struct SongText {
    std::string instruction, caption, lyrics, language;
    SongMetadata metadata;
};

/// One song's condition and the steps it came from. Every item of a batch shares it, so the batch dimension is 1.
struct SongCondition {
    std::string prompt, lyricPrompt; ///< as tokenised
    at::Tensor textHiddenStates;     ///< [1, T, D]
    at::Tensor lyricHiddenStates;    ///< [1, L, D]
    MaskedSequence timbre;           ///< of the reference recording, or of silence
    MaskedSequence packed;           ///< what cross-attention reads, [1, S, E]
};

/// Runs text encoder and condition encoder. Without clips the song is conditioned on the timbre of silence.
/// Source: synthesis specification §2 and §4.
SongCondition conditionSong(ModelStore& models, const SongText& text, const std::optional<TimbreClips>& clips);

/// The states that take over after the cover switch: the same song under text-to-music's own instruction, its prompt
/// cut or padded to the length of the main one, which drops tokens from the end as the reference does. → [1, S, E].
/// Source: synthesis specification §11, cover switches.
at::Tensor conditionNonCover(ModelStore& models, SongText text, const SongCondition& main,
                             const std::string& instruction);

} // namespace ottava
