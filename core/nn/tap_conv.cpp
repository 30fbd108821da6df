#include "core/nn/tap_conv.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

namespace ottava::nn {
namespace {

/// y += matrix · x, for columns of all items. x [B, in, n], y [B, out, n]: rows may lie apart, columns do not.
void addProduct(const at::Tensor& matrix, const at::Tensor& x, const at::Tensor& y) {
    for (std::int64_t item = 0; item < x.size(0); ++item)
        y[item].addmm_(matrix, x[item]);
}

/// One output each step: a tap meets the samples `offset` later, where there are any.
void addTap(const at::Tensor& matrix, const at::Tensor& x, std::int64_t offset, const at::Tensor& y) {
    const auto first = std::max<std::int64_t>(0, -offset), last = std::min(y.size(2), x.size(2) - offset);
    if (first < last)
        addProduct(matrix, x.slice(2, first + offset, last + offset), y.slice(2, first, last));
}

/// [B, out, length], every row full of its bias.
at::Tensor biased(const std::optional<at::Tensor>& bias, const at::Tensor& x, std::int64_t out, std::int64_t length) {
    auto y = at::empty({x.size(0), out, length}, x.options());
    return bias ? y.copy_(bias->unsqueeze(1).expand_as(y)) : y.zero_();
}

/// x with zeros at both ends, every `stride`-th sample side by side: [stride, B, in, n].
at::Tensor phasesOf(const at::Tensor& x, std::int64_t stride, std::int64_t padding, std::int64_t blocks) {
    const auto after = std::max<std::int64_t>(0, blocks * stride - x.size(2) - padding);
    const auto padded = at::constant_pad_nd(x, {padding, after}).slice(2, 0, blocks * stride);
    return padded.unflatten(2, {blocks, stride}).permute({3, 0, 1, 2}).contiguous();
}

} // namespace

at::Tensor convolveByTaps(const Conv1d& conv, const at::Tensor& x) {
    TORCH_CHECK(conv.stride == 1 || conv.dilation == 1, "a stride with a dilation");
    const auto taps = conv.weight.permute({2, 0, 1}).contiguous(); // [kernel, out, in]
    const auto kernel = taps.size(0), reach = (kernel - 1) * conv.dilation;
    const auto length = (x.size(2) + 2 * conv.padding - reach - 1) / conv.stride + 1;
    auto y = biased(conv.bias, x, taps.size(1), length);
    if (conv.stride == 1) {
        for (std::int64_t tap = 0; tap < kernel; ++tap)
            addTap(taps[tap], x, tap * conv.dilation - conv.padding, y);
        return y;
    }
    const auto phases = phasesOf(x, conv.stride, conv.padding, length + (kernel - 1) / conv.stride);
    for (std::int64_t tap = 0; tap < kernel; ++tap)
        addTap(taps[tap], phases[tap % conv.stride], tap / conv.stride, y);
    return y;
}

at::Tensor convolveByTaps(const ConvTranspose1d& conv, const at::Tensor& x) {
    const auto stride = conv.stride, out = conv.weight.size(1), length = x.size(2);
    TORCH_CHECK(conv.weight.size(2) == 2 * stride, "a kernel of two strides");
    const auto taps = conv.weight.permute({2, 1, 0}).contiguous(); // [2 · stride, out, in]
    const auto matrix = [&](std::int64_t half) { return taps.narrow(0, half * stride, stride).flatten(0, 1); };
    // A sample reaches its own stride of outputs and the next one: [B, stride · out, T + 1].
    auto blocks = at::zeros({x.size(0), stride * out, length + 1}, x.options());
    addProduct(matrix(0), x, blocks.narrow(2, 0, length));
    addProduct(matrix(1), x, blocks.narrow(2, 1, length));
    auto y = at::empty({x.size(0), out, length + 1, stride}, x.options());
    y.copy_(blocks.unflatten(1, {stride, out}).permute({0, 2, 3, 1}));
    blocks.reset();
    if (conv.bias)
        y.add_(conv.bias->view({out, 1, 1}));
    return y.flatten(2).slice(2, conv.padding, (length + 1) * stride - conv.padding);
}

} // namespace ottava::nn
