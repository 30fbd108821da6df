#pragma once

#include "core/nn/row_kernels.h"

#include <cstdint>

namespace ottava::nn {

/// What products read: float32, or bfloat16 that is summed in float32.
enum class Numbers { Fp32, Bf16 };

constexpr std::int64_t bytesOf(Numbers numbers) {
    return numbers == Numbers::Fp32 ? 4 : 2;
}

/// How windows slide over a signal kept time-major, one row of channels after the other. A window is `taps` stretches
/// of `tapWidth` numbers whose beginnings lie `tapStride` numbers apart; the next window begins `step` numbers later.
/// Convolutions of every kind (dilated, strided, transposed) are products of such windows with a matrix.
struct Windows {
    std::int64_t taps = 1, tapWidth = 0, tapStride = 0, step = 0;

    std::int64_t size() const { return taps * tapWidth; }
};

/// What happens to a product before it is stored. Rows of `panelRow`; outputs and residual are [rows, columns].
struct Epilogue {
    const float* bias = nullptr;     ///< none: zero
    const float* residual = nullptr; ///< added; none: zero
    float* plain = nullptr;          ///< the sum, where it is wanted
    void* snaked = nullptr;          ///< snake of the sum, where it is wanted
    Numbers snakedAs = Numbers::Fp32;
    const float* frequency = nullptr;
    const float* inverseMagnitude = nullptr;
};

constexpr std::int64_t kPanel = 64;    ///< columns of a panel
constexpr std::int64_t kNarrow = 16;   ///< a panel's width is a multiple of this
constexpr std::int64_t kTaskRows = 96; ///< rows of one unit of work

/// One unit of work: some rows against one panel, and where they lie in the whole output.
struct PanelTask {
    const void* x;
    const Windows& windows;
    const void* panel; ///< [size, width]; bfloat16 in pairs, [size / 2, width, 2]
    std::int64_t width;
    std::int64_t firstRow, rows, firstColumn, columns;
    float* sums; ///< [kTaskRows, kPanel], 64-byte aligned
};

using SlidingKernel = void (*)(const PanelTask&, const Epilogue&);

/// Whether there are kernels for these numbers at a level. bfloat16 asks for dot product instructions.
bool hasSlidingKernel(Numbers numbers, VectorLevel level);
SlidingKernel slidingKernel(Numbers numbers, VectorLevel level);

} // namespace ottava::nn
