#include "core/nn/rms_norm.h"

#include <ATen/ops/rms_norm.h>

namespace ottava::nn {

at::Tensor RmsNorm::operator()(const at::Tensor& x) const {
    return at::rms_norm(x, weight.sizes(), weight, eps);
}

RmsNorm loadRmsNorm(const Weights& weights, std::int64_t size, double eps) {
    return RmsNorm{weights.tensor("weight", {size}), eps};
}

} // namespace ottava::nn
