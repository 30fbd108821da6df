#pragma once

#include "core/base/error.h"

#include <ATen/core/Tensor.h>

namespace ottava {

/// A stage gave values that are not numbers: its precision or its weights are at fault.
struct InvalidNumbers : Error {
    using Error::Error;
};

/// Throws InvalidNumbers when latents [B, T, 64] hold anything but numbers, Error when they are all zero.
void checkLatents(const at::Tensor& latents);

/// Throws InvalidNumbers when decoded audio holds anything but numbers.
void checkAudio(const at::Tensor& waveform);

} // namespace ottava
