#include "core/planner/constraint_state.h"

#include "core/planner/user_fields.h"
#include "core/text/unicode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ottava {
namespace {

constexpr double kCodesPerSecond = 5;
constexpr double kLongestTargetSeconds = 1e8; // the count of codes stays an int

IndexSet only(TokenId token) {
    return IndexSet::range(token, token + 1);
}

/// The field whose name or value is written in `state`; none outside the fields.
std::optional<PlanField> fieldOf(ConstraintState state) {
    if (state < ConstraintState::BpmName || state > ConstraintState::TimesignatureValue)
        return std::nullopt;
    return static_cast<PlanField>((static_cast<int>(state) - static_cast<int>(ConstraintState::BpmName)) / 2);
}

ConstraintState nameState(PlanField field) {
    return static_cast<ConstraintState>(static_cast<int>(ConstraintState::BpmName) + 2 * static_cast<int>(field));
}

ConstraintState valueState(PlanField field) {
    return static_cast<ConstraintState>(static_cast<int>(ConstraintState::BpmValue) + 2 * static_cast<int>(field));
}

} // namespace

ConstraintMachine::Impl::Impl(std::shared_ptr<const PlannerVocabulary> vocabularyOfAll, ConstraintOptions given)
    : vocabulary(std::move(vocabularyOfAll)),
      options(std::move(given)),
      userTokens_(userFieldTokens(options.userFields, vocabulary->tokenizer())),
      durations_(vocabulary->grammar().duration(options.maxDurationSeconds)) {
    const auto target = options.targetDurationSeconds.value_or(0);
    if (target > 0) { // false for NaN, too
        const auto seconds = std::min(target, kLongestTargetSeconds);
        targetCodes_ = static_cast<int>(seconds * kCodesPerSecond);
        for (const char digit : fmt::format("{}", static_cast<std::int64_t>(seconds)))
            targetDigits_.push_back(vocabulary->tokenizer().idOf({&digit, 1}));
        targetDigits_.push_back(vocabulary->newline());
    }
    if (options.genres && options.genres->genres().empty())
        options.genres.reset();
    if (options.preferredGenres && options.preferredGenres->genres().empty())
        options.preferredGenres.reset();
}

void ConstraintMachine::Impl::begin(std::span<const TokenId> prompt) {
    startsWithCodes_ =
        options.phase == PlannerPhase::Codes && std::ranges::find(prompt, vocabulary->thinkEnd()) != prompt.end();
}

bool ConstraintMachine::Impl::dropped(PlanField field) const {
    switch (field) {
    case PlanField::Caption:
        return options.skipCaption;
    case PlanField::Language:
        return options.skipLanguage;
    case PlanField::Genres: // without a vocabulary only what the user gave can be written
        return options.skipGenres
               || (!options.genres && !options.withReferenceFaults && !userTokens_.contains(planFieldName(field)));
    default:
        return false;
    }
}

void ConstraintMachine::Impl::enter(ConstraintState next) {
    state = next;
    position_ = 0;
    injected_ = nullptr;
    injectedCount_ = 0;
    node_ = TokenTree::kRoot;
    written_.clear();
    valueCount_ = 0;
    afterNewline_ = captionEnding_ = false;
}

void ConstraintMachine::Impl::enterValue(PlanField field) {
    enter(valueState(field));
    if (const auto given = userTokens_.find(planFieldName(field)); given != userTokens_.end())
        injected_ = &given->second;
    else if (field == PlanField::Duration && !targetDigits_.empty())
        injected_ = &targetDigits_;
}

void ConstraintMachine::Impl::leave(PlanField field) {
    for (auto next = static_cast<int>(field) + 1; next < kPlanFieldCount; ++next) {
        if (!dropped(static_cast<PlanField>(next)))
            return enter(nameState(static_cast<PlanField>(next)));
    }
    enter(ConstraintState::ThinkEndTag);
}

void ConstraintMachine::Impl::endValue(PlanField field) {
    if (!options.withReferenceFaults || !dropped(field))
        leave(field);
}

const FixedText* ConstraintMachine::Impl::fixedText() const {
    const auto& grammar = vocabulary->grammar();
    switch (state) {
    case ConstraintState::ThinkTag:
        return &grammar.think;
    case ConstraintState::NewlineAfterThink:
        return &grammar.newlineAfterThink;
    case ConstraintState::ThinkEndTag:
        return &grammar.thinkEnd;
    default:
        const auto field = fieldOf(state);
        return field && state == nameState(*field) ? &grammar.name(*field) : nullptr;
    }
}

