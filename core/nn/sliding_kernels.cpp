#include "core/nn/sliding_kernels.h"

#include "core/nn/sliding_epilogue.h"

#include <algorithm>
#include <cassert>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ottava::nn {
namespace {

constexpr std::int64_t kChunkBytes = 32 << 10; ///< of a panel's weights at a time: they stay in the first cache

/// Part of the windows, as a kernel takes it at a time.
struct Chunk {
    std::int64_t firstTap, lastTap, begin, end; ///< [begin, end) within each of the taps

    bool first() const { return firstTap == 0 && begin == 0; }
};

/// Products of floats, on vectors of `LaneCount`, blocks of `RowCount` rows by `VectorCount` vectors.
template<int LaneCount, int RowCount, int VectorCount>
struct FloatProducts {
    using Number = float;
    static constexpr int kLanes = LaneCount, kRows = RowCount, kVectors = VectorCount;

    /// Adds a chunk to Rows × Vectors · Lanes sums. Its own sum begins at zero, in registers: sums of sums round less.
    template<int Rows, int Vectors>
    OTTAVA_INLINE static void addChunk(const PanelTask& task, const Chunk& chunk, std::int64_t row,
                                       std::int64_t column) {
        Vector<kLanes> total[Rows][Vectors];
        float* sums = task.sums + row * kPanel + column;
#pragma GCC unroll 24
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v)
                total[r][v] = Vector<kLanes>{};
        const auto& [taps, tapWidth, tapStride, step] = task.windows;
        for (auto tap = chunk.firstTap; tap < chunk.lastTap; ++tap) {
            const float* x = static_cast<const float*>(task.x) + row * step + tap * tapStride;
            const float* weight =
                static_cast<const float*>(task.panel) + (tap * tapWidth + chunk.begin) * task.width + column;
            for (auto k = chunk.begin; k < chunk.end; ++k, weight += task.width) {
                Vector<kLanes> values[Vectors];
#pragma GCC unroll 4
                for (int v = 0; v < Vectors; ++v)
                    loadVector<kLanes>(weight + v * kLanes, values[v]);
#pragma GCC unroll 24
                for (int r = 0; r < Rows; ++r) {
                    const float input = x[r * step + k];
#pragma GCC unroll 4
                    for (int v = 0; v < Vectors; ++v)
                        total[r][v] += values[v] * input;
                }
            }
        }
#pragma GCC unroll 24
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) {
                float* sum = sums + r * kPanel + v * kLanes;
                if (!chunk.first()) {
                    Vector<kLanes> before;
                    loadVector<kLanes>(sum, before);
                    total[r][v] += before;
                }
                std::memcpy(sum, &total[r][v], sizeof total[r][v]);
            }
    }
};

#if defined(__x86_64__)
#define OTTAVA_AVX512_BF16                                                                                             \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,prefer-vector-width=512")))

/// Products of bfloat16 in pairs, which one instruction multiplies and adds to a float32 sum.
struct PairProducts {
    using Number = std::uint16_t;
    static constexpr int kLanes = 16, kRows = 6, kVectors = 4;

    template<int Rows, int Vectors>
    OTTAVA_AVX512_BF16 static void addChunk(const PanelTask& task, const Chunk& chunk, std::int64_t row,
                                            std::int64_t column) {
        __m512 total[Rows][Vectors];
        float* sums = task.sums + row * kPanel + column;
#pragma GCC unroll 24
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v)
                total[r][v] = _mm512_setzero_ps();
        const auto& [taps, tapWidth, tapStride, step] = task.windows;
        for (auto tap = chunk.firstTap; tap < chunk.lastTap; ++tap) {
            const auto* x = static_cast<const Number*>(task.x) + row * step + tap * tapStride;
            const auto* weight =
                static_cast<const Number*>(task.panel) + (tap * tapWidth + chunk.begin) * task.width + 2 * column;
            for (auto k = chunk.begin; k < chunk.end; k += 2, weight += 2 * task.width) {
                __m512i values[Vectors];
#pragma GCC unroll 4
                for (int v = 0; v < Vectors; ++v)
                    values[v] = _mm512_loadu_si512(weight + 2 * v * kLanes);
#pragma GCC unroll 24
                for (int r = 0; r < Rows; ++r) {
                    std::int32_t pair;
                    std::memcpy(&pair, x + r * step + k, sizeof pair);
                    const __m512i input = _mm512_set1_epi32(pair);
#pragma GCC unroll 4
                    for (int v = 0; v < Vectors; ++v)
                        total[r][v] = _mm512_dpbf16_ps(total[r][v], (__m512bh)values[v], (__m512bh)input);
                }
            }
        }
#pragma GCC unroll 24
        for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 4
            for (int v = 0; v < Vectors; ++v) {
                float* sum = sums + r * kPanel + v * kLanes;
                if (!chunk.first())
                    total[r][v] = _mm512_add_ps(total[r][v], _mm512_loadu_ps(sum));
                _mm512_storeu_ps(sum, total[r][v]);
            }
    }
};
#endif

