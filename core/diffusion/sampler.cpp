#include "core/diffusion/sampler.h"

#include "core/base/error.h"
#include "core/diffusion/velocity.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/randn.h>

#include <cmath>

namespace ottava {
namespace {

/// One run's state; its functions follow the specification's order within a step.
class Run {
public:
    Run(const Predict& predict, const SamplerOptions& options, const at::Tensor& noise, at::Generator generator)
        : predict_(predict), options_(options), noise_(noise), generator_(std::move(generator)) {}

    at::Tensor step(const at::Tensor& x, int index) {
        const auto& schedule = options_.schedule;
        const double t = schedule.timesteps[static_cast<std::size_t>(index)];
        const bool last = index == schedule.stepCount() - 1;
        const auto velocity =
            smoothed(clamped(guide(options_.guidance, predict_(x, t, index), x, t, momentum_), x), previous_);
        auto [moved, arrived] = move(x, velocity, t, index);
        moved = correctWavelet(options_.wavelet, moved, x - velocity * t, t);
        const bool injects = options_.repaint && index < injectedSteps() && !(schedule.distilled && last);
        return injects ? injectOutside(*options_.repaint, moved, noise_, arrived) : moved;
    }

private:
    struct Moved {
        at::Tensor x;
        double t; ///< the noise level it is at now
    };

    /// The solver's own update; leaves the velocity that was applied in `previous_`.
    Moved move(const at::Tensor& x, const at::Tensor& velocity, double t, int index) {
        const auto& schedule = options_.schedule;
        const bool last = index == schedule.stepCount() - 1;
        const double next = schedule.next(index);
        previous_ = velocity;
        if (schedule.distilled && last)
            return {x - velocity * t, 0};
        if (options_.solver == Solver::Sde)
            return renoised(x - velocity * t, schedule.distilled ? next : 1 - (index + 1.0) / schedule.stepCount());
        const double dt = static_cast<double>(static_cast<float>(t) - static_cast<float>(next));
        if (options_.solver == Solver::Euler)
            return {x - velocity * dt, next};
        const auto predicted = x - velocity * dt;
        auto second = guideCorrector(options_.guidance, predict_(predicted, next, index), predicted, next);
        second = smoothed(clamped(second, predicted), velocity);
        previous_ = 0.5 * (velocity + second);
        return {x - *previous_ * dt, next};
    }

    Moved renoised(const at::Tensor& clean, double t) {
        const auto fresh =
            at::randn(clean.sizes(), generator_, at::TensorOptions{}.dtype(at::kFloat)).to(clean.device());
        return {t * fresh + (1 - t) * clean, t};
    }

    at::Tensor clamped(const at::Tensor& velocity, const at::Tensor& x) const {
        return clampVelocity(velocity, x, options_.velocityNormThreshold);
    }

    at::Tensor smoothed(const at::Tensor& velocity, const std::optional<at::Tensor>& before) const {
        return smoothVelocity(velocity, before, options_.velocityEmaFactor);
    }

    /// Half rounds to even, as in the reference.
    long injectedSteps() const { return std::lrint(options_.repaint->injectionRatio * options_.schedule.stepCount()); }

    const Predict& predict_;
    const SamplerOptions& options_;
    at::Tensor noise_;
    at::Generator generator_;
    GuidanceMomentum momentum_;
    std::optional<at::Tensor> previous_;
};

} // namespace

at::Tensor sample(const Predict& predict, const SamplerOptions& options, at::Tensor x, const at::Tensor& noise,
                  at::Generator generator, const SamplerHooks& hooks) {
    Run run{predict, options, noise, std::move(generator)};
    const int steps = options.schedule.stepCount();
    for (int step = 0; step < steps; ++step) {
        if (hooks.stop.stop_requested())
            throw Cancelled{};
        x = run.step(x, step);
        if (hooks.onStep)
            hooks.onStep(step + 1, steps);
    }
    return options.repaint && options.repaint->crossfadeFrames > 0 ? blendBoundaries(*options.repaint, x) : x;
}

} // namespace ottava
