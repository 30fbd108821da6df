#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace ottava {

/// Shortens `velocity` so that, item by item, its norm is at most `threshold` times that of `x` [B, T, 64].
/// A threshold of 0 or less: unchanged. Source: synthesis specification §11.
at::Tensor clampVelocity(const at::Tensor& velocity, const at::Tensor& x, double threshold);

/// (1 − factor)·velocity + factor·before. Without a velocity before, or a factor above 0: unchanged.
at::Tensor smoothVelocity(const at::Tensor& velocity, const std::optional<at::Tensor>& before, double factor);

} // namespace ottava
