#include "core/nn/window_conv.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>

namespace ottava::nn {

void WindowConv::operator()(const void* x, std::int64_t count, Epilogue epilogue) const {
    if (bias.defined())
        epilogue.bias = bias.const_data_ptr<float>();
    slidingProduct(x, windows, count, matrix, epilogue);
}

WindowConv windowConv(Conv1d conv, Numbers numbers) {
    const auto out = conv.weight.size(0), in = conv.weight.size(1), kernel = conv.weight.size(2);
    const auto matrix = conv.weight.permute({2, 1, 0}).reshape({kernel * in, out});
    conv.weight.reset(); // with what is packed, the third copy
    WindowConv packed{
        .matrix = packPanels(matrix, numbers),
        .bias = conv.bias ? panelRow(*conv.bias, out) : at::Tensor{},
        .windows = {.taps = kernel, .tapWidth = in, .tapStride = conv.dilation * in, .step = conv.stride * in},
        .inChannels = in,
        .outChannels = out,
        .zerosBefore = conv.padding,
        .zerosAfter = conv.padding,
        .rowsInWindow = (kernel - 1) * conv.dilation + 1,
        .rowsInStep = conv.stride};
    if (conv.dilation == 1) // one stretch without gaps
        packed.windows = {.taps = 1, .tapWidth = kernel * in, .tapStride = 0, .step = conv.stride * in};
    return packed;
}

/// The kernel is two strides long, so every stretch of `stride` rows of output is made of two rows of input: the
/// earlier one meets the second half of the kernel, the later one the first half.
WindowConv windowConv(ConvTranspose1d conv, Numbers numbers) {
    const auto in = conv.weight.size(0), out = conv.weight.size(1), stride = conv.stride;
    TORCH_CHECK(conv.weight.size(2) == 2 * stride, "a transposed convolution of another length than two strides");
    const auto columns = stride * out;
    auto matrix = at::empty({2, in, stride, out}, conv.weight.options());
    const auto half = [&](std::int64_t first) { return conv.weight.narrow(2, first, stride).permute({0, 2, 1}); };
    matrix[0].copy_(half(stride)); // the later half first
    matrix[1].copy_(half(0));
    conv.weight.reset();
    return {.matrix = packPanels(matrix.view({2 * in, columns}), numbers),
            .bias = conv.bias ? panelRow(*conv.bias, columns) : at::Tensor{},
            .windows = {.taps = 1, .tapWidth = 2 * in, .tapStride = 0, .step = in},
            .inChannels = in,
            .outChannels = out,
            .zerosBefore = 1,
            .zerosAfter = 1,
            .rowsInWindow = 2,
            .rowsOut = stride,
            .cropped = conv.padding};
}

void PanelSnake::into(Epilogue& epilogue, void* snaked, Numbers snakedAs) const {
    epilogue.snaked = snaked;
    epilogue.snakedAs = snakedAs;
    epilogue.frequency = frequency.const_data_ptr<float>();
    epilogue.inverseMagnitude = inverseMagnitude.const_data_ptr<float>();
}

PanelSnake panelSnake(const Snake& snake, std::int64_t columns) {
    return {panelRow(snake.frequency, columns), panelRow(snake.inverseMagnitude, columns)};
}

} // namespace ottava::nn
