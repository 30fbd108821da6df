// From hidden states to a token: scores, guidance, constraint, penalty, filters, draw.

#include "core/planner/planner_decoder_run.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <limits>

namespace ottava {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

/// Scores become −∞ where `looked` is not in `allowed`, which is a subset of it.
void mask(at::Tensor& scores, const IndexSet& looked, const IndexSet& allowed) {
    if (allowed == looked)
        return;
    float* values = scores.data_ptr<float>();
    const auto holes = looked.without(allowed);
    for (const auto& hole : holes.ranges())
        std::fill_n(values + looked.rankOf(hole.first), hole.size(), kNever);
}

} // namespace

std::vector<IndexSet> PlannerDecoder::Run::candidates(const std::vector<Sequence*>& open) const {
    std::vector<IndexSet> looked;
    looked.reserve(open.size());
    for (const auto* sequence : open)
        looked.push_back(call_.constrained ? sequence->machine.candidates()
                                           : IndexSet::range(0, setup_.vocabulary->size()));
    return looked;
}

/// u + scale·(c − u) of the rows [c, u], or the only row there is.
at::Tensor PlannerDecoder::Run::guided(const at::Tensor& rows) const {
    return rows.size(0) == 1 ? rows[0].clone() : guide(rows[0], rows[1], call_.cfgScale);
}

/// Scores of what each open sequence looks at. Sequences that look at the same tokens share one pass over the head.
std::vector<at::Tensor> PlannerDecoder::Run::scores(const std::vector<Sequence*>& open,
                                                    const std::vector<IndexSet>& looked) {
    std::vector<at::Tensor> scores(open.size());
    for (std::size_t first = 0; first < open.size(); ++first) {
        if (scores[first].defined())
            continue;
        if (looked[first].size() == 1) { // nothing to choose from
            scores[first] = at::zeros({1}, at::kFloat);
            continue;
        }
        std::vector<std::size_t> alike;
        std::vector<int> rows;
        for (auto i = first; i < open.size(); ++i) {
            if (scores[i].defined() || looked[i] != looked[first])
                continue;
            alike.push_back(i);
            rows.push_back(open[i]->row);
            if (open[i]->unconditionalRow)
                rows.push_back(*open[i]->unconditionalRow);
        }
        const auto all = session_.logits(rows, looked[first]);
        const auto each = static_cast<std::int64_t>(rows.size() / alike.size());
        for (std::size_t n = 0; n < alike.size(); ++n)
            scores[alike[n]] =
                guided(all.slice(0, static_cast<std::int64_t>(n) * each, static_cast<std::int64_t>(n + 1) * each));
    }
    return scores;
}

void PlannerDecoder::Run::penalize(const Sequence& sequence, const IndexSet& looked, at::Tensor& scores) const {
    if (call_.sampling.repetitionPenalty == 1)
        return;
    std::vector<std::int64_t> seen;
    for (const auto* tokens : {&prompt_, &sequence.answer})
        for (const auto token : *tokens)
            if (looked.contains(token))
                seen.push_back(looked.rankOf(token));
    penalizeRepetition(scores, seen, call_.sampling.repetitionPenalty);
}

/// From masked scores to a token.
TokenId PlannerDecoder::Run::pick(Sequence& sequence, const IndexSet& looked, at::Tensor scores,
                                  const IndexSet& allowed) {
    const auto& how = call_.sampling;
    const auto rowSize = static_cast<std::int64_t>(setup_.vocabulary->size());
    if (allowed.size() == 1) {
        sequence.draw.skip(how.temperature, rowSize);
        return allowed.at(0);
    }
    penalize(sequence, looked, scores);
    // The library's generic sampler, which the reference leaves free text without guidance to, warms scores first.
    const bool temperatureFirst = !call_.constrained && !guided() && how.temperature > 0;
    if (temperatureFirst)
        scores = scores / how.temperature;
    keepTopK(scores, how.topK.value_or(0));
    keepTopP(scores, how.topP.value_or(1));
    return looked.at(sequence.draw(scores, temperatureFirst ? 1 : how.temperature, {looked, rowSize}));
}

TokenId PlannerDecoder::Run::choose(Sequence& sequence, const IndexSet& looked, at::Tensor scores) {
    if (!call_.constrained)
        return pick(sequence, looked, std::move(scores), looked);
    const auto before = sequence.machine.state();
    const auto allowed =
        sequence.machine.allowed({looked, {scores.data_ptr<float>(), static_cast<std::size_t>(scores.numel())}});
    const auto after = sequence.machine.state();
    mask(scores, looked, allowed);
    if (const auto temperature = sequence.machine.phaseTemperature())
        scores = scores / *temperature;
    const auto token = pick(sequence, looked, std::move(scores), allowed);
    if (hooks_.trace != nullptr)
        sequence.steps.push_back({before, after, allowed, token});
    sequence.machine.accept(token);
    return token;
}

} // namespace ottava
