#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

// One build serves all processors: loops are written once on vectors of sixteen numbers, forced inline into functions
// that are each allowed other instructions; which of those run is decided at start. For use in .cpp files.
#define OTTAVA_INLINE [[gnu::always_inline]] inline
#define OTTAVA_AVX2 __attribute__((target("avx2,fma")))
#define OTTAVA_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,prefer-vector-width=512")))

namespace ottava::nn {

constexpr std::int64_t kLanes = 16;

using Floats [[gnu::vector_size(64)]] = float;
using Ints [[gnu::vector_size(64)]] = std::int32_t;
using Words [[gnu::vector_size(64)]] = std::uint32_t;
using HalfWords [[gnu::vector_size(32)]] = std::uint16_t;
using Shorts [[gnu::vector_size(32)]] = std::int16_t;
using Bytes [[gnu::vector_size(16)]] = std::int8_t;

// Vectors go through references: how they are passed by value depends on the processor.
OTTAVA_INLINE void load(const float* p, Floats& v) {
    std::memcpy(&v, p, sizeof v);
}
OTTAVA_INLINE void load(const std::uint16_t* p, Floats& v) {
    HalfWords bits;
    std::memcpy(&bits, p, sizeof bits);
    const Words wide = __builtin_convertvector(bits, Words) << 16;
    std::memcpy(&v, &wide, sizeof v);
}
OTTAVA_INLINE void load(const std::int16_t* p, Ints& v) {
    Shorts narrow;
    std::memcpy(&narrow, p, sizeof narrow);
    v = __builtin_convertvector(narrow, Ints);
}
OTTAVA_INLINE void load(const std::int8_t* p, Ints& v) {
    Bytes narrow;
    std::memcpy(&narrow, p, sizeof narrow);
    v = __builtin_convertvector(narrow, Ints);
}

/// To bfloat16, rounded to the nearest, ties to even. NaN stays no number as long as its upper half says so.
OTTAVA_INLINE void narrow(const Floats& v, std::uint16_t* out) {
    Words bits;
    std::memcpy(&bits, &v, sizeof bits);
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) >> 16;
    const HalfWords halves = __builtin_convertvector(bits, HalfWords);
    std::memcpy(out, &halves, sizeof halves);
}

OTTAVA_INLINE float widen(float x) {
    return x;
}
OTTAVA_INLINE float widen(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}
OTTAVA_INLINE std::int32_t widen(std::int16_t x) {
    return x;
}
OTTAVA_INLINE std::int32_t widen(std::int8_t x) {
    return x;
}

/// Halves are added until four numbers are left: on whole registers, since a sum ends every row of a matrix.
template<class Vector>
OTTAVA_INLINE auto sum(const Vector& v) {
    using Value = std::remove_cvref_t<decltype(v[0])>;
    using Eight [[gnu::vector_size(8 * sizeof(Value))]] = Value;
    using Four [[gnu::vector_size(4 * sizeof(Value))]] = Value;
    Eight low8, high8;
    std::memcpy(&low8, &v, sizeof low8);
    std::memcpy(&high8, reinterpret_cast<const char*>(&v) + sizeof low8, sizeof high8);
    const Eight eight = low8 + high8;
    Four low4, high4;
    std::memcpy(&low4, &eight, sizeof low4);
    std::memcpy(&high4, reinterpret_cast<const char*>(&eight) + sizeof low4, sizeof high4);
    const Four four = low4 + high4;
    return (four[0] + four[2]) + (four[1] + four[3]);
}

} // namespace ottava::nn
