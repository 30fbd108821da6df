#pragma once

#include "core/nn/row_kernels.h"

#include <cstdint>

namespace ottava::nn {

/// What large products are made of. Both operands are laid out in words of 32 bits: one float32, two bfloat16 or four
/// 8-bit numbers that are neighbours along the dimension that is summed over.
enum class TileFormat { Fp32, Bf16, Int8 };

constexpr std::int64_t numbersPerWord(TileFormat format) {
    return format == TileFormat::Fp32 ? 1 : (format == TileFormat::Bf16 ? 2 : 4);
}

/// A tile is as large as 32 vector registers allow.
constexpr std::int64_t kTileRows = 14, kTileColumns = 32;

/// int8: columns hold value + kByteOffset as unsigned bytes, rows signed ones, as the processor's instruction wants it.
constexpr std::int32_t kByteOffset = 128;

/// One tile: out[r][c] = Σ over words of rows[w][r] · columns[w][c].
struct TileOperands {
    const std::uint32_t* rows = nullptr;    ///< [words][kTileRows]
    const std::uint32_t* columns = nullptr; ///< [words][kTileColumns]
    std::int64_t words = 0;
    std::int64_t rowCount = kTileRows; ///< rows that matter; others may be left out
    void* out = nullptr;               ///< [kTileRows][kTileColumns] float32, int32 with int8
    bool adds = false;                 ///< to what `out` holds
};

using TileKernel = void (*)(const TileOperands&);

struct TileKernels {
    TileKernel fp32, bf16, int8;

    TileKernel of(TileFormat format) const {
        return format == TileFormat::Fp32 ? fp32 : (format == TileFormat::Bf16 ? bf16 : int8);
    }
};

/// Kernels for a level, which must not exceed vectorLevel().
TileKernels tileKernels(VectorLevel level);

} // namespace ottava::nn