IndexSet ConstraintMachine::Impl::fixedToken() const {
    if (state == ConstraintState::ThinkEndTag && options.stopAtReasoning)
        return only(vocabulary->endOfTurn());
    return fixedText()->tokenAt[position_];
}

void ConstraintMachine::Impl::acceptFixed(TokenId token) {
    position_ += unicode::codePointCount(vocabulary->textOf(token));
    if (position_ < fixedText()->text.size())
        return;
    if (const auto field = fieldOf(state))
        enterValue(*field);
    else if (state == ConstraintState::ThinkTag)
        enter(ConstraintState::NewlineAfterThink);
    else if (state == ConstraintState::NewlineAfterThink)
        enter(nameState(PlanField::Bpm));
    else if (options.stopAtReasoning || options.phase == PlannerPhase::Understand)
        enter(ConstraintState::Completed);
    else
        enter(ConstraintState::CodesGeneration);
}

void ConstraintMachine::Impl::acceptInjected() {
    if (++injectedCount_ == injected_->size())
        leave(*fieldOf(state));
}

const TokenTree* ConstraintMachine::Impl::tree() const {
    const auto& grammar = vocabulary->grammar();
    switch (state) {
    case ConstraintState::BpmValue:
        return &grammar.bpm();
    case ConstraintState::DurationValue:
        return durations_.get();
    case ConstraintState::KeyscaleValue:
        return &grammar.keyscale();
    case ConstraintState::LanguageValue:
        return &grammar.language();
    case ConstraintState::TimesignatureValue:
        return &grammar.timesignature();
    default:
        return nullptr;
    }
}

IndexSet ConstraintMachine::Impl::treeTokens() const {
    const auto numeric = state == ConstraintState::BpmValue || state == ConstraintState::DurationValue;
    if (!numeric && tree()->complete(node_))
        return only(vocabulary->newline());
    return tree()->allowed(node_);
}

IndexSet ConstraintMachine::Impl::codeTokens() const {
    if (!targetCodes_)
        return vocabulary->codesAndEnd();
    return codesCount < *targetCodes_ ? vocabulary->audioCodes() : only(vocabulary->endOfTurn());
}

IndexSet ConstraintMachine::Impl::candidates() const {
    if (startsWithCodes_ || state == ConstraintState::CodesGeneration)
        return codeTokens();
    if (state == ConstraintState::Completed)
        return options.phase == PlannerPhase::Understand ? vocabulary->withoutCodes() : vocabulary->all();
    if (injected_ != nullptr)
        return only((*injected_)[injectedCount_]);
    if (fixedText() != nullptr)
        return fixedToken();
    if (state == ConstraintState::CaptionValue)
        return captionCandidates();
    if (state == ConstraintState::GenresValue)
        return genresAreFree() ? freeGenreCandidates() : genreTokens();
    return treeTokens();
}

IndexSet ConstraintMachine::Impl::allowed(const TokenScores& scores) {
    if (startsWithCodes_) {
        startsWithCodes_ = false;
        enter(ConstraintState::CodesGeneration);
    }
    if (state == ConstraintState::CaptionValue && injected_ == nullptr)
        return captionAllowed(scores);
    if (state == ConstraintState::GenresValue && injected_ == nullptr && genresAreFree())
        return freeGenresAllowed(scores);
    // The language is the likeliest one, whatever the sampling.
    if (state == ConstraintState::LanguageValue && injected_ == nullptr && node_ == TokenTree::kRoot)
        return only(scores.best().value_or(treeTokens().at(0)));
    return candidates();
}

void ConstraintMachine::Impl::accept(TokenId token) {
    if (state == ConstraintState::Completed)
        return;
    if (state == ConstraintState::CodesGeneration)
        ++codesCount;
    else if (injected_ != nullptr)
        acceptInjected();
    else if (fixedText() != nullptr)
        acceptFixed(token);
    else
        acceptValue(*fieldOf(state), token);
}

void ConstraintMachine::Impl::acceptValue(PlanField field, TokenId token) {
    if (field == PlanField::Caption)
        acceptCaption(token);
    else if (field == PlanField::Genres)
        acceptGenres(token);
    else if (token == vocabulary->newline())
        endValue(field);
    else
        node_ = tree()->next(node_, token);
}

} // namespace ottava
