#pragma once

#include <ATen/core/Tensor.h>

namespace ottava {

/// Throws Error when latents [B, T, 64] are not numbers or all zero: the weights or the precision are at fault.
void checkLatents(const at::Tensor& latents);

/// Throws Error when decoded audio holds anything but numbers.
void checkAudio(const at::Tensor& waveform);

} // namespace ottava
