#pragma once

#include "core/models/language_model.h"
#include "core/planner/constraint.h"
#include "core/planner/constraint_trace.h"
#include "core/planner/lm_call.h"
#include "core/planner/planner_vocabulary.h"

#include <ATen/core/Generator.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace ottava {

/// What every call of a decoder shares.
struct PlannerDecoderSetup {
    std::shared_ptr<const LanguageModel> model;
    std::shared_ptr<const PlannerVocabulary> vocabulary;
    std::shared_ptr<const GenreVocabulary> genres; ///< none: genres are skipped
    int maxDurationSeconds = 600;                  ///< longest song that may be planned
    int contextTokens = 4096;                      ///< prompt and answer together; a model made for fewer lowers it
};

/// Ears of a decoder. Any may be empty.
struct PlannerDecoderHooks {
    /// After each token: how many this call has drawn and, where the length is given by the target, will draw.
    std::function<void(int done, std::optional<int> expected)> onToken;
    ConstraintTrace* trace = nullptr; ///< receives the constrained steps, sequence by sequence
    std::stop_token stop;
    /// Only for replaying the reference, which does not seed single runs: one stream for all of them.
    std::optional<at::Generator> sharedGenerator;
    std::optional<int> tokenCap;      ///< only for replays: fewer tokens than the rules allow
    bool withReferenceFaults = false; ///< only for replays: see ConstraintOptions
};

/// Carries out calls of the language model token by token: sequences of a call share their prompt's keys and values and
/// advance in one batch, the unconditional halves with them, each under a constraint machine and random numbers of its
/// own. One thread. Source: language-model specification §6 and §7.
class PlannerDecoder {
public:
    /// Throws Error (ModelCorrupt) when the tokenizer knows tokens that the model does not.
    PlannerDecoder(PlannerDecoderSetup setup, PlannerDecoderHooks hooks);

    /// One output a seed. Throws Cancelled within one token after a stop was asked for, Error (BadRequest) when prompt
    /// and answer do not fit the context.
    std::vector<LmOutput> operator()(const LmCall& call);

    /// Tokens drawn so far, all calls and sequences together.
    int tokenCount() const { return tokenCount_; }
    /// Of the last call's first sequence.
    ConstraintState finalState() const { return finalState_; }
    int codesCount() const { return codesCount_; }

private:
    class Run;

    PlannerDecoderSetup setup_;
    PlannerDecoderHooks hooks_;
    int tokenCount_ = 0, codesCount_ = 0;
    ConstraintState finalState_ = ConstraintState::ThinkTag;
};

} // namespace ottava
