#include "core/nn/sliding_product.h"

#include "core/nn/parallel.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <atomic>

namespace ottava::nn {
namespace {

/// Products that are worth waking a thread for: a quarter of a millisecond.
constexpr std::int64_t kLeastWork = 32 << 20;

std::int64_t paddedTo(std::int64_t count, std::int64_t unit) {
    return (count + unit - 1) / unit * unit;
}

} // namespace

PanelMatrix packPanels(const at::Tensor& matrix, Numbers numbers) {
    const auto size = matrix.size(0), columns = matrix.size(1);
    const std::int64_t pair = numbers == Numbers::Bf16 ? 2 : 1;
    TORCH_CHECK(size % pair == 0, "windows of an odd number of bfloat16");
    const auto dtype = numbers == Numbers::Bf16 ? at::kBFloat16 : at::kFloat;
    auto panels = at::empty({size * paddedTo(columns, kNarrow)}, matrix.options().dtype(dtype));
    std::int64_t at = 0;
    for (std::int64_t column = 0; column < columns; column += kPanel) {
        const auto width = std::min(kPanel, paddedTo(columns - column, kNarrow));
        const auto last = std::min(columns, column + width);
        const auto part = at::constant_pad_nd(matrix.slice(1, column, last), {0, width - (last - column)});
        panels.slice(0, at, at + size * width)
            .view({size / pair, width, pair})
            .copy_(part.view({size / pair, pair, width}).transpose(1, 2));
        at += size * width;
    }
    return {.panels = panels, .numbers = numbers, .size = size, .columns = columns};
}

at::Tensor panelRow(const at::Tensor& values, std::int64_t columns) {
    const auto row = values.flatten().to(at::kFloat).repeat({columns / values.numel()});
    return at::constant_pad_nd(row, {0, paddedTo(columns, kNarrow) - columns}).contiguous();
}

void slidingProduct(const void* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue, VectorLevel level) {
    const auto panels = (matrix.columns + kPanel - 1) / kPanel;
    const auto blocks = (rows + kTaskRows - 1) / kTaskRows;
    const auto kernel = slidingKernel(matrix.numbers, level);
    const auto numberBytes = bytesOf(matrix.numbers);
    const auto* signal = static_cast<const char*>(x);
    const auto* weights = static_cast<const char*>(matrix.panels.const_data_ptr());
    std::atomic<std::int64_t> next = 0; // threads are seldom equally fast: who is early takes more
    const bool small = rows * matrix.size * paddedTo(matrix.columns, kNarrow) < kLeastWork;
    const auto threads = small ? 1 : std::min<std::int64_t>(at::get_num_threads(), panels * blocks);
    parallelFor(0, threads, /*grain=*/1, [&](std::int64_t, std::int64_t) {
        alignas(64) float sums[kTaskRows * kPanel];
        for (auto i = next++; i < panels * blocks; i = next++) {
            const auto column = i / blocks * kPanel, row = i % blocks * kTaskRows;
            kernel({.x = signal + row * windows.step * numberBytes,
                    .windows = windows,
                    .panel = weights + column * matrix.size * numberBytes,
                    .width = std::min(kPanel, paddedTo(matrix.columns - column, kNarrow)),
                    .firstRow = row,
                    .rows = std::min(kTaskRows, rows - row),
                    .firstColumn = column,
                    .columns = matrix.columns,
                    .sums = sums},
                   epilogue);
        }
    });
}

void slidingProduct(const void* x, const Windows& windows, std::int64_t rows, const PanelMatrix& matrix,
                    const Epilogue& epilogue) {
    slidingProduct(x, windows, rows, matrix, epilogue, vectorLevel());
}

} // namespace ottava::nn
