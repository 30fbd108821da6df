#pragma once

#include "core/planner/planner_decoder.h"
#include "core/planner/token_sampler.h"

#include <string>
#include <vector>

namespace ottava {

/// One call from prompt to texts.
class PlannerDecoder::Run {
public:
    Run(const LmCall& call, const PlannerDecoderSetup& setup, const PlannerDecoderHooks& hooks);

    std::vector<LmOutput> run();
    int tokenCount() const { return drawn_; }
    const ConstraintMachine& firstMachine() const { return sequences_.front().machine; }

private:
    /// What a constraint machine decided in one step.
    struct Step {
        ConstraintState before, after;
        IndexSet allowed;
        TokenId chosen;
    };

    /// One answer in the making.
    struct Sequence {
        ConstraintMachine machine;
        TokenDraw draw;
        int row = 0;
        std::optional<int> unconditionalRow;
        std::vector<TokenId> answer;
        std::vector<Step> steps; ///< only when somebody keeps a trace
        bool finished = false;
    };

    bool guided() const { return call_.cfgScale > 1; }
    int rowCount() const { return static_cast<int>(call_.seeds.size()) * (guided() ? 2 : 1); }
    int answerLimit() const;
    std::optional<int> expectedTokens() const;
    void start();
    std::vector<Sequence*> open();
    std::vector<IndexSet> candidates(const std::vector<Sequence*>& open) const;
    std::vector<at::Tensor> scores(const std::vector<Sequence*>& open, const std::vector<IndexSet>& looked);
    at::Tensor guided(const at::Tensor& rows) const;
    TokenId choose(Sequence& sequence, const IndexSet& looked, at::Tensor scores);
    TokenId pick(Sequence& sequence, const IndexSet& looked, at::Tensor scores, const IndexSet& allowed);
    void penalize(const Sequence& sequence, const IndexSet& looked, at::Tensor& scores) const;
    void advance(const std::vector<Sequence*>& open, const std::vector<TokenId>& tokens);
    LmOutput output(const Sequence& sequence) const;
    void writeTrace(const Sequence& sequence) const;

    const LmCall& call_;
    const PlannerDecoderSetup& setup_;
    const PlannerDecoderHooks& hooks_;
    const std::vector<TokenId> prompt_, unconditional_;
    const int limit_;
    LmSession session_;
    std::vector<Sequence> sequences_;
    int drawn_ = 0;
};

} // namespace ottava
