#include "core/engine/dit_predictor.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

namespace ottava {

DitPredictor::DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs)
    : dit_(std::move(dit)), inputs_(std::move(inputs)) {}

DitPredictor::Prepared DitPredictor::prepare(const StepCondition& condition) const {
    auto prepared = dit_->prepare(condition.states);
    if (!inputs_.nullCondition)
        return Prepared{std::move(prepared), condition.context, std::nullopt};
    auto unconditional = dit_->prepare(inputs_.nullCondition->expand_as(condition.states));
    if (inputs_.oneAtATime)
        return Prepared{std::move(prepared), condition.context, std::move(unconditional)};
    const auto batch = condition.context.size(0);
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

at::Tensor DitPredictor::velocity(const at::Tensor& x, double t, const at::Tensor& context,
                                  const DitCondition& condition) const {
    const auto timestep = at::full({x.size(0)}, t, x.options().dtype(at::kFloat));
    return dit_->forward(x, context, condition, timestep, timestep);
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
