#include "core/nn/linear.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linear.h>

namespace ottava::nn {

at::Tensor Linear::operator()(const at::Tensor& x) const {
    const auto y = at::linear(x, weight, bias);
    return adapter ? y + (*adapter)(x) : y;
}

Linear loadLinear(const Weights& weights, std::int64_t in, std::int64_t out, bool withBias) {
    Linear linear{weights.tensor("weight", {out, in}), std::nullopt};
    if (withBias)
        linear.bias = weights.tensor("bias", {out});
    return linear;
}

} // namespace ottava::nn
