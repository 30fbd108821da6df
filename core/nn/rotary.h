#pragma once

#include <ATen/core/Tensor.h>

namespace ottava::nn {

/// Rotary position embedding over two halves (not interleaved). cos, sin [length, headDim] in the model's dtype.
/// Source: Su et al. 2021; synthesis specification §3.
struct Rotary {
    at::Tensor cos, sin;

    /// x [B, heads, length, headDim] → the same shape, rotated by each token's position.
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Positions first … first + length − 1. Angles are computed in float32, then cast.
Rotary makeRotary(std::int64_t length, std::int64_t headDim, double theta, const at::TensorOptions& options,
                  std::int64_t first = 0);

} // namespace ottava::nn
