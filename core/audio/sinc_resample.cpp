#include "core/audio/sinc_resample.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace ottava {
namespace {

constexpr double kWidth = 6; ///< zero crossings on either side
constexpr double kRolloff = 0.99;

/// The taps of one phase that are not zero; the first stands `offset` input frames after the phase's own position.
struct Phase {
    std::int64_t offset = 0;
    std::vector<float> taps;
};

/// The two rates without their common divisor.
struct Ratio {
    std::int64_t in, out;
    double base() const { return kRolloff * static_cast<double>(std::min(in, out)); }
};

Phase makePhase(const Ratio& ratio, std::int64_t phase) {
    const double base = ratio.base();
    const double in = static_cast<double>(ratio.in);
    // The reference divides these two as float32 and everything else as float64.
    const double start = static_cast<double>(static_cast<float>(phase) / static_cast<float>(ratio.out));
    const auto first = static_cast<std::int64_t>(std::ceil((start - kWidth / base) * in));
    const auto last = static_cast<std::int64_t>(std::floor((start + kWidth / base) * in));
    Phase made{.offset = first, .taps = {}};
    for (auto tap = first; tap <= last; ++tap) {
        const double t = std::clamp((static_cast<double>(tap) / in - start) * base, -kWidth, kWidth);
        const double window = std::cos(t * std::numbers::pi / kWidth / 2);
        const double angle = t * std::numbers::pi;
        const double sinc = angle == 0 ? 1 : std::sin(angle) / angle;
        made.taps.push_back(static_cast<float>(sinc * (window * window * base / in)));
    }
    return made;
}

float filtered(const AudioBuffer& audio, const Phase& phase, std::int64_t position, int channel) {
    const auto begin = position + phase.offset;
    const auto first = std::max<std::int64_t>(0, -begin);
    const auto last = std::min(static_cast<std::int64_t>(phase.taps.size()), audio.frameCount() - begin);
    double sum = 0;
    for (auto tap = first; tap < last; ++tap) {
        const auto sample = static_cast<std::size_t>((begin + tap) * audio.channels + channel);
        sum += static_cast<double>(phase.taps[static_cast<std::size_t>(tap)]) * audio.samples[sample];
    }
    return static_cast<float>(sum);
}

} // namespace

AudioBuffer sincResampled(const AudioBuffer& audio, int sampleRate) {
    if (sampleRate <= 0 || audio.sampleRate <= 0 || audio.channels <= 0)
        throw Error{ErrorCode::BadRequest,
                    sentence("Audio at {} Hz cannot be resampled to {} Hz.", audio.sampleRate, sampleRate),
                    sentence("Choose a rate above 0 Hz.")};
    if (sampleRate == audio.sampleRate)
        return audio;
    const auto divisor = std::gcd(audio.sampleRate, sampleRate);
    const Ratio ratio{audio.sampleRate / divisor, sampleRate / divisor};
    std::vector<Phase> phases;
    phases.reserve(static_cast<std::size_t>(ratio.out));
    for (std::int64_t phase = 0; phase < ratio.out; ++phase)
        phases.push_back(makePhase(ratio, phase));
    const auto frames = (ratio.out * audio.frameCount() + ratio.in - 1) / ratio.in;
    AudioBuffer out{audio.channels, sampleRate, {}};
    out.samples.reserve(static_cast<std::size_t>(frames * audio.channels));
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        const auto& phase = phases[static_cast<std::size_t>(frame % ratio.out)];
        for (int channel = 0; channel < audio.channels; ++channel)
            out.samples.push_back(filtered(audio, phase, frame / ratio.out * ratio.in, channel));
    }
    return out;
}

} // namespace ottava
