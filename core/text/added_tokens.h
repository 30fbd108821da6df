#pragma once

#include "core/text/bpe_tokenizer.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// Tokens that are recognised by their exact text anywhere, before anything else looks at it.
/// A sorted list walked like a trie: an audio tokenizer has 65 536 of them, nearly all with one long prefix.
class AddedTokens {
public:
    void add(std::string content, TokenId id);
    /// Must be called once, after the last `add`. False when two tokens have the same text.
    bool seal();

    TokenId idOf(std::string_view content) const; ///< −1 when there is none

    /// A stretch of text: a token, or (id −1) what stands between two of them.
    struct Piece {
        std::string_view text;
        TokenId id;
    };
    /// Cuts `text` at every token, leftmost first and the longest where several begin.
    std::vector<Piece> split(std::string_view text) const;

private:
    struct Entry {
        std::string content;
        TokenId id;
    };
    /// The longest token that `text` begins with, or null.
    const Entry* longestAt(std::string_view text) const;

    std::vector<Entry> entries_; // sorted by content
    std::array<bool, 256> starts_{};
};

} // namespace ottava
