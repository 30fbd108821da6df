#include "core/nn/packed_matrix.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <bit>
#include <vector>

namespace ottava::nn {
namespace {

constexpr std::uint32_t kUnsignedBytes = 0x80808080U; ///< turns the sign bit of four bytes: adds kByteOffset

const TileKernels& kernels() {
    static const auto chosen = tileKernels(vectorLevel());
    return chosen;
}

/// Where output `index` of panel `panel` comes from: a row of one of the weights, or none.
using OutputSource = std::function<const at::Tensor*(std::int64_t panel, std::int64_t index, std::int64_t& row)>;

PackedMatrix emptyMatrix(std::int64_t out, std::int64_t panels, const at::Tensor& like, TileFormat format) {
    const auto in = like.size(1);
    PackedMatrix matrix{.format = format, .out = out, .in = in, .dtype = like.scalar_type()};
    matrix.words = at::empty({panels, wordsFor(in, format), kTileColumns}, at::TensorOptions{}.dtype(at::kInt));
    if (format == TileFormat::Int8)
        matrix.scales = at::empty({panels, groupsFor(in, format), kTileColumns}, at::TensorOptions{}.dtype(at::kFloat));
    return matrix;
}

void fillPanel(PackedMatrix& matrix, std::int64_t panel, const OutputSource& outputs) {
    const auto words = wordsFor(matrix.in, matrix.format), stride = words + kTileColumns / 2;
    const auto groups = groupsFor(matrix.in, matrix.format);
    std::vector<float> numbers(static_cast<std::size_t>(matrix.in)), scales(static_cast<std::size_t>(groups));
    std::vector<std::int32_t> sums(static_cast<std::size_t>(groups));
    std::vector<std::uint32_t> rows(static_cast<std::size_t>(kTileColumns * stride), 0);
    const bool bytes = matrix.format == TileFormat::Int8;
    auto* scaleOut = bytes ? matrix.scales.mutable_data_ptr<float>() + panel * groups * kTileColumns : nullptr;
    for (std::int64_t index = 0; index < kTileColumns; ++index) {
        std::int64_t row = 0;
        const auto* weight = outputs(panel, index, row);
        auto* packed = rows.data() + index * stride;
        std::ranges::fill(scales, 0.0F);
        if (weight != nullptr) {
            rowsOf (*weight)(row, numbers.data());
            packRow(numbers.data(), matrix.in, matrix.format, {packed, scales.data(), sums.data()});
        }
        if (bytes) {
            std::for_each(packed, packed + words, [](std::uint32_t& word) { word ^= kUnsignedBytes; });
            for (std::int64_t group = 0; group < groups; ++group)
                scaleOut[group * kTileColumns + index] = scales[static_cast<std::size_t>(group)];
        }
    }
    auto* out = reinterpret_cast<std::uint32_t*>(matrix.words.mutable_data_ptr<std::int32_t>());
    interleave(rows.data(), stride, kTileColumns, words, kTileColumns, out + panel * words * kTileColumns);
}

/// A tile of the product, summed over all of `in`.
struct TileProduct {
    const PackedMatrix& matrix;
    const PackedRows& rows;
    std::int64_t rowPanel, columnPanel, rowCount;

