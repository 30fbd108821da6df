#include "core/nn/snake.h"

#include "core/nn/parallel.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/exp.h>

#include <bit>
#include <cmath>
#include <cstdint>

// One build serves processors with and without wide vectors: the loop is compiled for each and chosen at start.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define OTTAVA_WIDE_VECTORS                                                                                            \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize("O3")))
#else
#define OTTAVA_WIDE_VECTORS
#endif

namespace ottava::nn {
namespace {

/// sin² has the period π, so one polynomial around 0 is enough: |error| < 2e-7.
inline float squaredSine(float z) {
    constexpr float kInversePi = 0.318309886f;
    constexpr float kPiHigh = 3.140625f, kPiMiddle = 9.67502593994140625e-4f, kPiLow = 1.509957990978376432e-7f;
    const float turns = std::nearbyint(z * kInversePi);
    const float d = ((z - turns * kPiHigh) - turns * kPiMiddle) - turns * kPiLow; // [−π/2, π/2]
    const float q = d * d;
    const float sine =
        d
        * (1.0f
           + q
                 * (-1.66666667e-1f
                    + q * (8.33333072e-3f + q * (-1.98408743e-4f + q * (2.75250403e-6f - q * 2.38681996e-8f)))));
    return sine * sine;
}

OTTAVA_WIDE_VECTORS void snakeRow(const float* x, float* y, std::int64_t count, float frequency,
                                  float inverseMagnitude) {
    for (std::int64_t i = 0; i < count; ++i)
        y[i] = x[i] + squaredSine(frequency * x[i]) * inverseMagnitude;
}

/// bfloat16 in and out, computed in float32 with one rounding (to nearest, ties to even) at the end.
OTTAVA_WIDE_VECTORS void snakeRow(const std::uint16_t* x, std::uint16_t* y, std::int64_t count, float frequency,
                                  float inverseMagnitude) {
    for (std::int64_t i = 0; i < count; ++i) {
        const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(x[i]) << 16);
        const float result = value + squaredSine(frequency * value) * inverseMagnitude;
        const auto bits = std::bit_cast<std::uint32_t>(result);
        y[i] = static_cast<std::uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
    }
}

template<class Stored>
void snakeRows(const at::Tensor& x, const at::Tensor& y, const Snake& snake) {
    const auto channels = x.size(1), length = x.size(2);
    const auto* in = static_cast<const Stored*>(x.const_data_ptr());
    auto* out = static_cast<Stored*>(y.mutable_data_ptr());
    const auto* frequency = snake.frequency.const_data_ptr<float>();
    const auto* inverseMagnitude = snake.inverseMagnitude.const_data_ptr<float>();
    parallelFor(0, x.size(0) * channels, /*grain=*/1, [&](std::int64_t begin, std::int64_t end) {
        for (auto row = begin; row < end; ++row)
            snakeRow(in + row * length, out + row * length, length, frequency[row % channels],
                     inverseMagnitude[row % channels]);
    });
}

} // namespace

at::Tensor Snake::operator()(const at::Tensor& x) const {
    if (!x.is_cpu() || x.scalar_type() == at::kHalf) {
        auto wave = (x * frequency).sin_();
        wave.mul_(wave).mul_(inverseMagnitude);
        return wave.add_(x).to(x.scalar_type());
    }
    const auto rows = x.contiguous();
    auto y = at::empty_like(rows);
    if (rows.scalar_type() == at::kBFloat16)
        snakeRows<std::uint16_t>(rows, y, *this);
    else
        snakeRows<float>(rows, y, *this);
    return y;
}

Snake loadSnake(const Weights& weights, std::int64_t channels) {
    const auto exact = weights.withDtype(at::kFloat);
    const auto frequency = exact.tensor("alpha", {1, channels, 1}).exp();
    const auto magnitude = exact.tensor("beta", {1, channels, 1}).exp() + 1e-9;
    return Snake{frequency.contiguous(), magnitude.reciprocal().contiguous()};
}

} // namespace ottava::nn
