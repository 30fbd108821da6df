#include "core/nn/row_kernels.h"

#include "core/nn/lanes.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ottava::nn {
namespace {

/// `Wide` weights against `Rows` inputs: every weight is loaded once for all of them.
template<class Weight, class Input, class Vector, int Wide, int Rows>
OTTAVA_INLINE void block(const RowOperands& job, std::int64_t first, std::int64_t row) {
    const auto* weight = static_cast<const Weight*>(job.weight) + first * job.in;
    const auto* x = static_cast<const Input*>(job.x) + row * job.in;
    Vector total[Wide][Rows] = {};
    std::int64_t k = 0;
    for (; k + kLanes <= job.in; k += kLanes) {
        Vector input[Rows];
        for (int r = 0; r < Rows; ++r)
            load(x + r * job.in + k, input[r]);
        for (int w = 0; w < Wide; ++w) {
            Vector values;
            load(weight + w * job.in + k, values);
            for (int r = 0; r < Rows; ++r)
                total[w][r] += values * input[r];
        }
    }
    for (int w = 0; w < Wide; ++w)
        for (int r = 0; r < Rows; ++r) {
            auto value = sum(total[w][r]);
            for (auto rest = k; rest < job.in; ++rest)
                value += widen(weight[w * job.in + rest]) * widen(x[r * job.in + rest]);
            auto result = static_cast<float>(value);
            if constexpr (std::is_same_v<Weight, std::int8_t>)
                result *= job.weightScale[first + w] * job.xScale[row + r];
            job.y[(row + r) * job.stride + first + w] = result;
        }
}

template<class Weight, class Input, class Vector, int Wide>
OTTAVA_INLINE void allRows(const RowOperands& job, std::int64_t first) {
    std::int64_t row = 0;
    for (; row + 2 <= job.rows; row += 2)
        block<Weight, Input, Vector, Wide, 2>(job, first, row);
    if (row < job.rows)
        block<Weight, Input, Vector, Wide, 1>(job, first, row);
}

template<class Weight, class Input, class Vector>
OTTAVA_INLINE void product(const RowOperands& job) {
    constexpr int kWide = 2;
    std::int64_t first = 0;
    for (; first + kWide <= job.count; first += kWide)
        allRows<Weight, Input, Vector, kWide>(job, first);
    for (; first < job.count; ++first)
        allRows<Weight, Input, Vector, 1>(job, first);
}

struct Portable {
    static void fp32(const RowOperands& job) { product<float, float, Floats>(job); }
    static void bf16(const RowOperands& job) { product<std::uint16_t, std::uint16_t, Floats>(job); }
    static void int8(const RowOperands& job) { product<std::int8_t, std::int16_t, Ints>(job); }
};

#if defined(__x86_64__)
#define OTTAVA_AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))
#define OTTAVA_AVX512_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))

struct Avx2 {
    OTTAVA_AVX2 static void fp32(const RowOperands& job) { product<float, float, Floats>(job); }
    OTTAVA_AVX2 static void bf16(const RowOperands& job) { product<std::uint16_t, std::uint16_t, Floats>(job); }
    OTTAVA_AVX2 static void int8(const RowOperands& job) { product<std::int8_t, std::int16_t, Ints>(job); }
};

struct Avx512 {
    OTTAVA_AVX512 static void fp32(const RowOperands& job) { product<float, float, Floats>(job); }
    OTTAVA_AVX512 static void bf16(const RowOperands& job) { product<std::uint16_t, std::uint16_t, Floats>(job); }
    OTTAVA_AVX512 static void int8(const RowOperands& job) { product<std::int8_t, std::int16_t, Ints>(job); }
};

constexpr std::int64_t kPairs = 32; ///< 16-bit numbers in a register: what a dot product instruction takes at once

/// A single row of weights is a stream of its own; blocks of several stop at the end of each short row, where the
/// processor's own prefetchers do, too.
constexpr std::int64_t kStreamAhead = 4096; ///< bytes
OTTAVA_INLINE void fetchAhead(const void* weight, std::int64_t bytesInBlock) {
    _mm_prefetch(static_cast<const char*>(weight) + (bytesInBlock > 0 ? bytesInBlock : kStreamAhead), _MM_HINT_T0);
}

OTTAVA_INLINE __mmask32 maskOf(std::int64_t left) {
    return left >= kPairs ? ~__mmask32{0} : left <= 0 ? 0 : (__mmask32{1} << left) - 1;
}

/// Sums run in two chains, of even and of odd steps, in every shape: a row gets the same numbers in any company.
constexpr int kChains = 2;

// Loops are unrolled so that every sum has a register of its own.
template<int Wide, int Rows>
OTTAVA_AVX512_BF16 void bf16Block(const RowOperands& job, std::int64_t first, std::int64_t row) {
    const auto* weight = static_cast<const std::uint16_t*>(job.weight) + first * job.in;
    const auto* x = static_cast<const std::uint16_t*>(job.x) + row * job.in;
    constexpr int kSize = sizeof(std::uint16_t);
    const std::int64_t blockBytes = Wide == 1 ? 0 : Wide * job.in * kSize;
    __m512 total[kChains][Wide][Rows];
    for (auto& chain : total)
        for (auto& sums : chain)
            for (auto& one : sums)
                one = _mm512_setzero_ps();
    for (std::int64_t start = 0; start < job.in; start += kChains * kPairs)
#pragma GCC unroll 2
        for (int chain = 0; chain < kChains; ++chain) {
            const auto k = start + chain * kPairs;
            const __mmask32 mask = maskOf(job.in - k);
            __m512i input[Rows];
#pragma GCC unroll 4
            for (int r = 0; r < Rows; ++r)
                input[r] = _mm512_maskz_loadu_epi16(mask, x + r * job.in + k);
#pragma GCC unroll 4
            for (int w = 0; w < Wide; ++w) {
                const auto* at = weight + w * job.in + k;
                fetchAhead(at, blockBytes);
                const __m512i values = _mm512_maskz_loadu_epi16(mask, at);
#pragma GCC unroll 4
                for (int r = 0; r < Rows; ++r)
                    total[chain][w][r] = _mm512_dpbf16_ps(total[chain][w][r], (__m512bh)values, (__m512bh)input[r]);
            }
        }
#pragma GCC unroll 4
    for (int w = 0; w < Wide; ++w)
#pragma GCC unroll 4
        for (int r = 0; r < Rows; ++r)
            job.y[(row + r) * job.stride + first + w] = sum(total[0][w][r] + total[1][w][r]);
}

/// One row of weights: widening them takes the time that blocks of several would save.
template<int Rows>
OTTAVA_AVX512_VNNI void int8Block(const RowOperands& job, std::int64_t output, std::int64_t row) {
    const auto* weight = static_cast<const std::int8_t*>(job.weight) + output * job.in;
    const auto* x = static_cast<const std::int16_t*>(job.x) + row * job.in;
    __m512i total[kChains][Rows];
    for (auto& chain : total)
        for (auto& one : chain)
            one = _mm512_setzero_si512();
    for (std::int64_t start = 0; start < job.in; start += kChains * kPairs)
#pragma GCC unroll 2
        for (int chain = 0; chain < kChains; ++chain) {
            const auto k = start + chain * kPairs;
            const __mmask32 mask = maskOf(job.in - k);
            fetchAhead(weight + k, /*bytesInBlock=*/0);
            const __m512i values = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, weight + k));
#pragma GCC unroll 4
            for (int r = 0; r < Rows; ++r) {
                const __m512i input = _mm512_maskz_loadu_epi16(mask, x + r * job.in + k);
                total[chain][r] = _mm512_dpwssd_epi32(total[chain][r], values, input);
            }
        }
