#include "core/nn/packed_rows.h"

#include "core/nn/parallel.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

namespace ottava::nn {

void* Scratch::atLeast(std::int64_t bytes) {
    if (!memory_.defined() || memory_.size(0) < bytes)
        memory_ = at::empty({bytes}, at::TensorOptions{}.dtype(at::kByte)); // aligned to 64 bytes by libtorch
    return memory_.mutable_data_ptr();
}

void PackedRows::fill(std::int64_t rows, std::int64_t width, TileFormat format, const RowSource& source) {
    rows_ = rows;
    width_ = width;
    format_ = format;
    words_ = wordMemory_.of<std::uint32_t>(panels() * words() * kTileRows);
    scales_ = scaleMemory_.of<float>(rows * groups());
    sums_ = sumMemory_.of<std::int32_t>(rows * groups());
    constexpr std::int64_t kPanelsPerTask = 4;
    forEachTask((panels() + kPanelsPerTask - 1) / kPanelsPerTask, [&](std::int64_t task) {
        std::vector<float> row(static_cast<std::size_t>(width_));
        // Rows that are a power of two apart would fight for the same lines of the cache.
        std::vector<std::uint32_t> packed(static_cast<std::size_t>(kTileRows * (words() + kTileColumns / 2)));
        const auto last = std::min(panels(), (task + 1) * kPanelsPerTask);
        for (auto panel = task * kPanelsPerTask; panel < last; ++panel)
            fillPanel(panel, source, row.data(), packed.data());
    });
}

void PackedRows::fillPanel(std::int64_t panel, const RowSource& source, float* row, std::uint32_t* packed) {
    const auto first = panel * kTileRows;
    const auto count = std::min(kTileRows, rows_ - first);
    const auto stride = words() + kTileColumns / 2;
    for (std::int64_t r = 0; r < count; ++r) {
        source(first + r, row);
        packRow(row, width_, format_,
                {packed + r * stride, scales_ + (first + r) * groups(), sums_ + (first + r) * groups()});
    }
    interleave(packed, stride, count, words(), kTileRows, words_ + panel * words() * kTileRows);
}

} // namespace ottava::nn
