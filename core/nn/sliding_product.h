#pragma once

#include "core/nn/row_kernels.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ottava::nn {

/// How windows slide over a signal kept time-major, one row of channels after the other. A window is `taps` stretches
/// of `tapWidth` numbers whose beginnings lie `tapStride` numbers apart; the next window begins `step` numbers later.
/// Convolutions of every kind (dilated, strided, transposed) are products of such windows with a matrix.
struct Windows {
    std::int64_t taps = 1, tapWidth = 0, tapStride = 0, step = 0;

    std::int64_t size() const { return taps * tapWidth; }
};

/// The matrix that windows are multiplied with, in panels that a kernel reads from one end to the other.
struct PanelMatrix {
    at::Tensor panels;        ///< float32, the panels one after the other: [size, width] each
    std::int64_t size = 0;    ///< numbers in a window
    std::int64_t columns = 0; ///< of output, without padding
};

/// matrix [size, columns] → panels of 64 columns, the last one of 16, 32, 48 or 64.
PanelMatrix packPanels(const at::Tensor& matrix);

/// `values` [count] repeated to [columns], then padded with zeros to whole panels: what an epilogue reads.
at::Tensor panelRow(const at::Tensor& values, std::int64_t columns);

/// What happens to a product before it is stored. Rows of `panelRow`; outputs and residual are [rows, columns].
struct Epilogue {
    const float* bias = nullptr;     ///< none: zero
    const float* residual = nullptr; ///< added; none: zero
    float* plain = nullptr;          ///< the sum, where it is wanted
    float* snaked = nullptr;         ///< snake of the sum, where it is wanted
    const float* frequency = nullptr;
    const float* inverseMagnitude = nullptr;
};

/// The product of `rows` windows from `x` on with a matrix. Every element is summed in one fixed order, whatever the
/// number of rows and threads: cutting a signal does not change it. float32.
void slidingProduct(const float* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue);
/// The same with the kernels of a level, which must not exceed vectorLevel().
void slidingProduct(const float* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue, VectorLevel level);

} // namespace ottava::nn
