#pragma once

#include "core/base/index_set.h"
#include "core/planner/lm_call.h"
#include "core/text/bpe_tokenizer.h"

#include <memory>
#include <optional>
#include <span>

namespace ottava {

class PlannerVocabulary;
class GenreVocabulary;

/// Scores of a set of tokens, `values[n]` that of `tokens.at(n)`.
struct TokenScores {
    const IndexSet& tokens;
    std::span<const float> values;

    /// The best of them, the first of equals; nothing when none is a number above minus infinity.
    std::optional<TokenId> best() const;
};

struct ConstraintOptions {
    PlannerPhase phase = PlannerPhase::Cot;
    bool stopAtReasoning = false;
    bool skipCaption = false, skipGenres = false, skipLanguage = false;
    PlanFields userFields;
    std::optional<double> targetDurationSeconds;
    int maxDurationSeconds = 600;                           ///< end of the tree of durations
    std::shared_ptr<const GenreVocabulary> genres;          ///< none: genres are skipped
    std::shared_ptr<const GenreVocabulary> preferredGenres; ///< tried before `genres`
    std::optional<double> metadataTemperature, codesTemperature;
    /// For tests alone: does what the reference gets wrong (§6.3: genres without a vocabulary are free text that cuts
    /// the next name short; a dropped field that a caption leads to is never left).
    bool withReferenceFaults = false;
};

/// The states of §6 of the language-model specification, under the goldens' names (see `constraintStateName`).
enum class ConstraintState {
    ThinkTag,
    NewlineAfterThink,
    BpmName,
    BpmValue,
    CaptionName,
    CaptionValue,
    DurationName,
    DurationValue,
    GenresName,
    GenresValue,
    KeyscaleName,
    KeyscaleValue,
    LanguageName,
    LanguageValue,
    TimesignatureName,
    TimesignatureValue,
    ThinkEndTag,
    CodesGeneration,
    Completed
};

/// "THINK_TAG", "BPM_VALUE", …
const char* constraintStateName(ConstraintState state);

/// Keeps one sequence legal: says before each token which ones may follow, and moves on with the one chosen.
/// One per sequence; not shared between threads. Source: language-model specification §6.
///
///     machine.begin(promptIds);
///     for (;;) {
///         const auto looked = machine.candidates();               // whose scores are needed
///         const auto allowed = machine.allowed({looked, scores}); // some states look at the best score
///         …choose one of `allowed`…
///         machine.accept(token);
///     }
class ConstraintMachine {
public:
    ConstraintMachine(std::shared_ptr<const PlannerVocabulary> vocabulary, ConstraintOptions options);
    ConstraintMachine(ConstraintMachine&&) noexcept;
    ConstraintMachine& operator=(ConstraintMachine&&) noexcept;
    ~ConstraintMachine();

    /// Must be called once, before anything else, with the tokens of the prompt.
    void begin(std::span<const TokenId> prompt);

    /// Tokens whose scores decide this step: a superset of what will be allowed, as small as the state permits.
    IndexSet candidates() const;

    /// Tokens that may come next, given the scores of `candidates()` (before penalty and temperature). May change the
    /// state, as when a caption is found to be ending. Call once a step.
    IndexSet allowed(const TokenScores& scores);

    /// What the scores are divided by before anything else in this step; unset: nothing.
    std::optional<double> phaseTemperature() const;

    void accept(TokenId token);

    ConstraintState state() const;
    /// Tokens produced in the code phase; the end token counts, as in the reference.
    int codesCount() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace ottava
