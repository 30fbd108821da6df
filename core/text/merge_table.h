#pragma once

#include "core/text/bpe_tokenizer.h"

#include <cstdint>
#include <vector>

namespace ottava {

/// Which neighbouring tokens become one, and how early: the lower the rank, the earlier.
class MergeTable {
public:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId merged = -1;
    };

    /// Room for `count` merges; must be called first.
    void reserve(std::size_t count);
    void add(TokenId left, TokenId right, Merge merge);
    /// Null when these two never merge.
    const Merge* find(TokenId left, TokenId right) const;

private:
    struct Slot {
        std::uint64_t pair = 0;
        Merge merge;
    };
    /// Where `pair` is, or the free slot where it would go.
    std::size_t slotOf(std::uint64_t pair) const;

    std::vector<Slot> slots_; // open addressing: a power of two, at most two thirds full
};

/// Merges the symbols of one word after the other, keeping its working memory in between. One thread at a time.
/// n log n in the length of a word, so that text without spaces costs no more than other text.
class WordMerger {
public:
    explicit WordMerger(const MergeTable& table) : table_(table) {}

    /// Starts an empty word.
    void clear() { symbols_.clear(); }
    void push(TokenId id);
    /// Merges what was pushed, lowest rank first and leftmost among equals, and appends the tokens to `out`.
    void finish(std::vector<TokenId>& out);

private:
    using Index = std::int32_t;
    struct Symbol {
        TokenId id; // −1: merged into its left neighbour
        Index previous, next;
    };
    struct Candidate {
        MergeTable::Merge merge;
        Index left;
        bool operator>(const Candidate& other) const;
    };

    void consider(Index left);
    void apply(const Candidate& candidate);

    const MergeTable& table_;
    std::vector<Symbol> symbols_;
    std::vector<Candidate> heap_;
};

} // namespace ottava
