#pragma once

#include "core/base/index_set.h"
#include "core/planner/genre_vocabulary.h"
#include "core/text/bpe_tokenizer.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ottava {

/// Tokens by the lower-cased text they write, to match them against genres. Built once a vocabulary (a pass over all
/// tokens). Immutable. Source: language-model specification §6.3.
class GenreTokens {
public:
    explicit GenreTokens(const BpeTokenizer& tokenizer);

    /// Tokens that may follow `written`, the value so far; empty when no genre begins like that.
    IndexSet following(const GenreVocabulary& genres, std::string_view written) const;

private:
    struct Token {
        TokenId id = 0;
        std::string text; // lower-cased, no white space at its end; empty: white space only
    };
    /// Appends those of `sorted` that may follow `prefix`.
    static void addMatching(const std::vector<Token>& sorted, const GenreVocabulary& genres, const std::string& prefix,
                            std::vector<std::int32_t>& allowed);

    std::unordered_map<char32_t, std::vector<Token>> byFirstCharacter_; // sorted by text
};

} // namespace ottava
