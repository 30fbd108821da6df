#include "core/engine/dit_predictor.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

#include <algorithm>

namespace ottava {
namespace {

/// What holds for all rows alike is one row itself.
at::Tensor rowsOf(const at::Tensor& all, std::int64_t first, std::int64_t count) {
    return all.size(0) == 1 ? all : all.narrow(0, first, count);
}

/// What `count` rows of a batch from `first` on ask of; each item of `all` serves `rowsPerItem` of them.
DitCondition itemsOf(const DitCondition& all, std::int64_t first, std::int64_t count, std::int64_t rowsPerItem) {
    auto items = all;
    const auto from = first / rowsPerItem, to = (first + count - 1) / rowsPerItem;
    for (auto& layer : items.layers)
        layer = layer.items(from, to + 1 - from);
    return items;
}

} // namespace

DitPredictor::DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs)
    : dit_(std::move(dit)), inputs_(std::move(inputs)), steps_(dit_) {}

DitPredictor::Prepared DitPredictor::prepare(const StepCondition& condition) const {
    if (!inputs_.nullCondition)
        return Prepared{dit_->prepare(condition.states), condition.context, std::nullopt};
    const auto null = inputs_.nullCondition->expand_as(condition.states);
    if (inputs_.oneAtATime) {
        Prepared prepared{dit_->prepare(condition.states), condition.context, dit_->prepare(null)};
        prepared.unconditional->workspace = prepared.condition.workspace;
        return prepared;
    }
    return Prepared{dit_->prepare(at::cat({condition.states, null})), at::cat({condition.context, condition.context}),
                    std::nullopt};
}

const DitPredictor::Prepared& DitPredictor::preparedFor(int step) {
    const bool nonCover = inputs_.nonCover && step >= inputs_.coverSteps;
    if (!prepared_ || nonCover != switched_) {
        steps_.forget();
        prepared_.reset(); // so that two conditions never lie in memory at once
        prepared_ = prepare(nonCover ? *inputs_.nonCover : inputs_.main);
        switched_ = nonCover;
    }
    return *prepared_;
}

at::Tensor DitPredictor::velocityOfRows(const at::Tensor& x, double t, const at::Tensor& context,
                                        const DitCondition& condition) {
    const auto timestep = at::full({x.size(0)}, t, x.options().dtype(at::kFloat));
    return steps_.forward(x, context, condition, timestep, timestep);
}

at::Tensor DitPredictor::velocity(const at::Tensor& x, double t, const at::Tensor& context,
                                  const DitCondition& condition) {
    const auto rows = x.size(0), atOnce = inputs_.rowsAtOnce;
    if (atOnce <= 0 || rows <= atOnce)
        return velocityOfRows(x, t, context, condition);
    const auto rowsPerItem = rows / condition.layers.front().key.size(0);
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0, count = 0; first < rows; first += count) {
        // Several rows that ask of the same item stay together with no others: an item serves as many as the next one.
        const auto left = rowsPerItem == 1 ? rows - first : rowsPerItem - first % rowsPerItem;
        count = std::min(atOnce, left);
        parts.push_back(velocityOfRows(x.narrow(0, first, count), t, rowsOf(context, first, count),
                                       itemsOf(condition, first, count, rowsPerItem)));
    }
    return at::cat(parts);
}

Prediction DitPredictor::operator()(const at::Tensor& x, double t, int step) {
    const auto& prepared = preparedFor(step);
    if (!inputs_.nullCondition)
        return Prediction{velocity(x, t, prepared.context, prepared.condition), std::nullopt};
    if (prepared.unconditional)
        return Prediction{velocity(x, t, prepared.context, prepared.condition),
                          velocity(x, t, prepared.context, *prepared.unconditional)};
    const auto halves = velocity(at::cat({x, x}), t, prepared.context, prepared.condition).chunk(2);
    return Prediction{halves[0], halves[1]};
}

} // namespace ottava
