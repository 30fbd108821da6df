#pragma once

#include "core/tasks/time_warp.h"
#include "core/text/bpe_tokenizer.h"

#include <span>
#include <vector>

namespace ottava {

/// How well the lyrics can be heard in a song, as far as the model's own attention tells. Each part is 0 to 1.
struct LyricScore {
    double coverage = 0;     ///< share of the tokens that are attended to at all
    double monotonicity = 0; ///< share of neighbouring tokens that follow one another in time
    double confidence = 0;   ///< mean attention along the best path
    double total = 0;        ///< coverage² · monotonicity² · confidence, 4 decimals
};

/// Attention [heads, L, N] as one matrix [L, N] from 0 to 1; all 0 where it is flat.
at::Tensor lyricEnergy(const at::Tensor& attention);

/// Which tokens are sung: false from a `[` to its `]`.
std::vector<bool> sungTokens(std::span<const TokenId> tokens, const BpeTokenizer& tokenizer);

/// Scores `energy` [L, N] (float32 on the CPU), one row a token. Tags count only for confidence.
/// Source: ACE-Step 1.5, MusicLyricScorer; synthesis specification §13.
LyricScore scoreLyrics(const at::Tensor& energy, const std::vector<bool>& sung);

} // namespace ottava