#pragma GCC unroll 4
    for (int r = 0; r < Rows; ++r) {
        const __m512i both = _mm512_add_epi32(total[0][r], total[1][r]);
        Ints lanes;
        std::memcpy(&lanes, &both, sizeof lanes);
        job.y[(row + r) * job.stride + output] =
            static_cast<float>(sum(lanes)) * job.weightScale[output] * job.xScale[row + r];
    }
}

using Block = void (*)(const RowOperands&, std::int64_t first, std::int64_t row);

/// So few inputs cost less than reading the weights does: those stream row by row, as fast as memory gives them.
constexpr std::int64_t kMostStreamed = 2;

/// Weight rows stay in the first cache while up to four inputs at a time pass over them.
template<Block... byRows>
void inBlocks(const RowOperands& job, std::int64_t first) {
    static constexpr Block kBlocks[] = {byRows...};
    constexpr std::int64_t kMost = sizeof...(byRows);
    for (std::int64_t row = 0; row < job.rows; row += kMost)
        kBlocks[std::min(kMost, job.rows - row) - 1](job, first, row);
}

struct Avx512Dot {
    static void bf16(const RowOperands& job) {
        std::int64_t first = 0;
        for (; job.rows > kMostStreamed && first + 4 <= job.count; first += 4)
            inBlocks<bf16Block<4, 1>, bf16Block<4, 2>, bf16Block<4, 3>, bf16Block<4, 4>>(job, first);
        for (; first < job.count; ++first)
            inBlocks<bf16Block<1, 1>, bf16Block<1, 2>, bf16Block<1, 3>, bf16Block<1, 4>>(job, first);
    }
    static void int8(const RowOperands& job) {
        for (std::int64_t first = 0; first < job.count; ++first)
            inBlocks<int8Block<1>, int8Block<2>, int8Block<3>, int8Block<4>>(job, first);
    }
};
#endif

} // namespace

VectorLevel vectorLevel() {
#if defined(__x86_64__)
    static const VectorLevel level = [] {
        const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                          && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
        if (wide && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vnni"))
            return VectorLevel::Avx512Dot;
        if (wide)
            return VectorLevel::Avx512;
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? VectorLevel::Avx2
                                                                               : VectorLevel::Portable;
    }();
    return level;
#else
    return VectorLevel::Portable;
#endif
}

RowKernels rowKernels(VectorLevel level) {
#if defined(__x86_64__)
    switch (level) {
    case VectorLevel::Avx512Dot:
        return {Avx512::fp32, Avx512Dot::bf16, Avx512Dot::int8};
    case VectorLevel::Avx512:
        return {Avx512::fp32, Avx512::bf16, Avx512::int8};
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
