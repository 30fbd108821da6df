#include "core/nn/snake.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/addcmul.h>
#include <ATen/ops/exp.h>

namespace ottava::nn {

at::Tensor Snake::operator()(const at::Tensor& x) const {
    auto wave = (x * frequency).sin_();
    wave.mul_(wave).mul_(inverseMagnitude);
    return wave.add_(x);
}

Snake loadSnake(const Weights& weights, std::int64_t channels) {
    const auto exact = weights.withDtype(at::kFloat);
    const auto frequency = exact.tensor("alpha", {1, channels, 1}).exp();
    const auto magnitude = exact.tensor("beta", {1, channels, 1}).exp() + 1e-9;
    return Snake{frequency.to(weights.dtype()), magnitude.reciprocal().to(weights.dtype())};
}

} // namespace ottava::nn
