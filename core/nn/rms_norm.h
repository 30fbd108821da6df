#pragma once

#include "core/checkpoints/weights.h"

namespace ottava::nn {

/// x / sqrt(mean(x²) + eps) over the last dimension, computed in float32, times `weight` [size].
/// Source: Zhang and Sennrich 2019; synthesis specification §3.
struct RmsNorm {
    at::Tensor weight;
    double eps = 1e-6;

    at::Tensor operator()(const at::Tensor& x) const;
};

RmsNorm loadRmsNorm(const Weights& weights, std::int64_t size, double eps);

} // namespace ottava::nn
