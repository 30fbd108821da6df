#pragma once

#include "core/nn/lanes.h"
#include "core/nn/sliding_kernels.h"

#include <cstring>
#include <type_traits>

/// What follows the sums of a sliding product, for the one file that compiles the kernels at every level.
namespace ottava::nn {
namespace {

template<int Lanes>
using Vector [[gnu::vector_size(Lanes * 4)]] = float;

template<int Lanes>
OTTAVA_INLINE void loadVector(const float* p, Vector<Lanes>& v) {
    std::memcpy(&v, p, sizeof v);
}

/// sin²(z), which has the period π, so one polynomial around 0 is enough. |error| < 2e-7, or < 5e-6 for a result that
/// is rounded to bfloat16.
template<int Lanes, class Out>
OTTAVA_INLINE void squaredSine(const Vector<Lanes>& z, Vector<Lanes>& result) {
    constexpr float kInversePi = 0.318309886f, kToNearest = 12'582'912.0f; // 1.5 · 2²³: sums with it are whole
    constexpr float kPiHigh = 3.140625f, kPiMiddle = 9.67502593994140625e-4f, kPiLow = 1.509957990978376432e-7f;
    const Vector<Lanes> turns = (z * kInversePi + kToNearest) - kToNearest;
    if constexpr (std::is_same_v<Out, float>) {
        const Vector<Lanes> d = ((z - turns * kPiHigh) - turns * kPiMiddle) - turns * kPiLow; // [−π/2, π/2]
        const Vector<Lanes> q = d * d;
        const Vector<Lanes> odd =
            -1.66666667e-1f + q * (8.33333072e-3f + q * (-1.98408743e-4f + q * (2.75250403e-6f - q * 2.38681996e-8f)));
        const Vector<Lanes> sine = d + d * q * odd;
        result = sine * sine;
    } else {
        const Vector<Lanes> d = (z - turns * kPiHigh) - turns * kPiMiddle;
        const Vector<Lanes> q = d * d;
        result = q + q * q * (-3.333302404e-1f + q * (4.442292126e-2f + q * (-3.139077017e-3f + q * 1.200686663e-4f)));
    }
}

/// As wide as a vector of floats, and half as wide.
template<int Lanes>
struct Integers;
#define OTTAVA_INTEGERS(lanes)                                                                                         \
    template<>                                                                                                         \
    struct Integers<lanes> {                                                                                           \
        using Bits [[gnu::vector_size(lanes * 4)]] = std::uint32_t;                                                    \
        using Half [[gnu::vector_size(lanes * 2)]] = std::uint16_t;                                                    \
    }
OTTAVA_INTEGERS(4);
OTTAVA_INTEGERS(8);
OTTAVA_INTEGERS(16);
#undef OTTAVA_INTEGERS

template<int Lanes>
OTTAVA_INLINE void convert(const Vector<Lanes>& v, float* out) {
    std::memcpy(out, &v, sizeof v);
}

/// To bfloat16: to nearest, ties to even.
template<int Lanes>
OTTAVA_INLINE void convert(const Vector<Lanes>& v, std::uint16_t* out) {
    typename Integers<Lanes>::Bits bits;
    std::memcpy(&bits, &v, sizeof bits);
    bits += 0x7FFFu + ((bits >> 16) & 1u);
    bits >>= 16;
    const auto half = __builtin_convertvector(bits, typename Integers<Lanes>::Half);
    std::memcpy(out, &half, sizeof half);
}

/// Stores one vector, or what of it lies within the output.
template<int Lanes, class Out>
OTTAVA_INLINE void storeWithin(const Vector<Lanes>& v, Out* out, std::int64_t left) {
    if (left >= Lanes) {
        convert<Lanes>(v, out);
    } else if (left > 0) {
        Out whole[Lanes];
        convert<Lanes>(v, whole);
        std::memcpy(out, whole, static_cast<std::size_t>(left) * sizeof(Out));
    }
}

/// One vector of one row, at `column` of the task's panel.
template<int Lanes, class Out>
OTTAVA_INLINE void finishVector(const PanelTask& task, const Epilogue& epilogue, std::int64_t row,
                                std::int64_t column) {
    const auto outColumn = task.firstColumn + column, left = task.columns - outColumn;
    const auto at = (task.firstRow + row) * task.columns + outColumn;
    Vector<Lanes> value;
    loadVector<Lanes>(task.sums + row * kPanel + column, value);
    if (epilogue.bias) {
        Vector<Lanes> bias;
        loadVector<Lanes>(epilogue.bias + outColumn, bias);
        value += bias;
    }
    if (epilogue.residual) {
        Vector<Lanes> residual{};
        if (left >= Lanes)
            loadVector<Lanes>(epilogue.residual + at, residual);
        else if (left > 0)
            std::memcpy(&residual, epilogue.residual + at, static_cast<std::size_t>(left) * sizeof(float));
        value += residual;
    }
    if (epilogue.plain)
        storeWithin<Lanes>(value, epilogue.plain + at, left);
    if (epilogue.snaked) {
        Vector<Lanes> frequency, inverseMagnitude, wave;
        loadVector<Lanes>(epilogue.frequency + outColumn, frequency);
        loadVector<Lanes>(epilogue.inverseMagnitude + outColumn, inverseMagnitude);
        squaredSine<Lanes, Out>(frequency * value, wave);
        value += wave * inverseMagnitude;
        storeWithin<Lanes>(value, static_cast<Out*>(epilogue.snaked) + at, left);
    }
}

template<int Lanes, class Out>
OTTAVA_INLINE void finish(const PanelTask& task, const Epilogue& epilogue) {
    for (std::int64_t row = 0; row < task.rows; ++row)
        for (std::int64_t column = 0; column < task.width; column += Lanes)
            finishVector<Lanes, Out>(task, epilogue, row, column);
}

} // namespace
} // namespace ottava::nn
