#pragma once

#include "core/nn/conv.h"
#include "core/nn/sliding_product.h"
#include "core/nn/snake.h"

namespace ottava::nn {

/// A convolution of any kind as a product of sliding windows. Row counts are rows of the input; `x` is time-major.
struct WindowConv {
    PanelMatrix matrix;
    at::Tensor bias; ///< panelRow; undefined: none
    Windows windows;
    std::int64_t inChannels = 0, outChannels = 0;
    std::int64_t zerosBefore = 0, zerosAfter = 0;  ///< rows around the signal
    std::int64_t rowsInWindow = 1, rowsInStep = 1; ///< of the input
    std::int64_t rowsOut = 1;                      ///< that one window gives
    std::int64_t cropped = 0;                      ///< rows of output that neither begin nor end belongs to

    /// Whole windows in `rows` rows of input.
    std::int64_t windowsIn(std::int64_t rows) const {
        return rows < rowsInWindow ? 0 : (rows - rowsInWindow) / rowsInStep + 1;
    }
    /// `count` windows from `x` on. Fills in the epilogue's bias.
    void operator()(const void* x, std::int64_t count, Epilogue epilogue) const;
    std::int64_t inRowBytes() const { return inChannels * bytesOf(matrix.numbers); }
};

/// Of a float32 layer; `numbers` are those of the signal that goes in.
WindowConv windowConv(Conv1d conv, Numbers numbers);
WindowConv windowConv(ConvTranspose1d conv, Numbers numbers);

/// A snake's constants as an epilogue of `columns` columns reads them.
struct PanelSnake {
    at::Tensor frequency, inverseMagnitude;

    void into(Epilogue& epilogue, void* snaked, Numbers snakedAs) const;
};

PanelSnake panelSnake(const Snake& snake, std::int64_t columns);

} // namespace ottava::nn
