// The rules of the two states that are text rather than a choice: caption and genres.

#include "core/planner/constraint_state.h"
#include "core/text/unicode.h"

#include <utility>

namespace ottava {
namespace {

constexpr int kMaxCaptionTokens = 512;
constexpr int kMaxFreeGenreTokens = 64; // ours: a line of genres is not a caption

IndexSet only(TokenId token) {
    return IndexSet::range(token, token + 1);
}

/// "duration" from "\n Duration:\n".
std::string fieldNameIn(const std::string& text) {
    auto name = unicode::trimmed(text);
    while (name.ends_with(':'))
        name.remove_suffix(1);
    return unicode::lower(unicode::trimmed(name));
}

} // namespace

IndexSet ConstraintMachine::Impl::captionCandidates() const {
    if (captionEnding_ || afterNewline_)
        return vocabulary->all();
    return valueCount_ >= kMaxCaptionTokens ? only(vocabulary->newline()) : vocabulary->captionTokens();
}

IndexSet ConstraintMachine::Impl::captionAllowed(const TokenScores& scores) {
    if (std::exchange(afterNewline_, false)) {
        const auto best = scores.best();
        const auto text = best ? vocabulary->textOf(*best) : std::string();
        captionEnding_ = captionEnding_ || (!text.empty() && text[0] != ' ' && text[0] != '\t');
    }
    return captionCandidates();
}

void ConstraintMachine::Impl::acceptCaption(TokenId token) {
    const auto text = vocabulary->textOf(token);
    ++valueCount_;
    afterNewline_ = text.find('\n') != std::string::npos;
    if (!captionEnding_)
        return;
    written_ += text;
    if (text.find(':') != std::string::npos)
        captionLeadsTo(fieldNameIn(written_));
}

void ConstraintMachine::Impl::captionLeadsTo(const std::string& name) {
    for (const auto field :
         {PlanField::Duration, PlanField::Genres, PlanField::Keyscale, PlanField::Language, PlanField::Timesignature}) {
        if (name == planFieldName(field))
            return enterValue(field);
    }
    leave(PlanField::Caption);
}

bool ConstraintMachine::Impl::genresAreFree() const {
    return !options.genres;
}

IndexSet ConstraintMachine::Impl::genreTokens() const {
    const auto& tokens = vocabulary->grammar().genreTokens();
    const auto lowered = unicode::lower(written_);
    const auto value = unicode::trimmed(lowered);
    const auto& genres = options.preferredGenres && options.preferredGenres->hasPrefix(value) ? *options.preferredGenres
                                                                                              : *options.genres;
    auto allowed = tokens.following(genres, value);
    if (genres.contains(value) || allowed.empty())
        allowed = allowed.united(only(vocabulary->newline()));
    return allowed;
}

IndexSet ConstraintMachine::Impl::freeGenreCandidates() const {
    if (options.withReferenceFaults)
        return vocabulary->all();
    return valueCount_ >= kMaxFreeGenreTokens ? only(vocabulary->newline()) : vocabulary->captionTokens();
}

IndexSet ConstraintMachine::Impl::freeGenresAllowed(const TokenScores& scores) {
    if (!options.withReferenceFaults)
        return freeGenreCandidates();
    if (unicode::trimmed(written_).empty())
        return vocabulary->all().without(only(vocabulary->newline()));
    if (scores.best() != vocabulary->newline())
        return vocabulary->all();
    endValue(PlanField::Genres);
    return only(vocabulary->newline());
}

void ConstraintMachine::Impl::acceptGenres(TokenId token) {
    const auto text = vocabulary->textOf(token);
    ++valueCount_;
    const auto endsLine = text.find('\n') != std::string::npos;
    if (token == vocabulary->newline() || (endsLine && genresAreFree() && !options.withReferenceFaults))
        endValue(PlanField::Genres);
    else
        written_ += text;
}

} // namespace ottava
