#pragma once

#include "core/audio/audio_buffer.h"

namespace ottava {

/// Resampled copy at `sampleRate`, through the very filter that the models' own sources and references are prepared
/// with: latents of a file then equal the reference's. For everything that is only listened to, `resampled` is better.
/// Source: torchaudio's windowed sinc (Hann, width 6, rolloff 0.99); synthesis specification §12.
/// Throws Error (BadRequest) for a rate that is not above 0.
AudioBuffer sincResampled(const AudioBuffer& audio, int sampleRate);

} // namespace ottava
