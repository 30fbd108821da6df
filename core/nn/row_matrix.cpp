#include "core/nn/row_matrix.h"

#include "core/nn/parallel.h"
#include "core/nn/row_conversion.h"
#include "core/nn/row_kernels.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>

#include <algorithm>
#include <atomic>
#include <limits>

namespace ottava::nn {
namespace {

constexpr std::int64_t kLargestWeight = 127;

RowFormat formatOf(const at::Tensor& weight) {
    if (weight.is_cpu() && weight.scalar_type() == at::kFloat)
        return RowFormat::Fp32;
    if (weight.is_cpu() && weight.scalar_type() == at::kBFloat16)
        return RowFormat::Bf16;
    return RowFormat::Other;
}

std::size_t elementSize(RowFormat format) {
    return format == RowFormat::Fp32 ? sizeof(float) : sizeof(std::uint16_t);
}

/// The largest activation for which sums of `in` products with weights of at most 127 fit 32 bits.
float largestInput(std::int64_t in) {
    return static_cast<float>(std::min<std::int64_t>(std::numeric_limits<std::int16_t>::max(),
                                                     std::numeric_limits<std::int32_t>::max() / (kLargestWeight * in)));
}

RowKernel kernelFor(RowFormat format) {
    static const auto kernels = rowKernels(vectorLevel());
    TORCH_CHECK(format != RowFormat::Other, "no kernel multiplies rows of this format");
    return format == RowFormat::Fp32 ? kernels.fp32 : (format == RowFormat::Bf16 ? kernels.bf16 : kernels.int8);
}

} // namespace

at::Tensor RowMatrix::dense(at::ScalarType dtype, std::int64_t first, std::int64_t last) const {
    const auto rows = values.slice(0, first, last);
    if (!scales.defined())
        return rows.to(dtype);
    return rows.to(dtype).mul_(scales.slice(0, first, last).unsqueeze(1).to(dtype));
}

at::Tensor RowMatrix::dense(at::ScalarType dtype) const {
    return dense(dtype, 0, out());
}

at::Tensor RowMatrix::operator()(const at::Tensor& x) const {
    return at::linear(x, dense(x.scalar_type()));
}

RowMatrix rowMatrix(const at::Tensor& weight) {
    return {weight.contiguous(), {}, formatOf(weight)};
}

RowMatrix quantizedRowMatrix(const at::Tensor& weight) {
    constexpr std::int64_t kBlock = 4096; // rows that are held in float32 at a time
    const auto outputs = weight.size(0);
    RowMatrix matrix{at::empty(weight.sizes(), weight.options().dtype(at::kChar)),
                     at::empty({outputs}, weight.options().dtype(at::kFloat)), RowFormat::Int8};
    for (std::int64_t first = 0; first < outputs; first += kBlock) {
        const auto last = std::min(outputs, first + kBlock);
        const auto rows = weight.slice(0, first, last).to(at::kFloat);
        const auto scale = rows.abs().amax(1).div_(static_cast<double>(kLargestWeight)).clamp_min_(1e-30);
        matrix.scales.slice(0, first, last).copy_(scale);
        matrix.values.slice(0, first, last).copy_(rows.div(scale.unsqueeze(1)).round_());
    }
    return matrix;
}

void RowInput::fill(const float* x, std::int64_t rows, std::int64_t in, RowFormat format) {
    rows_ = rows;
    bytes_.resize(static_cast<std::size_t>(rows * in) * elementSize(format));
    scales_.resize(static_cast<std::size_t>(rows));
    if (format == RowFormat::Fp32) {
        std::copy_n(x, rows * in, reinterpret_cast<float*>(bytes_.data()));
    } else if (format == RowFormat::Bf16) {
        narrow(x, rows * in, reinterpret_cast<std::uint16_t*>(bytes_.data()));
    } else {
        auto* out = reinterpret_cast<std::int16_t*>(bytes_.data());
        for (std::int64_t row = 0; row < rows; ++row)
            scales_[static_cast<std::size_t>(row)] = quantize(x + row * in, in, largestInput(in), out + row * in);
    }
}

void multiplySerially(const RowProduct& product, const RowInput& input) {
    const auto& matrix = *product.matrix;
    const auto* weight = static_cast<const std::byte*>(matrix.values.const_data_ptr());
    kernelFor(matrix.format)(
        {.weight = weight + product.first * matrix.in() * static_cast<std::int64_t>(matrix.values.element_size()),
         .weightScale = matrix.scales.defined() ? matrix.scales.const_data_ptr<float>() + product.first : nullptr,
         .count = product.count,
         .x = input.data(),
         .xScale = input.scales(),
         .rows = input.rows(),
         .in = matrix.in(),
         .y = product.y,
         .stride = product.stride});
}

namespace {

/// Outputs first … last − 1 of all products, counted through.
void multiplyPart(std::span<const RowProduct> products, const RowInput& input, std::int64_t begin, std::int64_t end) {
    std::int64_t before = 0;
    for (const auto& product : products) {
        const auto first = std::max(begin - before, std::int64_t{0});
        const auto last = std::min(end - before, product.count);
        if (first < last)
            multiplySerially({product.matrix, product.first + first, last - first, product.y + first, product.stride},
                             input);
        before += product.count;
    }
}

} // namespace

void multiply(std::span<const RowProduct> products, const RowInput& input) {
    constexpr std::int64_t kLeastWork = 1 << 16; // products that are worth waking a thread for
    constexpr std::int64_t kPartsPerThread = 8;  // threads seldom read memory equally fast: who is early takes more
    std::int64_t total = 0, widest = 1;
    for (const auto& product : products) {
        total += product.count;
        widest = std::max(widest, product.matrix->in());
    }
    const auto leastPart = std::max<std::int64_t>(4, kLeastWork / widest);
    const std::int64_t threads = at::in_parallel_region() ? 1 : at::get_num_threads();
    const auto part = std::max(leastPart, (total / (threads * kPartsPerThread) + 3) / 4 * 4);
    if (threads == 1 || total <= leastPart)
        return multiplyPart(products, input, 0, total);
    std::atomic<std::int64_t> next = 0;
    parallelFor(0, threads, /*grain=*/1, [&](std::int64_t, std::int64_t) {
        for (auto begin = next.fetch_add(part); begin < total; begin = next.fetch_add(part))
            multiplyPart(products, input, begin, std::min(total, begin + part));
    });
}

} // namespace ottava::nn
