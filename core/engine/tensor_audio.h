#pragma once

#include "core/audio/audio_buffer.h"

#include <ATen/core/Tensor.h>

namespace ottava {

/// [1, channels, frames] float32 at 48 kHz ↔ interleaved samples.
AudioBuffer audioFromTensor(const at::Tensor& waveform);
at::Tensor tensorFromAudio(const AudioBuffer& audio);

} // namespace ottava
