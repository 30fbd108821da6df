#include "core/planner/constraint_grammar.h"

#include "core/base/error.h"
#include "core/text/languages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ottava {
namespace {

std::vector<std::string> numbers(int first, int last) {
    std::vector<std::string> values;
    for (auto value = first; value <= last; ++value)
        values.push_back(fmt::format("{}", value));
    return values;
}

std::vector<std::string> keyscales() {
    std::vector<std::string> values;
    for (const char note : std::string_view("ABCDEFG"))
        for (const auto* accidental : {"", "#", "b", "♯", "♭"})
            for (const auto* mode : {"major", "minor"})
                values.push_back(fmt::format("{}{} {}", note, accidental, mode));
    return values;
}

std::vector<std::string> languages() {
    std::vector<std::string> values(kLanguages.begin(), kLanguages.end());
    values.emplace_back(kUnknownLanguage);
    return values;
}

} // namespace

const char* planFieldName(PlanField field) {
    static constexpr std::array kNames = {"bpm",      "caption",  "duration",     "genres",
                                          "keyscale", "language", "timesignature"};
    return kNames.at(static_cast<std::size_t>(field));
}

ConstraintGrammar::ConstraintGrammar(const BpeTokenizer& tokenizer, TokenId newline)
    : tokenizer_(tokenizer),
      newline_(newline),
      bpm_(tokenizer, "bpm", numbers(kMinBpm, kMaxBpm), newline),
      keyscale_(tokenizer, "keyscale", keyscales(), newline),
      language_(tokenizer, "language", languages(), newline),
      timesignature_(tokenizer, "timesignature", std::vector<std::string>{"2", "3", "4", "6"}, newline) {
    think = fixedText("<think>");
    newlineAfterThink = fixedText("\n");
    thinkEnd = fixedText("</think>");
    for (int field = 0; field < kPlanFieldCount; ++field)
        names_.push_back(fixedText(std::string(planFieldName(static_cast<PlanField>(field))) + ":"));
    if (bpm_.empty() || keyscale_.empty() || language_.empty() || timesignature_.empty()
        || duration(kMaxPlanSeconds)->empty())
        throw Error{ErrorCode::ModelCorrupt,
                    sentence("The planner's tokenizer cannot write the values of the plan's fields."),
                    sentence("Install the language model again.")};
}

FixedText ConstraintGrammar::fixedText(std::string text) const {
    FixedText fixed{std::move(text), {}};
    for (std::size_t start = 0; start < fixed.text.size(); ++start) {
        auto length = fixed.text.size() - start;
        auto tokens = tokenizer_.encode(fixed.text.substr(start, length), /*withPostProcessor=*/false);
        while (tokens.size() != 1 && length > 1)
            tokens = tokenizer_.encode(fixed.text.substr(start, --length), /*withPostProcessor=*/false);
        if (tokens.size() != 1)
            throw Error{ErrorCode::ModelCorrupt, sentence("The planner's tokenizer cannot write '{}'.", fixed.text),
                        sentence("Install the language model again.")};
        fixed.tokenAt.push_back(IndexSet::range(tokens[0], tokens[0] + 1));
    }
    return fixed;
}

std::shared_ptr<const TokenTree> ConstraintGrammar::duration(int maxSeconds) const {
    const auto last = std::clamp(maxSeconds, kMinPlanSeconds, kMaxPlanSeconds);
    const std::scoped_lock lock(mutex_);
    auto& tree = durations_[last];
    if (!tree)
        tree = std::make_shared<const TokenTree>(tokenizer_, "duration", numbers(kMinPlanSeconds, last), newline_);
    return tree;
}

const GenreTokens& ConstraintGrammar::genreTokens() const {
    const std::scoped_lock lock(mutex_);
    if (!genreTokens_)
        genreTokens_ = std::make_unique<const GenreTokens>(tokenizer_);
    return *genreTokens_;
}

} // namespace ottava
