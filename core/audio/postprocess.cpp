#include "core/audio/postprocess.h"

#include "core/audio/evenly_spaced.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ottava {
namespace {

constexpr float kInaudiblePeak = 1e-6F;

void scaleFrame(AudioBuffer& audio, std::int64_t frame, float factor) {
    const auto channels = static_cast<std::size_t>(audio.channels);
    const auto begin = static_cast<std::size_t>(frame) * channels;
    for (std::size_t sample = begin; sample < begin + channels; ++sample)
        audio.samples[sample] *= factor;
}

} // namespace

float peakOf(const AudioBuffer& audio) {
    float peak = 0;
    for (const float sample : audio.samples)
        peak = std::max(peak, std::abs(sample));
    return peak;
}

void limitPeak(AudioBuffer& audio) {
    const float peak = peakOf(audio);
    if (peak <= 1)
        return;
    for (float& sample : audio.samples)
        sample /= peak;
}

void normalizePeak(AudioBuffer& audio, double decibels) {
    const float peak = peakOf(audio);
    if (decibels > 0 || peak < kInaudiblePeak)
        return;
    const float gain = static_cast<float>(std::pow(10.0, decibels / 20.0)) / peak;
    for (float& sample : audio.samples)
        sample *= gain;
}

void applyFades(AudioBuffer& audio, std::int64_t fadeInFrames, std::int64_t fadeOutFrames) {
    const auto frames = audio.frameCount();
    const auto fadeIn = std::clamp<std::int64_t>(fadeInFrames, 0, frames);
    const auto fadeOut = std::clamp<std::int64_t>(fadeOutFrames, 0, frames);
    for (std::int64_t frame = 0; frame < fadeIn; ++frame)
        scaleFrame(audio, frame, evenlySpaced(0, 1, frame, fadeIn));
    for (std::int64_t frame = 0; frame < fadeOut; ++frame)
        scaleFrame(audio, frames - fadeOut + frame, evenlySpaced(1, 0, frame, fadeOut));
}

} // namespace ottava
