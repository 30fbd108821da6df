#pragma once

#include <cstdint>

namespace ottava::nn {

/// RMS norm of one head, then rotation by cos and sin [size] (two equal halves; none: not rotated), in place, times
/// `scale`.
struct HeadRotation {
    const float* weight = nullptr;
    const float* cos = nullptr;
    const float* sin = nullptr;
    std::int64_t size = 0;
    double eps = 1e-6;
    float scale = 1;

    void operator()(float* head) const;
};

/// RMS norm of a row, then its modulation: out = x / sqrt(mean(x²) + eps) · weight · (1 + scale) + shift. All [size].
struct RowNorm {
    const float* weight = nullptr;
    const float* shift = nullptr; ///< none: not modulated
    const float* scale = nullptr;
    std::int64_t size = 0;
    double eps = 1e-6;

    void operator()(const float* x, float* out) const;
};

} // namespace ottava::nn
