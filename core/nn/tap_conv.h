#pragma once

#include "core/nn/conv.h"

namespace ottava::nn {

/// Convolutions as sums of matrix products, one for every tap of the kernel, in the numbers of the weight. Beside the
/// result they need no memory but a copy of the signal where the rate changes: what a library for convolutions takes
/// for its own use is up to it, and was measured to be all of a card of 140 GB.

/// Any stride, padding and dilation, but no dilation where the stride is more than 1. x [B, in, T] → [B, out, T'].
at::Tensor convolveByTaps(const Conv1d& conv, const at::Tensor& x);

/// A kernel of two strides. x [B, in, T] → [B, out, T'].
at::Tensor convolveByTaps(const ConvTranspose1d& conv, const at::Tensor& x);

} // namespace ottava::nn
