#pragma once

#include "core/checkpoints/weights.h"

#include <optional>

namespace ottava::nn {

/// One-dimensional convolution; the weight norm of the file is folded in at load. weight [out, in, kernel].
struct Conv1d {
    at::Tensor weight;
    std::optional<at::Tensor> bias;
    std::int64_t stride = 1, padding = 0, dilation = 1;

    /// x [B, in, T] → [B, out, T'].
    at::Tensor operator()(const at::Tensor& x) const;
};

/// Its transposed twin. weight [in, out, kernel].
struct ConvTranspose1d {
    at::Tensor weight;
    std::optional<at::Tensor> bias;
    std::int64_t stride = 1, padding = 0;

    at::Tensor operator()(const at::Tensor& x) const;
};

struct ConvShape {
    std::int64_t in, out, kernel;
    std::int64_t stride = 1, padding = 0, dilation = 1;
    bool withBias = true;
};

/// Reads `weight_g`, `weight_v` and `bias`. For the transposed convolution dimension 0 (the one that weight norm keeps)
/// is the input channel.
Conv1d loadConv1d(const Weights& weights, const ConvShape& shape);
ConvTranspose1d loadConvTranspose1d(const Weights& weights, const ConvShape& shape);

} // namespace ottava::nn
