#include "core/engine/dit_predictor.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/full.h>

namespace ottava {

DitPredictor::DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs)
    : dit_(std::move(dit)), inputs_(std::move(inputs)) {}

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
