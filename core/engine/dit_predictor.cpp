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

DitCondition rowsOf(const DitCondition& all, std::int64_t first, std::int64_t count) {
    auto rows = all;
    for (auto& layer : rows.layers)
        layer = {rowsOf(layer.key, first, count), rowsOf(layer.value, first, count)};
    return rows;
}

/// One row for all items as views, one an item: attention over unequal batches would write out all its scores.
DitCondition expanded(DitCondition condition, std::int64_t batch) {
    for (auto& layer : condition.layers)
        layer = {layer.key.expand({batch, -1, -1, -1}), layer.value.expand({batch, -1, -1, -1})};
    return condition;
}

} // namespace

DitPredictor::DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs)
    : dit_(std::move(dit)), inputs_(std::move(inputs)) {}

DitPredictor::Prepared DitPredictor::prepare(const StepCondition& condition) const {
    auto prepared = dit_->prepare(condition.states);
    const auto batch = condition.context.size(0);
    if (!inputs_.nullCondition)
        return Prepared{expanded(std::move(prepared), batch), condition.context, std::nullopt};
    auto unconditional = dit_->prepare(inputs_.nullCondition->expand_as(condition.states));
    if (inputs_.oneAtATime)
        return Prepared{expanded(std::move(prepared), batch), condition.context,
                        expanded(std::move(unconditional), batch)};
    const auto joined = [batch](const at::Tensor& a, const at::Tensor& b) {
        return at::cat({a.expand({batch, -1, -1, -1}), b.expand({batch, -1, -1, -1})});
    };
    for (std::size_t layer = 0; layer < prepared.layers.size(); ++layer) {
        auto& both = prepared.layers[layer];
        both = {joined(both.key, unconditional.layers[layer].key),
                joined(both.value, unconditional.layers[layer].value)};
    }
    return Prepared{std::move(prepared), at::cat({condition.context, condition.context}), std::nullopt};
}

const DitPredictor::Prepared& DitPredictor::preparedFor(int step) {
    const bool nonCover = inputs_.nonCover && step >= inputs_.coverSteps;
    if (!prepared_ || nonCover != switched_) {
        prepared_ = prepare(nonCover ? *inputs_.nonCover : inputs_.main);
        switched_ = nonCover;
    }
    return *prepared_;
}

at::Tensor DitPredictor::velocityOfRows(const at::Tensor& x, double t, const at::Tensor& context,
                                        const DitCondition& condition) const {
    const auto timestep = at::full({x.size(0)}, t, x.options().dtype(at::kFloat));
    return dit_->forward(x, context, condition, timestep, timestep);
}

at::Tensor DitPredictor::velocity(const at::Tensor& x, double t, const at::Tensor& context,
                                  const DitCondition& condition) const {
    const auto rows = x.size(0), atOnce = inputs_.rowsAtOnce;
    if (atOnce <= 0 || rows <= atOnce)
        return velocityOfRows(x, t, context, condition);
    std::vector<at::Tensor> parts;
    for (std::int64_t first = 0; first < rows; first += atOnce) {
        const auto count = std::min(atOnce, rows - first);
        parts.push_back(velocityOfRows(x.narrow(0, first, count), t, rowsOf(context, first, count),
                                       rowsOf(condition, first, count)));
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
