#include "core/audio/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ottava {
namespace {

struct Destroy {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

struct Measured {
    double lufs = 0;
    double truePeak = 0; ///< linear
};

/// Unset when there is nothing to measure.
std::optional<Measured> measure(const AudioBuffer& audio) {
    const std::unique_ptr<ebur128_state, Destroy> state{ebur128_init(static_cast<unsigned>(audio.channels),
                                                                     static_cast<unsigned long>(audio.sampleRate),
                                                                     EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK)};
    if (!state
        || ebur128_add_frames_float(state.get(), audio.samples.data(), static_cast<std::size_t>(audio.frameCount()))
               != EBUR128_SUCCESS)
        return std::nullopt;
    Measured measured;
    if (ebur128_loudness_global(state.get(), &measured.lufs) != EBUR128_SUCCESS || !std::isfinite(measured.lufs))
        return std::nullopt;
    for (unsigned channel = 0; channel < static_cast<unsigned>(audio.channels); ++channel) {
        double peak = 0;
        if (ebur128_true_peak(state.get(), channel, &peak) == EBUR128_SUCCESS)
            measured.truePeak = std::max(measured.truePeak, peak);
    }
    return measured;
}

double linear(double decibels) {
    return std::pow(10.0, decibels / 20.0);
}

} // namespace

std::optional<double> integratedLoudness(const AudioBuffer& audio) {
    const auto measured = measure(audio);
    return measured ? std::optional{measured->lufs} : std::nullopt;
}

void normalizeLoudness(AudioBuffer& audio, double lufs, double ceilingDb) {
    const auto measured = measure(audio);
    if (!measured || measured->truePeak <= 0)
        return;
    const auto gain =
        static_cast<float>(std::min(linear(lufs - measured->lufs), linear(ceilingDb) / measured->truePeak));
    for (float& sample : audio.samples)
        sample *= gain;
}

} // namespace ottava
