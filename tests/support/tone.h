#pragma once

#include "core/audio/audio_buffer.h"

#include <cmath>
#include <numbers>

namespace ottava::test {

/// A sine; channel n sounds at (n + 1) · `hertz`.
inline AudioBuffer tone(double seconds, int channels = 2, int sampleRate = 48'000, double hertz = 440,
                        double level = 0.5) {
    AudioBuffer audio{channels, sampleRate, {}};
    const auto frames = static_cast<int>(seconds * sampleRate);
    for (int frame = 0; frame < frames; ++frame)
        for (int channel = 0; channel < channels; ++channel)
            audio.samples.push_back(static_cast<float>(
                level * std::sin(2 * std::numbers::pi * hertz * (channel + 1) * frame / sampleRate)));
    return audio;
}

} // namespace ottava::test
