#pragma once

#include "core/text/bpe_tokenizer.h"

#include <ATen/core/Tensor.h>

#include <span>
#include <string>
#include <vector>

namespace ottava {

/// When one token of the lyrics is sung.
struct TokenTimestamp {
    TokenId id = 0;
    std::string text; ///< what it adds to the text before it; bytes of an unfinished character show as U+FFFD
    double startSeconds = 0, endSeconds = 0;
};

/// When one line of the lyrics is sung. Section tags are lines like any other.
struct LineTimestamp {
    std::string text;
    double startSeconds = 0, endSeconds = 0; ///< whole milliseconds
};

/// Keeps of attention [heads, L, N] (lyric tokens, frames; float32 on the CPU) what tokens and frames agree upon: the
/// higher, the likelier that the token is sung in that frame. → [L, N].
/// Source: ACE-Step 1.5, MusicStampsAligner; synthesis specification §13.
at::Tensor alignmentMatrix(const at::Tensor& attention);

/// `alignment` [L, N], one row for each of `tokens`; its frames cover `durationSeconds` evenly.
std::vector<TokenTimestamp> timeTokens(const at::Tensor& alignment, std::span<const TokenId> tokens,
                                       double durationSeconds, const BpeTokenizer& tokenizer);

/// A line ends with a token that holds a newline; lines of white space alone are left out.
std::vector<LineTimestamp> timeLines(std::span<const TokenTimestamp> tokens, const BpeTokenizer& tokenizer);

/// LRC text: `[mm:ss.xx]line`, one a line, no newline at the end.
std::string lrcText(std::span<const LineTimestamp> lines);

} // namespace ottava
