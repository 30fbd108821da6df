#pragma once

#include "core/base/index_set.h"
#include "core/planner/constraint_grammar.h"
#include "core/text/bpe_tokenizer.h"

#include <filesystem>
#include <memory>

namespace ottava {

/// The planner's tokenizer with the ids that the rules are made of, looked up by text at load.
/// Immutable; any number of threads may share one. Source: language-model specification §2.
class PlannerVocabulary {
public:
    /// Throws Error (ModelCorrupt) when one of the tokens is missing or the audio codes are not contiguous.
    explicit PlannerVocabulary(std::shared_ptr<const BpeTokenizer> tokenizer);

    const BpeTokenizer& tokenizer() const { return *tokenizer_; }
    std::int32_t size() const;                       ///< tokens: what a row of scores is wide
    TokenId endOfTurn() const { return endOfTurn_; } ///< `<|im_end|>`
    TokenId pad() const { return pad_; }             ///< `<|endoftext|>`
    TokenId think() const { return think_; }
    TokenId thinkEnd() const { return thinkEnd_; }
    TokenId newline() const { return newline_; }
    TokenId backtick() const { return backtick_; }
    const IndexSet& audioCodes() const { return audioCodes_; } ///< the 64000 valid ones
    TokenId firstAudioCode() const { return audioCodes_.at(0); }

    /// What one token writes, as it is decoded on its own (invalid UTF-8 becomes U+FFFD). Costs no more than its text.
    std::string textOf(TokenId token) const { return tokenizer_->decode({&token, 1}); }

    /// Sets that constrained decoding hands out: every token; a caption's; the codes with `<|im_end|>`; lyrics'.
    const IndexSet& all() const { return all_; }
    const IndexSet& captionTokens() const { return captionTokens_; }
    const IndexSet& codesAndEnd() const { return codesAndEnd_; }
    const IndexSet& withoutCodes() const { return withoutCodes_; }
    const ConstraintGrammar& grammar() const { return *grammar_; }

private:
    TokenId require(const char* token) const;
    void findCodes();

    std::shared_ptr<const BpeTokenizer> tokenizer_;
    TokenId endOfTurn_, pad_, think_, thinkEnd_, newline_, backtick_;
    IndexSet audioCodes_, all_, captionTokens_, codesAndEnd_, withoutCodes_;
    std::unique_ptr<const ConstraintGrammar> grammar_;
};

} // namespace ottava
