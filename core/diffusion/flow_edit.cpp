#include "core/diffusion/flow_edit.h"

#include "core/base/error.h"
#include "core/diffusion/velocity.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros_like.h>

namespace ottava {
namespace {

/// One path's memory: guidance momentum and the last velocity, each advanced once a step.
class Branch {
public:
    Branch(const Predict& predict, const FlowEditOptions& options) : predict_(predict), options_(options) {}

    void beginStep(const at::Tensor& like) {
        before_ = momentum_;
        sum_ = at::zeros_like(like);
        momentumSum_.reset();
    }

    /// One draw; every one of a step starts from the same momentum, so that their order does not matter.
    void add(const at::Tensor& x, double t, int step) {
        momentum_ = before_;
        const auto velocity = guide(options_.guidance, predict_(x, t, step), x, t, momentum_);
        sum_ = sum_ + clampVelocity(velocity, x, options_.velocityNormThreshold);
        if (momentum_.average)
            momentumSum_ = momentumSum_ ? *momentumSum_ + *momentum_.average : *momentum_.average;
    }

    /// The step's velocity: the mean of its draws, smoothed.
    at::Tensor endStep(int draws) {
        // The average is linear in the draw's direction: the mean of the averages is the average of the mean.
        momentum_.average = momentumSum_ ? std::optional{*momentumSum_ / draws} : before_.average;
        previous_ = smoothVelocity(sum_ / draws, previous_, options_.velocityEmaFactor);
        return *previous_;
    }

private:
    const Predict& predict_;
    const FlowEditOptions& options_;
    GuidanceMomentum momentum_, before_;
    std::optional<at::Tensor> momentumSum_, previous_;
    at::Tensor sum_;
};

at::Tensor freshNoise(const at::Tensor& like, std::vector<at::Generator>& generators) {
    std::vector<at::Tensor> items;
    for (auto& generator : generators)
        items.push_back(at::randn({1, like.size(1), like.size(2)}, generator, at::TensorOptions{}.dtype(at::kFloat)));
    return at::cat(items).to(like.options());
}

} // namespace

Schedule flowEditSchedule(int steps, double shift, std::vector<double> custom) {
    if (!custom.empty() && custom.back() != 0)
        custom.push_back(0);
    return linearSchedule(steps, shift, custom);
}

at::Tensor flowEdit(const FlowEditPredictors& predict, const FlowEditOptions& options, const at::Tensor& source,
                    std::vector<at::Generator> generators, const SamplerHooks& hooks) {
    const auto& schedule = options.schedule;
    const int steps = schedule.stepCount();
    const int first = static_cast<int>(steps * options.windowStart);
    const int last = static_cast<int>(steps * options.windowEnd);
    Branch sourceBranch{predict.source, options}, targetBranch{predict.target, options};
    auto x = source;
    bool followsTarget = false;
    for (int step = first; step < steps; ++step) {
        if (hooks.stop.stop_requested())
            throw Cancelled{};
        const double t = schedule.timesteps[static_cast<std::size_t>(step)];
        const double dt = static_cast<double>(static_cast<float>(schedule.next(step)) - static_cast<float>(t));
        const auto noised = [&] { return (1 - t) * source + t * freshNoise(source, generators); };
        targetBranch.beginStep(x);
        if (step < last) {
            sourceBranch.beginStep(x);
            for (int draw = 0; draw < options.draws; ++draw) {
                const auto sourceX = noised();
                sourceBranch.add(sourceX, t, step);
                targetBranch.add(x + sourceX - source, t, step);
            }
            const auto away = sourceBranch.endStep(options.draws);
            x = x + dt * (targetBranch.endStep(options.draws) - away);
        } else {
            if (!followsTarget)
                x = x + noised() - source;
            followsTarget = true;
            targetBranch.add(x, t, step);
            x = x + dt * targetBranch.endStep(1);
        }
        if (hooks.onStep)
            hooks.onStep(step + 1, steps);
    }
    return x;
}

} // namespace ottava
