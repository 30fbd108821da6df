#include "core/nn/rotary.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/outer.h>
#include <ATen/ops/pow.h>

namespace ottava::nn {

at::Tensor Rotary::operator()(const at::Tensor& x) const {
    const auto halves = x.chunk(2, /*dim=*/-1);
    return x * cos + at::cat({-halves[1], halves[0]}, /*dim=*/-1) * sin;
}

Rotary makeRotary(std::int64_t length, std::int64_t headDim, double theta, const at::TensorOptions& options,
                  std::int64_t first) {
    const auto inFloat = options.dtype(at::kFloat);
    const auto exponents = at::arange(0, headDim, 2, inFloat) / static_cast<double>(headDim);
    const auto frequencies = 1.0 / at::pow(theta, exponents);                               // [headDim / 2]
    const auto angles = at::outer(at::arange(first, first + length, inFloat), frequencies); // [length, headDim / 2]
    const auto both = at::cat({angles, angles}, /*dim=*/-1);                                // [length, headDim]
    return Rotary{both.cos().to(options), both.sin().to(options)};
}

} // namespace ottava::nn