    void into(float* sum) const {
        const auto words = rows.words();
        const auto* columns = reinterpret_cast<const std::uint32_t*>(matrix.words.const_data_ptr<std::int32_t>())
                              + columnPanel * words * kTileColumns;
        const auto kernel = kernels().of(matrix.format);
        if (matrix.format != TileFormat::Int8)
            return kernel({rows.panel(rowPanel), columns, words, rowCount, sum});
        std::fill_n(sum, kTileRows * kTileColumns, 0.0F);
        alignas(64) std::int32_t products[kTileRows * kTileColumns];
        constexpr auto kGroupWords = kGroupNumbers / numbersPerWord(TileFormat::Int8);
        const auto* scales = matrix.scales.const_data_ptr<float>() + columnPanel * rows.groups() * kTileColumns;
        for (std::int64_t group = 0; group < rows.groups(); ++group) {
            const auto first = group * kGroupWords;
            kernel({rows.panel(rowPanel) + first * kTileRows, columns + first * kTileColumns,
                    std::min(kGroupWords, words - first), rowCount, products});
            addByteTile({.products = products,
                         .columnScales = scales + group * kTileColumns,
                         .rowScales = rows.scales(rowPanel * kTileRows) + group,
                         .rowSums = rows.sums(rowPanel * kTileRows) + group,
                         .rowStride = rows.groups(),
                         .rowCount = rowCount,
                         .sum = sum});
        }
    }
};

/// A block of rows stays in the second cache's reach while the panels of a few columns pass over it.
constexpr std::int64_t kRowPanelsAtOnce = 28, kColumnPanelsAtOnce = 2;

/// Tasks of one product: blocks of rows, and in each block groups of columns.
struct Tasks {
    std::int64_t rowBlocks, columnGroups;
    std::int64_t count() const { return rowBlocks * columnGroups; }
};

void runTask(const PackedProduct& product, const PackedRows& rows, std::int64_t rowBlock, std::int64_t columnGroup,
             std::int64_t first, std::int64_t last) {
    const auto& matrix = *product.matrix;
    const auto rowPanel = first / kTileRows + rowBlock * kRowPanelsAtOnce;
    const auto rowEnd = std::min((last + kTileRows - 1) / kTileRows, rowPanel + kRowPanelsAtOnce);
    const auto column = columnGroup * kColumnPanelsAtOnce;
    const auto columnEnd = std::min(matrix.panels(), column + kColumnPanelsAtOnce);
    alignas(64) float sum[kTileRows * kTileColumns];
    for (auto r = rowPanel; r < rowEnd; ++r)
        for (auto c = column; c < columnEnd; ++c) {
            const auto rowCount = std::min(kTileRows, last - r * kTileRows);
            TileProduct{matrix, rows, r, c, rowCount}.into(sum);
            finishTile(product.finish, sum, r * kTileRows - first, rowCount, c * kTileColumns);
        }
}

} // namespace

RowSource rowsOf(const at::Tensor& x) {
    const auto width = x.size(-1);
    if (x.scalar_type() == at::kFloat)
        return [from = x.const_data_ptr<float>(), width](std::int64_t row, float* out) {
            std::copy_n(from + row * width, width, out);
        };
    TORCH_CHECK(x.scalar_type() == at::kBFloat16, "rows are float32 or bfloat16");
    return [from = reinterpret_cast<const std::uint16_t*>(x.const_data_ptr<at::BFloat16>()), width](std::int64_t row,
                                                                                                    float* out) {
        for (std::int64_t i = 0; i < width; ++i)
            out[i] = std::bit_cast<float>(static_cast<std::uint32_t>(from[row * width + i]) << 16);
    };
}

PackedMatrix packMatrix(const at::Tensor& weight, const at::Tensor& bias, TileFormat format) {
    const auto out = weight.size(0), panels = (out + kTileColumns - 1) / kTileColumns;
    const auto from = weight.contiguous();
    auto matrix = emptyMatrix(out, panels, from, format);
    if (bias.defined())
        matrix.bias = at::constant_pad_nd(bias.to(at::kFloat), {0, panels * kTileColumns - out}).contiguous();
    forEachTask(panels, [&](std::int64_t panel) {
        fillPanel(matrix, panel, [&](std::int64_t at, std::int64_t index, std::int64_t& row) {
            row = at * kTileColumns + index;
            return row < out ? &from : nullptr;
        });
    });
    return matrix;
}

PackedMatrix packPair(const at::Tensor& left, const at::Tensor& right, TileFormat format) {
    constexpr auto kHalf = kTileColumns / 2;
    const auto out = left.size(0), panels = (out + kHalf - 1) / kHalf;
    const at::Tensor from[] = {left.contiguous(), right.contiguous()};
    auto matrix = emptyMatrix(2 * out, panels, from[0], format);
    forEachTask(panels, [&](std::int64_t panel) {
        fillPanel(matrix, panel, [&](std::int64_t at, std::int64_t index, std::int64_t& row) {
            row = at * kHalf + index % kHalf;
            return row < out ? &from[index / kHalf] : nullptr;
        });
    });
    return matrix;
}

bool packingPays(TileFormat format) {
    return format == TileFormat::Int8 || vectorLevel() == VectorLevel::Avx512Dot
           || (format == TileFormat::Fp32 && vectorLevel() == VectorLevel::Avx512);
}

void multiply(std::span<const PackedProduct> products, const PackedRows& rows, std::int64_t first, std::int64_t last) {
    TORCH_CHECK(first % kTileRows == 0, "rows are multiplied in whole panels");
    const auto panels = (last - first + kTileRows - 1) / kTileRows;
    std::vector<Tasks> tasks;
    std::int64_t total = 0;
    for (const auto& product : products) {
        TORCH_CHECK(product.matrix->in == rows.width() && product.matrix->format == rows.format(),
                    "rows and matrix do not fit");
        tasks.push_back({(panels + kRowPanelsAtOnce - 1) / kRowPanelsAtOnce,
                         (product.matrix->panels() + kColumnPanelsAtOnce - 1) / kColumnPanelsAtOnce});
        total += tasks.back().count();
    }
    forEachTask(total, [&](std::int64_t task) {
        std::size_t at = 0;
        for (; task >= tasks[at].count(); ++at)
            task -= tasks[at].count();
        runTask(products[at], rows, task / tasks[at].columnGroups, task % tasks[at].columnGroups, first, last);
    });
}

void multiply(std::span<const PackedProduct> products, const PackedRows& rows) {
    multiply(products, rows, 0, rows.rows());
}

at::Tensor multiply(const PackedMatrix& matrix, const at::Tensor& x) {
    const auto flat = x.reshape({-1, matrix.in}).contiguous();
    const auto y = at::empty({flat.size(0), matrix.out}, flat.options());
    PackedRows rows;
    rows.fill(flat.size(0), matrix.in, matrix.format, rowsOf(flat));
    const PackedProduct product{&matrix,
                                {.y = y.mutable_data_ptr(),
                                 .yIsBf16 = y.scalar_type() == at::kBFloat16,
                                 .stride = matrix.out,
                                 .columns = matrix.out,
                                 .bias = matrix.bias.defined() ? matrix.bias.const_data_ptr<float>() : nullptr}};
    multiply({&product, 1}, rows);
    auto shape = x.sizes().vec();
    shape.back() = matrix.out;
    return y.view(shape);
}

} // namespace ottava::nn
