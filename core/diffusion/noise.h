#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ottava {

/// A CPU generator that draws exactly what Python's torch draws after `manual_seed(seed)`.
at::Generator seededGenerator(std::int64_t seed);

/// One generator a seed, [seeds, frames, channels] float32 normal numbers, always drawn on the CPU so that a seed gives
/// the same song on every device. Source: synthesis specification §9.
at::Tensor initialNoise(const std::vector<std::int64_t>& seeds, std::int64_t frames, std::int64_t channels);

/// Variance-preserving mix: cos(vπ/2)·noise + sin(vπ/2)·retake, v from 0 to 1.
at::Tensor mixRetake(const at::Tensor& noise, const at::Tensor& retake, double variance);

} // namespace ottava
