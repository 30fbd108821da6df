#pragma once

#include "core/diffusion/sampler.h"
#include "core/models/recorded_steps.h"

#include <memory>
#include <optional>

namespace ottava {

/// What a step is conditioned on: condition states [B or 1, S, E] and context [B or 1, T, 128].
struct StepCondition {
    at::Tensor states, context;
};

struct PredictorInputs {
    StepCondition main;
    std::optional<StepCondition> nonCover; ///< takes over from `coverSteps` on
    int coverSteps = 0;
    std::optional<at::Tensor> nullCondition; ///< [1, 1, E]: set when guidance is on
    bool oneAtATime = false; ///< conditional and unconditional half after one another: half the memory, equal results
    std::int64_t rowsAtOnce = 0; ///< rows of the batch that pass through the DiT together; 0: all
};

/// Velocities from the DiT for a sampler: knows which condition holds in which step, computes cross-attention keys and
/// values once for each, and runs the conditional and unconditional half in one batch, or one after the other, or as
/// few rows at a time as memory asks for. Steps alike are recorded where the device can.
/// Source: synthesis specification §5 and §11.
class DitPredictor {
public:
    DitPredictor(std::shared_ptr<const Dit> dit, PredictorInputs inputs);

    Prediction operator()(const at::Tensor& x, double t, int step);

private:
    struct Prepared {
        DitCondition condition;
        at::Tensor context;
        std::optional<DitCondition> unconditional = std::nullopt; ///< when it is evaluated on its own
    };
    const Prepared& preparedFor(int step);
    Prepared prepare(const StepCondition& condition) const;
    at::Tensor velocity(const at::Tensor& x, double t, const at::Tensor& context, const DitCondition& condition);
    at::Tensor velocityOfRows(const at::Tensor& x, double t, const at::Tensor& context, const DitCondition& condition);

    std::shared_ptr<const Dit> dit_;
    PredictorInputs inputs_;
    std::optional<Prepared> prepared_;
    RecordedSteps steps_; ///< of what is prepared
    bool switched_ = false;
};

} // namespace ottava
