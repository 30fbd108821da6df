#include "core/nn/tile_finish.h"

#include "core/nn/lanes.h"

#include <algorithm>

namespace ottava::nn {
namespace {

OTTAVA_INLINE void addBytes(const ByteTile& tile) {
    for (std::int64_t row = 0; row < tile.rowCount; ++row) {
        const float rowScale = tile.rowScales[row * tile.rowStride];
        const std::int32_t offset = kByteOffset * tile.rowSums[row * tile.rowStride];
        for (std::int64_t column = 0; column < kTileColumns; column += kLanes) {
            Ints product;
            Floats scale, sum;
            std::memcpy(&product, tile.products + row * kTileColumns + column, sizeof product);
            load(tile.columnScales + column, scale);
            load(tile.sum + row * kTileColumns + column, sum);
            sum += __builtin_convertvector(product - offset, Floats) * (scale * rowScale);
            store(sum, tile.sum + row * kTileColumns + column);
        }
    }
}

/// Sixteen numbers, of which the first `count` exist.
OTTAVA_INLINE void loadSome(const float* p, std::int64_t count, Floats& v) {
    if (count >= kLanes)
        return load(p, v);
    float some[kLanes] = {};
    std::copy_n(p, count, some);
    load(some, v);
}
template<class Value>
OTTAVA_INLINE void storeSome(const Floats& v, std::int64_t count, Value* p) {
    if (count >= kLanes)
        return store(v, p);
    Value some[kLanes];
    store(v, some);
    std::copy_n(some, count, p);
}

/// One vector of the result, from column `column` of y on.
template<class Value>
OTTAVA_INLINE void finishVector(const TileFinish& job, Floats& v, std::int64_t row, std::int64_t column) {
    const auto count = job.columns - column;
    if (count <= 0)
        return;
    auto* y = static_cast<Value*>(job.y) + row * job.stride + column;
    if constexpr (std::is_same_v<Value, float>)
        if (job.use == TileUse::AddGated) {
            Floats before;
            loadSome(y, count, before);
            if (job.gate != nullptr) {
                Floats gate;
                loadSome(job.gate + (job.firstRow + row) / job.rowsPerItem * job.gateStride + column, count, gate);
                v *= gate;
            }
            v += before;
        }
    storeSome(v, count, y);
}

template<class Value>
OTTAVA_INLINE void finishRow(const TileFinish& job, const float* product, std::int64_t row, std::int64_t column) {
    Floats left, right;
    load(product, left);
    load(product + kLanes, right);
    if (job.bias != nullptr) {
        Floats bias;
        load(job.bias + column, bias);
        left += bias;
        load(job.bias + column + kLanes, bias);
        right += bias;
    }
    const bool gated = job.use == TileUse::SiluGate;
    const auto first = gated ? column / 2 : column;
    const auto second = gated ? first : column + kLanes;
    Floats more;
    if (job.added != nullptr && first < job.columns) {
        loadSome(job.added + row * job.columns + first, job.columns - first, more);
        left += more;
    }
    const auto* addedRight = gated ? job.addedRight : job.added;
    if (addedRight != nullptr && second < job.columns) {
        loadSome(addedRight + row * job.columns + second, job.columns - second, more);
        right += more;
    }
    if (gated) {
        silu(left);
        left *= right;
    }
    finishVector<Value>(job, left, row, first);
    if (!gated)
        finishVector<Value>(job, right, row, second);
}

OTTAVA_INLINE void finishRows(const TileFinish& job, const float* product, std::int64_t row, std::int64_t rowCount,
                              std::int64_t column) {
    for (std::int64_t r = 0; r < rowCount; ++r)
        if (job.yIsBf16)
            finishRow<std::uint16_t>(job, product + r * kTileColumns, row + r, column);
        else
            finishRow<float>(job, product + r * kTileColumns, row + r, column);
}

struct Kernels {
    void (*addBytes)(const ByteTile&);
    void (*finish)(const TileFinish&, const float*, std::int64_t, std::int64_t, std::int64_t);
};

struct Portable {
    static void bytes(const ByteTile& tile) { addBytes(tile); }
    static void finish(const TileFinish& job, const float* product, std::int64_t row, std::int64_t rowCount,
                       std::int64_t column) {
        finishRows(job, product, row, rowCount, column);
    }
};
#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void bytes(const ByteTile& tile) { addBytes(tile); }
    OTTAVA_AVX2 static void finish(const TileFinish& job, const float* product, std::int64_t row, std::int64_t rowCount,
                                   std::int64_t column) {
        finishRows(job, product, row, rowCount, column);
    }
};
struct Avx512 {
    OTTAVA_AVX512 static void bytes(const ByteTile& tile) { addBytes(tile); }
    OTTAVA_AVX512 static void finish(const TileFinish& job, const float* product, std::int64_t row,
                                     std::int64_t rowCount, std::int64_t column) {
        finishRows(job, product, row, rowCount, column);
    }
};
#endif

const Kernels& kernels() {
    static const Kernels chosen = [] {
#if defined(__x86_64__)
        if (vectorLevel() >= VectorLevel::Avx512)
            return Kernels{Avx512::bytes, Avx512::finish};
        if (vectorLevel() == VectorLevel::Avx2)
            return Kernels{Avx2::bytes, Avx2::finish};
#endif
        return Kernels{Portable::bytes, Portable::finish};
    }();
    return chosen;
}

} // namespace

void addByteTile(const ByteTile& tile) {
    kernels().addBytes(tile);
}

void finishTile(const TileFinish& finish, const float* product, std::int64_t row, std::int64_t rowCount,
                std::int64_t column) {
    kernels().finish(finish, product, row, rowCount, column);
}

} // namespace ottava::nn
