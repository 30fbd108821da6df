#include "core/nn/tile_kernels.h"

#include "core/nn/lanes.h"

#include <array>
#include <cstring>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ottava::nn {
namespace {

constexpr std::int64_t kHalves = kTileColumns / kLanes;

OTTAVA_INLINE void load(const std::uint32_t* p, Words& v) {
    std::memcpy(&v, p, sizeof v);
}

/// How a format multiplies words of rows and columns, for any processor.
struct Fp32Dot {
    using Sum = Floats;
    OTTAVA_INLINE static void add(Floats& sum, const Words& row, const Words& column) {
        sum += reinterpret_cast<const Floats&>(row) * reinterpret_cast<const Floats&>(column);
    }
};
struct Bf16Dot {
    using Sum = Floats;
    OTTAVA_INLINE static void add(Floats& sum, const Words& row, const Words& column) {
        const Words left[] = {row << 16, row & 0xFFFF0000U};
        const Words right[] = {column << 16, column & 0xFFFF0000U};
        Fp32Dot::add(sum, left[0], right[0]);
        Fp32Dot::add(sum, left[1], right[1]);
    }
};
struct Int8Dot {
    using Sum = Ints;
    OTTAVA_INLINE static void add(Ints& sum, const Words& row, const Words& column) {
        for (unsigned byte = 0; byte < 4; ++byte) {
            const Words high = row << (24 - 8 * byte);
            const Words right = (column >> (8 * byte)) & 0xFFU;
            sum += (reinterpret_cast<const Ints&>(high) >> 24) * reinterpret_cast<const Ints&>(right);
        }
    }
};

/// `Rows` rows at a time: as many sums as the level has registers for.
template<class Dot, std::int64_t Rows>
OTTAVA_INLINE void rowsFrom(const TileOperands& tile, std::int64_t first) {
    using Sum = typename Dot::Sum;
    Sum total[Rows][kHalves] = {};
    auto* const out = static_cast<Sum*>(tile.out) + first * kHalves;
    if (tile.adds)
        std::memcpy(total, out, sizeof total);
    for (std::int64_t word = 0; word < tile.words; ++word) {
        Words column[kHalves];
        for (std::int64_t half = 0; half < kHalves; ++half)
            load(tile.columns + word * kTileColumns + half * kLanes, column[half]);
        for (std::int64_t r = 0; r < Rows; ++r) {
            const Words row = Words{} + tile.rows[word * kTileRows + first + r];
            for (std::int64_t half = 0; half < kHalves; ++half)
                Dot::add(total[r][half], row, column[half]);
        }
    }
    std::memcpy(out, total, sizeof total);
}

template<class Dot, std::int64_t Rows>
OTTAVA_INLINE void allRows(const TileOperands& tile) {
    static_assert(kTileRows % Rows == 0);
    for (std::int64_t first = 0; first < tile.rowCount; first += Rows)
        rowsFrom<Dot, Rows>(tile, first);
}

struct Portable {
    static void fp32(const TileOperands& tile) { allRows<Fp32Dot, 1>(tile); }
    static void bf16(const TileOperands& tile) { allRows<Bf16Dot, 1>(tile); }
    static void int8(const TileOperands& tile) { allRows<Int8Dot, 1>(tile); }
};

#if defined(__x86_64__)
#define OTTAVA_AVX512_DOT                                                                                              \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vnni,prefer-vector-width=512")))

struct Avx2 {
    OTTAVA_AVX2 static void fp32(const TileOperands& tile) { allRows<Fp32Dot, 2>(tile); }
    OTTAVA_AVX2 static void bf16(const TileOperands& tile) { allRows<Bf16Dot, 2>(tile); }
    OTTAVA_AVX2 static void int8(const TileOperands& tile) { allRows<Int8Dot, 2>(tile); }
};

struct Avx512Words {
    OTTAVA_AVX512 static void bf16(const TileOperands& tile) { allRows<Bf16Dot, 7>(tile); }
    OTTAVA_AVX512 static void int8(const TileOperands& tile) { allRows<Int8Dot, 2>(tile); }
};

// The instructions that multiply whole words.
struct FusedMultiply {
    using Sum = __m512;
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static Sum add(Sum sum, __m512i row, __m512i column) {
        return _mm512_fmadd_ps(_mm512_castsi512_ps(row), _mm512_castsi512_ps(column), sum);
    }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void store(float* out, Sum sum) { _mm512_storeu_ps(out, sum); }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void load(const float* out, Sum& sum) {
        sum = _mm512_loadu_ps(out);
    }
};
struct PairDot {
    using Sum = __m512;
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static Sum add(Sum sum, __m512i row, __m512i column) {
        return _mm512_dpbf16_ps(sum, (__m512bh)column, (__m512bh)row);
    }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void store(float* out, Sum sum) { _mm512_storeu_ps(out, sum); }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void load(const float* out, Sum& sum) {
        sum = _mm512_loadu_ps(out);
    }
};
struct ByteDot {
    using Sum = __m512i;
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static Sum add(Sum sum, __m512i row, __m512i column) {
        return _mm512_dpbusd_epi32(sum, column, row);
    }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void store(float* out, Sum sum) { _mm512_storeu_si512(out, sum); }
    OTTAVA_AVX512_DOT [[gnu::always_inline]] static void load(const float* out, Sum& sum) {
        sum = _mm512_loadu_si512(out);
    }
};

template<class Dot, int Rows>
OTTAVA_AVX512_DOT void wideTile(const TileOperands& tile) {
    typename Dot::Sum total[Rows][2];
    // Register by register, here and at the end: the array must not need an address.
    auto* out = static_cast<float*>(tile.out);
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r)
        if (tile.adds) {
            Dot::load(out + r * kTileColumns, total[r][0]);
            Dot::load(out + r * kTileColumns + kLanes, total[r][1]);
        } else {
            total[r][0] = total[r][1] = typename Dot::Sum{};
        }
    const auto* rows = tile.rows;
    const auto* columns = tile.columns;
    for (std::int64_t word = 0; word < tile.words; ++word, rows += kTileRows, columns += kTileColumns) {
        const __m512i low = _mm512_loadu_si512(columns);
        const __m512i high = _mm512_loadu_si512(columns + kLanes);
#pragma GCC unroll 14
        for (int r = 0; r < Rows; ++r) {
            const __m512i row = _mm512_set1_epi32(static_cast<int>(rows[r]));
            total[r][0] = Dot::add(total[r][0], row, low);
            total[r][1] = Dot::add(total[r][1], row, high);
        }
    }
#pragma GCC unroll 14
    for (int r = 0; r < Rows; ++r) {
        Dot::store(out + r * kTileColumns, total[r][0]);
        Dot::store(out + r * kTileColumns + kLanes, total[r][1]);
    }
}

template<class Dot, int... Rows>
OTTAVA_AVX512_DOT void byRowCount(const TileOperands& tile, std::integer_sequence<int, Rows...>) {
    static constexpr std::array<TileKernel, sizeof...(Rows)> kByRows{wideTile<Dot, Rows + 1>...};
    kByRows[static_cast<std::size_t>(tile.rowCount - 1)](tile);
}

template<class Dot>
void wide(const TileOperands& tile) {
    byRowCount<Dot>(tile, std::make_integer_sequence<int, kTileRows>{});
}
#endif

} // namespace

TileKernels tileKernels(VectorLevel level) {
#if defined(__x86_64__)
    switch (level) {
    case VectorLevel::Avx512Dot:
        return {wide<FusedMultiply>, wide<PairDot>, wide<ByteDot>};
    case VectorLevel::Avx512:
        return {wide<FusedMultiply>, Avx512Words::bf16, Avx512Words::int8};
    case VectorLevel::Avx2:
        return {Avx2::fp32, Avx2::bf16, Avx2::int8};
    case VectorLevel::Portable:
        break;
    }
#else
    static_cast<void>(level);
#endif
    return {Portable::fp32, Portable::bf16, Portable::int8};
}

} // namespace ottava::nn
