#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ottava::nn {

enum class RowFormat { Fp32, Bf16, Int8, Other };

/// A weight [out, in] that is multiplied with few rows again and again, where reading it from memory is what costs.
/// Int8 holds one scale an output: weight ≈ scale · values.
struct RowMatrix {
    at::Tensor values; ///< [out, in], contiguous: float32, bfloat16, int8, or what the device prefers
    at::Tensor scales; ///< [out] float32 with int8, else undefined
    RowFormat format = RowFormat::Fp32;

    std::int64_t out() const { return values.size(0); }
    std::int64_t in() const { return values.size(1); }
    std::size_t nbytes() const { return values.nbytes(); }

    /// The weight (or its rows first … last − 1) as a plain tensor of this dtype.
    at::Tensor dense(at::ScalarType dtype) const;
    at::Tensor dense(at::ScalarType dtype, std::int64_t first, std::int64_t last) const;
    /// x […, in] → […, out] through libtorch, on any device: for many rows.
    at::Tensor operator()(const at::Tensor& x) const;
};

RowMatrix rowMatrix(const at::Tensor& weight);
/// Rounded to int8, symmetric, one scale an output. `weight` [out, in] on the CPU.
RowMatrix quantizedRowMatrix(const at::Tensor& weight);

/// Rows of activations in the form that a format's kernels read: float32, bfloat16, or 16-bit integers with one scale a
/// row, as large as sums in 32 bits allow. Keeps its memory from use to use.
class RowInput {
public:
    /// x: `rows` rows of `in` numbers.
    void fill(const float* x, std::int64_t rows, std::int64_t in, RowFormat format);

    std::int64_t rows() const { return rows_; }
    const void* data() const { return bytes_.data(); }
    const float* scales() const { return scales_.data(); }

private:
    std::int64_t rows_ = 0;
    std::vector<std::byte> bytes_;
    std::vector<float> scales_;
};

/// Part of a product: y[r · stride + i] = matrix row (first + i) · input row r, for i < count.
struct RowProduct {
    const RowMatrix* matrix = nullptr;
    std::int64_t first = 0, count = 0;
    float* y = nullptr;
    std::int64_t stride = 0;
};

/// All products of `input`, which was filled for the matrices' format, in one parallel pass that reads each weight
/// once.
void multiply(std::span<const RowProduct> products, const RowInput& input);

/// The same on this thread alone.
void multiplySerially(const RowProduct& product, const RowInput& input);

} // namespace ottava::nn
