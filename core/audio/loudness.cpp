#include "core/audio/loudness.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

namespace ottava {
namespace {

struct Destroy {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

using State = std::unique_ptr<ebur128_state, Destroy>;

struct Measured {
    double lufs = 0;
    double truePeak = 0; ///< linear
};

State begin(const AudioBuffer& audio, int mode) {
    return State{
        ebur128_init(static_cast<unsigned>(audio.channels), static_cast<unsigned long>(audio.sampleRate), mode)};
}

/// Unset when there is nothing to measure.
std::optional<Measured> resultOf(ebur128_state& state) {
    Measured measured;
    if (ebur128_loudness_global(&state, &measured.lufs) != EBUR128_SUCCESS || !std::isfinite(measured.lufs))
        return std::nullopt;
    for (unsigned channel = 0; channel < state.channels; ++channel) {
        double peak = 0;
        if (ebur128_true_peak(&state, channel, &peak) == EBUR128_SUCCESS)
            measured.truePeak = std::max(measured.truePeak, peak);
    }
    return measured;
}

std::optional<Measured> measure(const AudioBuffer& audio) {
    const auto state = begin(audio, EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
    if (!state
        || ebur128_add_frames_float(state.get(), audio.samples.data(), static_cast<std::size_t>(audio.frameCount()))
               != EBUR128_SUCCESS)
        return std::nullopt;
    return resultOf(*state);
}

double linear(double decibels) {
    return std::pow(10.0, decibels / 20.0);
}

/// What `read` says at the moment, when it is more than `most`.
void keepMost(double& most, ebur128_state& state, int (*read)(ebur128_state*, double*)) {
    double now = 0;
    if (read(&state, &now) == EBUR128_SUCCESS)
        most = std::max(most, now);
}

} // namespace

std::optional<Loudness> measureLoudness(const AudioBuffer& audio) {
    constexpr int kStepsPerSecond = 10; // as often as a meter by EBU Tech 3341 looks
    const auto state = begin(audio, EBUR128_MODE_I | EBUR128_MODE_S | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK);
    const auto step = static_cast<std::size_t>(audio.channels * std::max(1, audio.sampleRate / kStepsPerSecond));
    if (!state)
        return std::nullopt;
    Loudness loudness{.maxMomentaryLufs = -HUGE_VAL, .maxShortTermLufs = -HUGE_VAL};
    for (std::span<const float> rest{audio.samples}; !rest.empty(); rest = rest.subspan(std::min(step, rest.size()))) {
        const auto now = rest.first(std::min(step, rest.size()));
        if (ebur128_add_frames_float(state.get(), now.data(), now.size() / static_cast<std::size_t>(audio.channels))
            != EBUR128_SUCCESS)
            return std::nullopt;
        keepMost(loudness.maxMomentaryLufs, *state, &ebur128_loudness_momentary);
        keepMost(loudness.maxShortTermLufs, *state, &ebur128_loudness_shortterm);
    }
    const auto whole = resultOf(*state);
    if (!whole || whole->truePeak <= 0)
        return std::nullopt;
    loudness.integratedLufs = whole->lufs;
    loudness.truePeakDb = 20 * std::log10(whole->truePeak);
    ebur128_loudness_range(state.get(), &loudness.rangeLu);
    return loudness;
}

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
