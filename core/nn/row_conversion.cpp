#include "core/nn/row_conversion.h"

#include "core/nn/lanes.h"
#include "core/nn/row_kernels.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ottava::nn {
namespace {

OTTAVA_INLINE std::uint16_t nearestBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

OTTAVA_INLINE void narrowAll(const float* x, std::int64_t size, std::uint16_t* out) {
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        narrow(v, out + i);
    }
    for (; i < size; ++i)
        out[i] = nearestBf16(x[i]);
}

OTTAVA_INLINE float quantizeAll(const float* x, std::int64_t size, float limit, std::int16_t* out) {
    float largest = 0;
    for (std::int64_t i = 0; i < size; ++i)
        largest = std::max(largest, std::abs(x[i]));
    const float factor = largest > 0 ? limit / largest : 0;
    constexpr float kRounder = 12582912.0f; // adding it leaves no bits for a fraction
    std::int64_t i = 0;
    for (; i + kLanes <= size; i += kLanes) {
        Floats v;
        load(x + i, v);
        v = (v * factor + kRounder) - kRounder;
        const Shorts rounded = __builtin_convertvector(__builtin_convertvector(v, Ints), Shorts);
        std::memcpy(out + i, &rounded, sizeof rounded);
    }
    for (; i < size; ++i)
        out[i] = static_cast<std::int16_t>((x[i] * factor + kRounder) - kRounder);
    return largest / limit;
}

struct Conversions {
    void (*narrow)(const float*, std::int64_t, std::uint16_t*);
    float (*quantize)(const float*, std::int64_t, float, std::int16_t*);
};

struct Portable {
    static void narrow(const float* x, std::int64_t size, std::uint16_t* out) { narrowAll(x, size, out); }
    static float quantize(const float* x, std::int64_t size, float limit, std::int16_t* out) {
        return quantizeAll(x, size, limit, out);
    }
};

#if defined(__x86_64__)
struct Avx2 {
    OTTAVA_AVX2 static void narrow(const float* x, std::int64_t size, std::uint16_t* out) { narrowAll(x, size, out); }
    OTTAVA_AVX2 static float quantize(const float* x, std::int64_t size, float limit, std::int16_t* out) {
        return quantizeAll(x, size, limit, out);
    }
};

struct Avx512 {
    OTTAVA_AVX512 static void narrow(const float* x, std::int64_t size, std::uint16_t* out) { narrowAll(x, size, out); }
    OTTAVA_AVX512 static float quantize(const float* x, std::int64_t size, float limit, std::int16_t* out) {
        return quantizeAll(x, size, limit, out);
    }
};
#endif

const Conversions& conversions() {
    static const Conversions chosen = []() -> Conversions {
#if defined(__x86_64__)
        if (vectorLevel() >= VectorLevel::Avx512)
            return {Avx512::narrow, Avx512::quantize};
        if (vectorLevel() == VectorLevel::Avx2)
            return {Avx2::narrow, Avx2::quantize};
#endif
        return {Portable::narrow, Portable::quantize};
    }();
    return chosen;
}

} // namespace

void narrow(const float* x, std::int64_t size, std::uint16_t* out) {
    conversions().narrow(x, size, out);
}

float quantize(const float* x, std::int64_t size, float limit, std::int16_t* out) {
    return conversions().quantize(x, size, limit, out);
}

} // namespace ottava::nn
