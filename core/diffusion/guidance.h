#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace ottava {

/// Velocities of one evaluation, [B, T, 64]; the unconditional one only when guidance is on.
struct Prediction {
    at::Tensor conditional;
    std::optional<at::Tensor> unconditional;
};

struct GuidanceOptions {
    double scale = 1;      ///< ≤ 1: off
    bool adaptive = false; ///< ADG instead of APG
    double intervalStart = 0, intervalEnd = 1;

    bool active() const { return scale > 1; }
};

/// Running average of the guidance direction. Source: APG (Sadat et al. 2024).
struct GuidanceMomentum {
    std::optional<at::Tensor> average;
};

/// Plain classifier-free guidance: u + s·(c − u). Source: Ho and Salimans 2022.
at::Tensor guideCfg(const Prediction& prediction, double scale);

/// Adaptive projected guidance over time: momentum −0.75, norm threshold 2.5, only the part orthogonal to the
/// conditional velocity. Advances `momentum`. Source: Sadat et al. 2024; synthesis specification §11.
at::Tensor guideApg(const Prediction& prediction, double scale, GuidanceMomentum& momentum);

/// Angle-based dynamic guidance for flow matching, over the channels of each frame. x [B, T, 64] at timestep t > 0.
/// Source: synthesis specification §11.
at::Tensor guideAdg(const Prediction& prediction, const at::Tensor& x, double t, double scale);

/// The velocity that a step uses: guided when `t` lies in the interval (limits compared in float32, ends included).
at::Tensor guide(const GuidanceOptions& options, const Prediction& prediction, const at::Tensor& x, double t,
                 GuidanceMomentum& momentum);

/// The same for Heun's second evaluation, which takes plain guidance instead of APG and leaves the momentum alone.
at::Tensor guideCorrector(const GuidanceOptions& options, const Prediction& prediction, const at::Tensor& x, double t);

} // namespace ottava
