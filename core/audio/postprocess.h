#pragma once

#include "core/audio/audio_buffer.h"

namespace ottava {

/// Divides everything by the peak when it exceeds 1. Source: synthesis specification §12, step 4.
void limitPeak(AudioBuffer& audio);

/// Gain that puts the peak at `decibels` (dBFS, ≤ 0); audio quieter than 1e-6 is left alone, and so is everything when
/// `decibels` > 0. Source: §12, step 6.
void normalizePeak(AudioBuffer& audio, double decibels);

/// Linear fades, both ends included (a fade-in starts at exactly 0 and ends at exactly 1). Lengths are in frames and
/// cut to the audio's. Source: §12, step 7.
void applyFades(AudioBuffer& audio, std::int64_t fadeInFrames, std::int64_t fadeOutFrames);

/// Largest absolute sample.
float peakOf(const AudioBuffer& audio);

} // namespace ottava
