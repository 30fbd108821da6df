#pragma once

#include "core/planner/plan_fields.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// What a run of the language model writes: metadata alone or first, audio codes, or metadata and lyrics.
enum class PlannerPhase { Cot, Codes, Understand };

/// How the next token is drawn from the scores.
struct TokenSampling {
    double temperature = 0.85;    ///< 0: the best one
    std::optional<int> topK;      ///< unset: off
    std::optional<double> topP;   ///< unset: off
    double repetitionPenalty = 1; ///< > 0; 1: off
    bool operator==(const TokenSampling&) const = default;
};

/// One call of the language model: a prompt, how it is to be continued, and the fields that constrain it.
/// Source: language-model specification §4, §6 and §7.
struct LmCall {
    std::string prompt;              ///< whole, ready to be tokenised; shared by all sequences
    std::vector<std::int64_t> seeds; ///< one a sequence: its own stream of random numbers
    bool batch = false;              ///< several takes asked for (of which there may be only one)

    PlannerPhase phase = PlannerPhase::Cot;
    bool stopAtReasoning = false;
    bool constrained = true;
    TokenSampling sampling;
    double cfgScale = 1; ///< ≤ 1: no unconditional half
    std::string negativePrompt = "NO USER INPUT";
    bool legacyUnconditional = false; ///< the unconditional prompt keeps caption and lyrics
    /// What the prompt was made from: the unconditional prompt is made from the same.
    std::string caption, lyrics, cotText;

    PlanFields userFields;                       ///< written by force
    std::optional<double> targetDurationSeconds; ///< decides the number of codes; unset or ≤ 0: none
    bool skipCaption = false, skipGenres = false, skipLanguage = false;
};

/// What a sequence came to. Empty text: it failed, and `status` says why.
struct LmOutput {
    std::string text;
    std::string status;
};

/// Carries out a call: one output a seed, in order. Throws Cancelled when a stop was asked for.
using LmRunner = std::function<std::vector<LmOutput>(const LmCall&)>;

} // namespace ottava
