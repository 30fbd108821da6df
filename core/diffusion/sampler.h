#pragma once

#include "core/diffusion/guidance.h"
#include "core/diffusion/repaint.h"
#include "core/diffusion/schedule.h"
#include "core/diffusion/wavelet.h"

#include <ATen/core/Generator.h>

#include <functional>
#include <optional>
#include <stop_token>

namespace ottava {

/// Velocities at latents x [B, T, 64] and timestep t. `step` counts from 0 and is the same for both evaluations of
/// Heun.
using Predict = std::function<Prediction(const at::Tensor& x, double t, int step)>;

enum class Solver { Euler, Heun, Sde };

struct SamplerOptions {
    Schedule schedule;
    Solver solver = Solver::Euler;
    GuidanceOptions guidance;
    double velocityNormThreshold = 0; ///< 0: off
    double velocityEmaFactor = 0;     ///< 0: off
    WaveletCorrection wavelet;
    std::optional<RepaintRegion> repaint;
};

struct SamplerHooks {
    std::function<void(int step, int steps)> onStep; ///< after each step; may be empty
    std::stop_token stop;                            ///< looked at before each step
};

/// Integrates from `x` (noise, or a mix of noise and source, at the schedule's first timestep) to clean latents.
/// `noise`: the initial noise, used again by repaint injection; `generator` feeds the SDE's fresh noise.
/// Knows no model. Throws Cancelled. Source: synthesis specification §11.
at::Tensor sample(const Predict& predict, const SamplerOptions& options, at::Tensor x, const at::Tensor& noise,
                  at::Generator generator, const SamplerHooks& hooks);

} // namespace ottava
