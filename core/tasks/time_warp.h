#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace ottava {

struct WarpStep {
    std::int64_t row = 0, column = 0;
};

/// Dynamic time warping: the path from the first to the last entry of `gain` [rows, columns] (float32 on the CPU,
/// neither side empty) that collects the most, by steps down, right or both. Sums are float32, and of equal ways the
/// one from the left wins, which decides the path through flat regions as the reference does. Source: ACE-Step 1.5,
/// dtw_cpu; synthesis specification §13.
std::vector<WarpStep> warpPath(const at::Tensor& gain);

} // namespace ottava
