#include "core/nn/linear.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linear.h>

namespace ottava::nn {

at::Tensor Linear::operator()(const at::Tensor& x) const {
    const auto y = packed ? multiply(*packed, x) : at::linear(x, weight, bias);
    return adapter ? y + (*adapter)(x.to(options.dtype())).to(y.scalar_type()) : y;
}

void Linear::pack(TileFormat format) {
    packed = std::make_shared<const PackedMatrix>(packMatrix(weight, bias.value_or(at::Tensor{}), format));
    weight.reset();
    bias = std::nullopt;
}

Linear loadLinear(const Weights& weights, std::int64_t in, std::int64_t out, bool withBias) {
    Linear linear{weights.tensor("weight", {out, in}), std::nullopt};
    linear.options = linear.weight.options();
    if (withBias)
        linear.bias = weights.tensor("bias", {out});
    return linear;
}

} // namespace ottava::nn
