#pragma once

#include "core/base/index_set.h"
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
    std::int32_t size() const; ///< tokens: what a row of scores is wide
    TokenId endOfTurn() const; ///< `<|im_end|>`
    TokenId pad() const;       ///< `<|endoftext|>`
    TokenId think() const, thinkEnd() const;
    TokenId newline() const, backtick() const;
    const IndexSet& audioCodes() const; ///< the 64000 valid ones
    TokenId firstAudioCode() const;

private:
    std::shared_ptr<const BpeTokenizer> tokenizer_;
};

} // namespace ottava
