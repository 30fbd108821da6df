#pragma once

#include "core/nn/packed_rows.h"
#include "core/nn/tile_finish.h"

#include <span>

namespace ottava::nn {

/// A weight [out, in] laid out for tile kernels: panels of kTileColumns outputs, [panel][words][kTileColumns]. int8 is
/// symmetric, with one scale for each output and group of inputs.
struct PackedMatrix {
    TileFormat format = TileFormat::Fp32;
    std::int64_t out = 0, in = 0;
    at::ScalarType dtype = at::kFloat; ///< of the weight it was made from
    at::Tensor words{};                ///< [panels, words, kTileColumns] int32
    at::Tensor scales{};               ///< int8: [panels, groups, kTileColumns] float32
    at::Tensor bias{};                 ///< [panels · kTileColumns] float32, or undefined

    std::int64_t panels() const { return words.size(0); }
    std::size_t nbytes() const { return words.nbytes() + (scales.defined() ? scales.nbytes() : 0); }
};

/// weight [out, in] and bias [out] (or undefined) on the CPU.
PackedMatrix packMatrix(const at::Tensor& weight, const at::Tensor& bias, TileFormat format);

/// Two weights of the same shape as one, sixteen outputs of `left` and sixteen of `right` by turns: what
/// TileUse::SiluGate takes.
PackedMatrix packPair(const at::Tensor& left, const at::Tensor& right, TileFormat format);

/// Whether this processor multiplies such matrices faster than libtorch does. int8 it does anyway.
bool packingPays(TileFormat format);

struct PackedProduct {
    const PackedMatrix* matrix = nullptr;
    TileFinish finish{};
};

/// The products of rows first … last − 1 of `rows` with several matrices in one parallel pass. Row `first` is row 0 of
/// what `finish` points to.
void multiply(std::span<const PackedProduct> products, const PackedRows& rows, std::int64_t first, std::int64_t last);
void multiply(std::span<const PackedProduct> products, const PackedRows& rows);

/// x […, in], float32 or bfloat16 → […, out] in x's type.
at::Tensor multiply(const PackedMatrix& matrix, const at::Tensor& x);

/// Rows of x [rows, width] (float32 or bfloat16, contiguous) as they are. x must outlive the source.
RowSource rowsOf(const at::Tensor& x);

} // namespace ottava::nn
