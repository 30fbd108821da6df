#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"

#include <vector>

namespace ottava {

/// How far the precisions of `device` are from fp32 on the processor: modules of the demo model and a whole song of it
/// (eight steps, then decoded in fp32 by both, so that the transformer alone differs), the same with an adapter, and
/// layers of the 2B model's size with random weights.
std::vector<BenchDistance> measureDistances(const DeviceChoice& device);

/// Cosine and signal-to-noise ratio of `actual` against `exact`.
BenchDistance distance(const std::string& module, const at::Tensor& actual, const at::Tensor& exact);

} // namespace ottava
