#pragma once

#include "core/nn/tile_kernels.h"

namespace ottava::nn {

/// What becomes of a product.
enum class TileUse {
    Store,    ///< y = product
    AddGated, ///< y += gate · product, y float32
    SiluGate, ///< y = silu(left) · right: columns come in sixteens of one and of the other
};

/// Where the numbers of a product go. Rows of y, `added` and `gate` are contiguous.
struct TileFinish {
    TileUse use = TileUse::Store;
    void* y = nullptr; ///< [rows, stride]
    bool yIsBf16 = false;
    std::int64_t stride = 0;     ///< of y
    std::int64_t columns = 0;    ///< of y
    const float* bias = nullptr; ///< one a column of the product
    const float* gate = nullptr; ///< AddGated: [items, gateStride]; none: 1
    std::int64_t gateStride = 0;
    std::int64_t rowsPerItem = 1;
    std::int64_t firstRow = 0;         ///< of y within all items, which tells the item that a row is of
    const float* added = nullptr;      ///< [rows, columns], to the product; to `left` of SiluGate
    const float* addedRight = nullptr; ///< [rows, columns], to `right` of SiluGate
};

/// Part of the product of int8 numbers → float32, added to what `sum` holds.
struct ByteTile {
    const std::int32_t* products = nullptr; ///< [kTileRows][kTileColumns]
    const float* columnScales = nullptr;    ///< [kTileColumns]
    const float* rowScales = nullptr;       ///< [rows · rowStride]
    const std::int32_t* rowSums = nullptr;  ///< [rows · rowStride]
    std::int64_t rowStride = 1, rowCount = 0;
    float* sum = nullptr; ///< [kTileRows][kTileColumns]
};

void addByteTile(const ByteTile& tile);

/// product [kTileRows][kTileColumns], which starts at `row` and at column `column` of the matrix.
void finishTile(const TileFinish& finish, const float* product, std::int64_t row, std::int64_t rowCount,
                std::int64_t column);

} // namespace ottava::nn
