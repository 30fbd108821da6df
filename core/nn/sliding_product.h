#pragma once

#include "core/nn/sliding_kernels.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ottava::nn {

/// The matrix that windows are multiplied with, in panels that a kernel reads from one end to the other.
struct PanelMatrix {
    at::Tensor panels; ///< the panels one after the other: [size, width] each, bfloat16 [size / 2, width, 2]
    Numbers numbers = Numbers::Fp32; ///< of the panels and of the signal
    std::int64_t size = 0;           ///< numbers in a window
    std::int64_t columns = 0;        ///< of output, without padding
};

/// matrix [size, columns], float32 → panels of 64 columns, the last one of 16, 32, 48 or 64. An odd size does not go
/// with bfloat16.
PanelMatrix packPanels(const at::Tensor& matrix, Numbers numbers);

/// `values` [count] repeated to [columns], then padded with zeros to whole panels: what an epilogue reads.
at::Tensor panelRow(const at::Tensor& values, std::int64_t columns);

/// The product of `rows` windows from `x` on with a matrix. Every element is summed in one fixed order, whatever the
/// number of rows and threads: cutting a signal does not change it.
void slidingProduct(const void* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue);
/// The same with the kernels of a level, which must not exceed vectorLevel().
void slidingProduct(const void* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue, VectorLevel level);

} // namespace ottava::nn