/// `Rows` at a time, then what is left of them: half a block, then singles.
template<class Products, int Rows, int Vectors>
OTTAVA_INLINE void downRows(const PanelTask& task, const Chunk& chunk, std::int64_t column) {
    constexpr int kHalf = std::max(1, Rows / 2);
    std::int64_t row = 0;
    for (; row + Rows <= task.rows; row += Rows)
        Products::template addChunk<Rows, Vectors>(task, chunk, row, column);
    for (; row + kHalf <= task.rows; row += kHalf)
        Products::template addChunk<kHalf, Vectors>(task, chunk, row, column);
    for (; row < task.rows; ++row)
        Products::template addChunk<1, Vectors>(task, chunk, row, column);
}

/// Panels that are too narrow for a block take more rows instead, so that as many sums are under way.
template<class Products>
OTTAVA_INLINE void acrossPanel(const PanelTask& task, const Chunk& chunk) {
    constexpr int kWide = Products::kLanes * Products::kVectors, kSums = Products::kRows * Products::kVectors;
    std::int64_t column = 0;
    for (; column + kWide <= task.width; column += kWide)
        downRows<Products, Products::kRows, Products::kVectors>(task, chunk, column);
    if constexpr (kWide > kNarrow)
        for (; column < task.width; column += kNarrow)
            downRows<Products, kSums * Products::kLanes / kNarrow, kNarrow / Products::kLanes>(task, chunk, column);
}

/// Sums of all chunks, in the order of the window's elements.
template<class Products>
OTTAVA_INLINE void sumWindows(const PanelTask& task) {
    constexpr std::int64_t kDepth = kChunkBytes / (kPanel * sizeof(typename Products::Number));
    const auto& windows = task.windows;
    const auto together = std::max<std::int64_t>(1, kDepth / windows.tapWidth);
    for (std::int64_t tap = 0; tap < windows.taps; tap += together)
        for (std::int64_t begin = 0; begin < windows.tapWidth; begin += kDepth)
            acrossPanel<Products>(
                task, {tap, std::min(tap + together, windows.taps), begin, std::min(begin + kDepth, windows.tapWidth)});
}

template<class Products>
OTTAVA_INLINE void run(const PanelTask& task, const Epilogue& epilogue) {
    sumWindows<Products>(task);
    if (epilogue.snakedAs == Numbers::Bf16)
        finish<Products::kLanes, std::uint16_t>(task, epilogue);
    else
        finish<Products::kLanes, float>(task, epilogue);
}

void portable(const PanelTask& task, const Epilogue& epilogue) {
    run<FloatProducts<4, 2, 4>>(task, epilogue);
}

#if defined(__x86_64__)
OTTAVA_AVX2 void avx2(const PanelTask& task, const Epilogue& epilogue) {
    run<FloatProducts<8, 6, 2>>(task, epilogue);
}

OTTAVA_AVX512 void avx512(const PanelTask& task, const Epilogue& epilogue) {
    run<FloatProducts<16, 6, 4>>(task, epilogue);
}

OTTAVA_AVX512_BF16 void avx512Pairs(const PanelTask& task, const Epilogue& epilogue) {
    run<PairProducts>(task, epilogue);
}
#endif

} // namespace

bool hasSlidingKernel(Numbers numbers, VectorLevel level) {
    return numbers == Numbers::Fp32 || level == VectorLevel::Avx512Dot;
}

SlidingKernel slidingKernel(Numbers numbers, VectorLevel level) {
    assert(hasSlidingKernel(numbers, level));
#if defined(__x86_64__)
    if (numbers == Numbers::Bf16)
        return avx512Pairs;
    if (level >= VectorLevel::Avx512)
        return avx512;
    if (level == VectorLevel::Avx2)
        return avx2;
#else
    static_cast<void>(numbers);
    static_cast<void>(level);
#endif
    return portable;
}

} // namespace ottava::nn
