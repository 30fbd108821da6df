#pragma once

#include "core/diffusion/sampler.h"

#include <ATen/core/Generator.h>

#include <vector>

namespace ottava {

/// How a morph runs. The schedule is the linear one, for distilled models too. Source: synthesis specification §11.
struct FlowEditOptions {
    Schedule schedule;
    GuidanceOptions guidance; ///< never adaptive
    double velocityNormThreshold = 0, velocityEmaFactor = 0;
    double windowStart = 0, windowEnd = 1; ///< shares of the steps between which both paths are followed
    int draws = 1;                         ///< fresh noises that a step in the window averages over
};

/// What the music is heard as before (`source`) and after (`target`) the morph.
struct FlowEditPredictors {
    const Predict& source;
    const Predict& target;
};

/// Morphs `source` latents [B, T, 64]: follows the difference of the two velocities through the window, then the target
/// alone. `generators`: one an item, on the CPU; they feed the fresh noise. Throws Cancelled.
/// Source: FlowEdit (Kulikov et al. 2024); synthesis specification §11, flow edit.
at::Tensor flowEdit(const FlowEditPredictors& predict, const FlowEditOptions& options, const at::Tensor& source,
                    std::vector<at::Generator> generators, const SamplerHooks& hooks);

/// linearSchedule, closed with a 0 when `custom` does not end in one.
Schedule flowEditSchedule(int steps, double shift, std::vector<double> custom);

} // namespace ottava
