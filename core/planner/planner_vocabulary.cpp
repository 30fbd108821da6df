#include "core/planner/planner_vocabulary.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <utility>

namespace ottava {
namespace {

constexpr int kAudioCodeCount = 64000;
constexpr const char* kNewline = "\u010A"; // as the byte alphabet spells it

[[noreturn]] void refuse(const std::string& fault) {
    throw Error{ErrorCode::ModelCorrupt, "The tokenizer is not a planner's: " + fault + ".",
                sentence("Install the language model again: choose Verify in Models.")};
}

IndexSet only(TokenId token) {
    return IndexSet::range(token, token + 1);
}

} // namespace

PlannerVocabulary::PlannerVocabulary(std::shared_ptr<const BpeTokenizer> tokenizer)
    : tokenizer_(std::move(tokenizer)),
      endOfTurn_(require("<|im_end|>")),
      pad_(require("<|endoftext|>")),
      think_(require("<think>")),
      thinkEnd_(require("</think>")),
      newline_(require(kNewline)),
      backtick_(require("`")),
      all_(IndexSet::range(0, size())) {
    findCodes();
    withoutCodes_ = all_.without(audioCodes_);
    captionTokens_ = withoutCodes_.without(only(backtick_));
    codesAndEnd_ = audioCodes_.united(only(endOfTurn_));
    grammar_ = std::make_unique<const ConstraintGrammar>(*tokenizer_, newline_);
}

std::int32_t PlannerVocabulary::size() const {
    return static_cast<std::int32_t>(tokenizer_->size());
}

TokenId PlannerVocabulary::require(const char* token) const {
    const auto id = tokenizer_->idOf(token);
    if (id < 0)
        refuse(fmt::format("it has no token '{}'", token));
    return id;
}

void PlannerVocabulary::findCodes() {
    const auto first = require("<|audio_code_0|>");
    for (int code = 0; code < kAudioCodeCount; ++code) {
        const auto token = fmt::format("<|audio_code_{}|>", code);
        if (require(token.c_str()) != first + code)
            refuse("its audio codes are not contiguous");
    }
    audioCodes_ = IndexSet::range(first, first + kAudioCodeCount);
}

} // namespace ottava
