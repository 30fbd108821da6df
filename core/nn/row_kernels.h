#pragma once

#include <cstdint>

namespace ottava::nn {

/// What a kernel multiplies: rows of weights and rows of input, `in` numbers each.
struct RowOperands {
    const void* weight = nullptr;       ///< [count, in]
    const float* weightScale = nullptr; ///< int8: [count]
    std::int64_t count = 0;
    const void* x = nullptr;       ///< [rows, in]
    const float* xScale = nullptr; ///< int8: [rows]
    std::int64_t rows = 0, in = 0;
    float* y = nullptr; ///< y[row · stride + i]
    std::int64_t stride = 0;
};

using RowKernel = void (*)(const RowOperands&);

/// float32 weights and input; bfloat16 both; int8 weights with int16 input. All sum in 32 bits.
struct RowKernels {
    RowKernel fp32, bf16, int8;
};

/// In order of growing demands on the processor.
enum class VectorLevel { Portable, Avx2, Avx512, Avx512Dot };

/// The best that this processor carries out.
VectorLevel vectorLevel();
/// Kernels for a level, which must not exceed vectorLevel().
RowKernels rowKernels(VectorLevel level);

} // namespace ottava::nn
