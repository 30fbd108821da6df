#include "core/engine/dit_predictor.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

namespace ottava {

DitPredictor::DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs)
    : dit_(std::move(dit)), inputs_(std::move(inputs)) {}

DitPredictor::Prepared DitPredictor::prepare(const StepCondition& condition) const {
    auto prepared = dit_->prepare(condition.states);
    if (!inputs_.nullCondition)
        return Prepared{std::move(prepared), condition.context};
    const auto unconditional = dit_->prepare(inputs_.nullCondition->expand_as(condition.states));
    const auto batch = condition.context.size(0);
    const auto joined = [batch](const at::Tensor& a, const at::Tensor& b) {
        return at::cat({a.expand({batch, -1, -1, -1}), b.expand({batch, -1, -1, -1})});
    };
    for (std::size_t layer = 0; layer < prepared.layers.size(); ++layer) {
        auto& both = prepared.layers[layer];
        both = {joined(both.key, unconditional.layers[layer].key),
                joined(both.value, unconditional.layers[layer].value)};
    }
    return Prepared{std::move(prepared), at::cat({condition.context, condition.context})};
}

const DitPredictor::Prepared& DitPredictor::preparedFor(int step) {
    const bool nonCover = inputs_.nonCover && step >= inputs_.coverSteps;
    if (!prepared_ || nonCover != switched_) {
        prepared_ = prepare(nonCover ? *inputs_.nonCover : inputs_.main);
        switched_ = nonCover;
    }
    return *prepared_;
}

Prediction DitPredictor::operator()(const at::Tensor& x, double t, int step) {
    const auto& prepared = preparedFor(step);
    const auto input = inputs_.nullCondition ? at::cat({x, x}) : x;
    const auto timestep = at::full({input.size(0)}, t, x.options().dtype(at::kFloat));
    const auto velocity = dit_->forward(input, prepared.context, prepared.condition, timestep, timestep);
    if (!inputs_.nullCondition)
        return Prediction{velocity, std::nullopt};
    const auto halves = velocity.chunk(2);
    return Prediction{halves[0], halves[1]};
}

} // namespace ottava
