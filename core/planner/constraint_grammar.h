#pragma once

#include "core/base/index_set.h"
#include "core/planner/genre_tokens.h"
#include "core/planner/token_tree.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ottava {

/// Fields of the metadata block in the order in which they are written.
enum class PlanField { Bpm, Caption, Duration, Genres, Keyscale, Language, Timesignature };
inline constexpr int kPlanFieldCount = 7;
/// "bpm", …
const char* planFieldName(PlanField field);

inline constexpr int kMinBpm = 30, kMaxBpm = 300;
inline constexpr int kMinPlanSeconds = 10, kMaxPlanSeconds = 600;

/// A text that is written by force: the token that continues it from each of its characters on.
struct FixedText {
    std::string text;
    std::vector<IndexSet> tokenAt; ///< one a character
};

/// What all sequences of a vocabulary have in common: fixed texts, trees of values. Any number of threads may share
/// one. Source: language-model specification §6.
class ConstraintGrammar {
public:
    /// Throws Error (ModelCorrupt) when the tokenizer cannot write one of the fields.
    ConstraintGrammar(const BpeTokenizer& tokenizer, TokenId newline);

    FixedText think, newlineAfterThink, thinkEnd;
    /// "bpm:", …
    const FixedText& name(PlanField field) const { return names_[static_cast<std::size_t>(field)]; }

    const TokenTree& bpm() const { return bpm_; }
    const TokenTree& keyscale() const { return keyscale_; }
    const TokenTree& language() const { return language_; }
    const TokenTree& timesignature() const { return timesignature_; }
    /// 10 … `maxSeconds`, which is taken into 10 … 600. Built once for each maximum.
    std::shared_ptr<const TokenTree> duration(int maxSeconds) const;
    /// Built when first asked for.
    const GenreTokens& genreTokens() const;

private:
    FixedText fixedText(std::string text) const;

    const BpeTokenizer& tokenizer_;
    TokenId newline_;
    std::vector<FixedText> names_;
    TokenTree bpm_, keyscale_, language_, timesignature_;
    mutable std::mutex mutex_; // guards what is built late
    mutable std::map<int, std::shared_ptr<const TokenTree>> durations_;
    mutable std::unique_ptr<const GenreTokens> genreTokens_;
};

} // namespace ottava
