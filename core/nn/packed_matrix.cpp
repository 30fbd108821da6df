#include "core/nn/packed_matrix.h"

#include "core/nn/parallel.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <bit>
#include <memory>
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

/// Of the dimension that is summed over, as much at a time as keeps a column panel in the first cache while all row
/// panels of the task pass by it. int8: one group.
constexpr std::int64_t kWordsAtOnce = kGroupNumbers / numbersPerWord(TileFormat::Int8);

/// The part of all row panels that meets it stays in the second cache while the columns of the task take their turns.
constexpr std::int64_t kRowPanelsAtOnce = 28, kColumnPanelsAtOnce = 8;

/// Panels that a task multiplies.
struct TaskPanels {
    std::int64_t firstRow, endRow, firstColumn, endColumn;
};

/// One task of a product. Sums stay in memory of its own until all of `in` is in them.
class TileTask {
public:
    TileTask(const PackedMatrix& matrix, const PackedRows& rows, const TaskPanels& panels, std::int64_t endRow)
        : matrix_(matrix),
          rows_(rows),
          panels_(panels),
          endRow_(endRow),
          kernel_(kernels().of(matrix.format)),
          sums_(std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(
              (panels.endRow - panels.firstRow) * (panels.endColumn - panels.firstColumn) * kTile))) {}

    void run(const TileFinish& finish, std::int64_t firstRow) const {
        for (std::int64_t word = 0; word < rows_.words(); word += kWordsAtOnce)
            forEachTile([&](std::int64_t r, std::int64_t c, float* sum) { add(r, c, word, sum); });
        forEachTile([&](std::int64_t r, std::int64_t c, float* sum) {
            finishTile(finish, sum, r * kTileRows - firstRow, rowCount(r), c * kTileColumns);
        });
    }

private:
    static constexpr std::int64_t kTile = kTileRows * kTileColumns;

    std::int64_t rowCount(std::int64_t panel) const { return std::min(kTileRows, endRow_ - panel * kTileRows); }

    void forEachTile(const auto& work) const {
        auto* sum = sums_.get();
        for (auto c = panels_.firstColumn; c < panels_.endColumn; ++c)
            for (auto r = panels_.firstRow; r < panels_.endRow; ++r, sum += kTile)
                work(r, c, sum);
    }

    /// What words `word` … `word` + kWordsAtOnce − 1 add.
    void add(std::int64_t r, std::int64_t c, std::int64_t word, float* sum) const {
        const auto* columns = reinterpret_cast<const std::uint32_t*>(matrix_.words.const_data_ptr<std::int32_t>())
                              + (c * rows_.words() + word) * kTileColumns;
        const auto words = std::min(kWordsAtOnce, rows_.words() - word);
        const auto* rows = rows_.panel(r) + word * kTileRows;
        if (matrix_.format != TileFormat::Int8)
            return kernel_({rows, columns, words, rowCount(r), sum, word > 0});
        alignas(64) std::int32_t products[kTile];
        kernel_({rows, columns, words, rowCount(r), products});
        if (word == 0)
            std::fill_n(sum, kTile, 0.0F);
        const auto group = word / kWordsAtOnce;
        addByteTile(
            {.products = products,
             .columnScales = matrix_.scales.const_data_ptr<float>() + (c * rows_.groups() + group) * kTileColumns,
             .rowScales = rows_.scales(r * kTileRows) + group,
             .rowSums = rows_.sums(r * kTileRows) + group,
             .rowStride = rows_.groups(),
             .rowCount = rowCount(r),
             .sum = sum});
    }

    const PackedMatrix& matrix_;
    const PackedRows& rows_;
    TaskPanels panels_;
    std::int64_t endRow_;
    TileKernel kernel_;
    std::unique_ptr<float[]> sums_;
};

/// Rows first … last − 1 of all products as tasks: blocks of rows, and in each block groups of columns.
class ProductTasks {
public:
    ProductTasks(std::span<const PackedProduct> products, std::int64_t first, std::int64_t last)
        : products_(products), first_(first), last_(last), rowPanels_((last - first + kTileRows - 1) / kTileRows) {
        constexpr std::int64_t kTasksPerThread = 4;
        std::int64_t panels = 0;
        for (const auto& product : products)
            panels += product.matrix->panels() * rowBlocks();
        columns_ = std::clamp<std::int64_t>(panels / (kTasksPerThread * at::get_num_threads()), 1, kColumnPanelsAtOnce);
    }

    std::int64_t count() const {
        std::int64_t total = 0;
        for (const auto& product : products_)
            total += rowBlocks() * columnGroups(product);
        return total;
    }

    void run(std::int64_t task, const PackedRows& rows) const {
        const auto* product = products_.data();
        for (; task >= rowBlocks() * columnGroups(*product); ++product)
            task -= rowBlocks() * columnGroups(*product);
        const auto row = first_ / kTileRows + task / columnGroups(*product) * kRowPanelsAtOnce;
        const auto column = task % columnGroups(*product) * columns_;
        const TaskPanels panels{row, std::min(first_ / kTileRows + rowPanels_, row + kRowPanelsAtOnce), column,
                                std::min(product->matrix->panels(), column + columns_)};
        TileTask{*product->matrix, rows, panels, last_}.run(product->finish, first_);
    }

private:
    std::int64_t rowBlocks() const { return (rowPanels_ + kRowPanelsAtOnce - 1) / kRowPanelsAtOnce; }
    std::int64_t columnGroups(const PackedProduct& product) const {
        return (product.matrix->panels() + columns_ - 1) / columns_;
    }

    std::span<const PackedProduct> products_;
    std::int64_t first_, last_, rowPanels_, columns_ = 1;
};

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
    for (const auto& product : products)
        TORCH_CHECK(product.matrix->in == rows.width() && product.matrix->format == rows.format(),
                    "rows and matrix do not fit");
    const ProductTasks tasks{products, first, last};
    forEachTask(tasks.count(), [&](std::int64_t task) { tasks.run(task, rows); });
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
