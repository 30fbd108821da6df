#include "core/nn/packing_kernels.h"

#include "core/nn/lanes.h"

#include <algorithm>
#include <cmath>

namespace ottava::nn {
namespace {

constexpr float kLargestByte = 127;

OTTAVA_INLINE void packPairs(const float* x, std::int64_t size, std::uint32_t* words) {
    auto* out = reinterpret_cast<std::uint16_t*>(words);
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        store(v, out + i);
    }
    if (i < size) {
        float rest[kLanes] = {};
        std::uint16_t rounded[kLanes];
        std::copy(x + i, x + size, rest);
        Floats v;
        load(rest, v);
        store(v, rounded);
        std::copy_n(rounded, size - i, out + i);
        if (size % 2 != 0)
            out[size] = 0;
    }
}

OTTAVA_INLINE float largestOf(const float* x, std::int64_t size) {
    Floats most = {};
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        const Floats magnitude = v < 0.0f ? -v : v;
        most = magnitude > most ? magnitude : most;
    }
    float largest = 0;
    for (int lane = 0; lane < kLanes; ++lane)
        largest = std::max(largest, most[lane]);
    for (; i < size; ++i)
        largest = std::max(largest, std::abs(x[i]));
    return largest;
}

/// One group. → Σ of the rounded numbers.
OTTAVA_INLINE std::int32_t roundGroup(const float* x, std::int64_t size, float factor, std::int8_t* out) {
    constexpr float kRounder = 12582912.0f; // adding it leaves no bits for a fraction
    Ints total = {};
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        v = (v * factor + kRounder) - kRounder;
        const Ints rounded = __builtin_convertvector(v, Ints);
        total += rounded;
        const Bytes narrow = __builtin_convertvector(rounded, Bytes);
        std::memcpy(out + i, &narrow, sizeof narrow);
    }
    std::int32_t rest = 0;
    for (; i < size; ++i) {
        out[i] = static_cast<std::int8_t>((x[i] * factor + kRounder) - kRounder);
        rest += out[i];
    }
    return sum(total) + rest;
}

OTTAVA_INLINE void packBytes(const float* x, std::int64_t size, const WordsOfRow& row) {
    auto* out = reinterpret_cast<std::int8_t*>(row.words);
    for (std::int64_t first = 0, group = 0; first < size; first += kGroupNumbers, ++group) {
        const auto count = std::min(kGroupNumbers, size - first);
        const float largest = largestOf(x + first, count);
        row.scales[group] = largest / kLargestByte;
        row.sums[group] = roundGroup(x + first, count, largest > 0 ? kLargestByte / largest : 0, out + first);
    }
    std::fill(out + size, out + 4 * wordsFor(size, TileFormat::Int8), std::int8_t{0});
}

OTTAVA_INLINE void pack(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out) {
    if (format == TileFormat::Fp32)
        std::memcpy(out.words, x, static_cast<std::size_t>(size) * sizeof(float));
    else if (format == TileFormat::Bf16)
        packPairs(x, size, out.words);
    else
        packBytes(x, size, out);
}

using PackKernel = void (*)(const float*, std::int64_t, TileFormat, const WordsOfRow&);

struct Portable {
    static void packed(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out) {
        pack(x, size, format, out);
    }
};
#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void packed(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out) {
        pack(x, size, format, out);
    }
};
struct Avx512 {
    OTTAVA_AVX512 static void packed(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out) {
        pack(x, size, format, out);
    }
};
#endif

PackKernel packKernel() {
#if defined(__x86_64__)
    if (vectorLevel() >= VectorLevel::Avx512)
        return Avx512::packed;
    if (vectorLevel() == VectorLevel::Avx2)
        return Avx2::packed;
#endif
    return Portable::packed;
}

template<std::int64_t Lanes>
void interleaveFixed(const std::uint32_t* rows, std::int64_t stride, std::int64_t words, std::uint32_t* out) {
    for (std::int64_t word = 0; word < words; ++word)
        for (std::int64_t lane = 0; lane < Lanes; ++lane)
            out[word * Lanes + lane] = rows[lane * stride + word];
}

} // namespace

void packRow(const float* x, std::int64_t size, TileFormat format, const WordsOfRow& out) {
    static const PackKernel kernel = packKernel();
    kernel(x, size, format, out);
}

void interleave(const std::uint32_t* rows, std::int64_t stride, std::int64_t count, std::int64_t words,
                std::int64_t lanes, std::uint32_t* out) {
    if (count == lanes && lanes == kTileRows)
        return interleaveFixed<kTileRows>(rows, stride, words, out);
    if (count == lanes && lanes == kTileColumns)
        return interleaveFixed<kTileColumns>(rows, stride, words, out);
    for (std::int64_t word = 0; word < words; ++word)
        for (std::int64_t lane = 0; lane < lanes; ++lane)
            out[word * lanes + lane] = lane < count ? rows[lane * stride + word] : 0;
}

} // namespace ottava::nn
