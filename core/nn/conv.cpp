#include "core/nn/conv.h"

#include "core/nn/tap_conv.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/conv_transpose1d.h>
#include <ATen/ops/linalg_vector_norm.h>

#include <array>

namespace ottava::nn {
namespace {

/// w = g · v / ‖v‖, the norm over all but the first dimension. Source: Salimans and Kingma 2016.
at::Tensor foldedWeight(const Weights& weights, at::IntArrayRef shape) {
    const auto exact = weights.withDtype(at::kFloat);
    const auto direction = exact.tensor("weight_v", shape);
    const auto norm = at::linalg_vector_norm(direction, 2, at::IntArrayRef{1, 2}, /*keepdim=*/true);
    return (direction / norm).mul_(exact.tensor("weight_g", {shape[0], 1, 1})).to(weights.dtype());
}

/// Tap after tap in memory, as products of matrices take them: [.., .., kernel] is a view of [kernel, out, in].
at::Tensor byTap(const at::Tensor& weight, at::IntArrayRef toTaps, at::IntArrayRef back) {
    return weight.is_cpu() ? weight : weight.permute(toTaps).contiguous().permute(back);
}

std::optional<at::Tensor> loadBias(const Weights& weights, const ConvShape& shape) {
    if (!shape.withBias)
        return std::nullopt;
    return weights.tensor("bias", {shape.out});
}

} // namespace

at::Tensor Conv1d::operator()(const at::Tensor& x) const {
    if (weight.scalar_type() == at::kFloat)
        return convolveByTaps(*this, x);
    return at::conv1d(x, weight, bias, stride, padding, dilation);
}

at::Tensor ConvTranspose1d::operator()(const at::Tensor& x) const {
    if (weight.scalar_type() == at::kFloat && weight.size(2) == 2 * stride)
        return convolveByTaps(*this, x);
    return at::conv_transpose1d(x, weight, bias, stride, padding);
}

Conv1d loadConv1d(const Weights& weights, const ConvShape& shape) {
    return Conv1d{.weight = byTap(foldedWeight(weights, {shape.out, shape.in, shape.kernel}), {2, 0, 1}, {1, 2, 0}),
                  .bias = loadBias(weights, shape),
                  .stride = shape.stride,
                  .padding = shape.padding,
                  .dilation = shape.dilation};
}

ConvTranspose1d loadConvTranspose1d(const Weights& weights, const ConvShape& shape) {
    return ConvTranspose1d{.weight =
                               byTap(foldedWeight(weights, {shape.in, shape.out, shape.kernel}), {2, 1, 0}, {2, 1, 0}),
                           .bias = loadBias(weights, shape),
                           .stride = shape.stride,
                           .padding = shape.padding};
}

} // namespace ottava::nn
