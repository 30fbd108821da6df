#include "core/audio/level_meter.h"

#include "core/base/error.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr std::int64_t kShortTermSeconds = 3;
/// Summing three seconds anew for every block would cost more than it shows.
constexpr std::int64_t kShortTermUpdatesPerSecond = 10;

} // namespace

struct LevelMeter::Loudness {
    Loudness(int channels, int sampleRate)
        : state(ebur128_init(static_cast<unsigned>(channels), static_cast<unsigned long>(sampleRate),
                             EBUR128_MODE_S | EBUR128_MODE_TRUE_PEAK)) {
        if (state == nullptr)
            throw Error{ErrorCode::AudioFault, sentence("The loudness of this audio cannot be measured."),
                        sentence("Play audio with fewer channels or a usual sample rate.")};
    }
    ~Loudness() { ebur128_destroy(&state); }
    Loudness(const Loudness&) = delete;
    Loudness& operator=(const Loudness&) = delete;

    ebur128_state* state;
};

LevelMeter::LevelMeter(int channels, int sampleRate)
    : channels_(channels), sampleRate_(sampleRate), loudness_(std::make_unique<Loudness>(channels, sampleRate)) {}

LevelMeter::~LevelMeter() = default;

void LevelMeter::restart() {
    loudness_ = std::make_unique<Loudness>(channels_, sampleRate_);
    framesSinceRestart_ = framesSinceShortTerm_ = 0;
    shortTermLufs_.reset();
}

Levels LevelMeter::add(std::span<const float> samples) {
    const auto channels = static_cast<std::size_t>(channels_);
    const auto frames = samples.size() / channels;
    std::vector<float> peaks(channels, 0.0F);
    for (std::size_t sample = 0; sample < samples.size(); ++sample)
        peaks[sample % channels] = std::max(peaks[sample % channels], std::abs(samples[sample]));

    ebur128_add_frames_float(loudness_->state, samples.data(), frames);
    for (unsigned channel = 0; channel < channels; ++channel) {
        double peak = 0;
        if (ebur128_true_peak(loudness_->state, channel, &peak) == EBUR128_SUCCESS)
            truePeak_ = std::max(truePeak_, peak);
    }
    framesSinceRestart_ += static_cast<std::int64_t>(frames);
    framesSinceShortTerm_ += static_cast<std::int64_t>(frames);
    if (framesSinceRestart_ >= kShortTermSeconds * sampleRate_
        && framesSinceShortTerm_ >= sampleRate_ / kShortTermUpdatesPerSecond) {
        double loudness = 0;
        const bool known = ebur128_loudness_shortterm(loudness_->state, &loudness) == EBUR128_SUCCESS;
        shortTermLufs_ = known && std::isfinite(loudness) ? std::optional{loudness} : std::nullopt;
        framesSinceShortTerm_ = 0;
    }
    std::ranges::transform(peaks, peaks.begin(), toDecibels);
    return {.peakDb = std::move(peaks),
            .shortTermLufs = shortTermLufs_,
            .truePeakDb = truePeak_ > 0 ? std::optional{20 * std::log10(truePeak_)} : std::nullopt};
}

float toDecibels(float amplitude) {
    return 20 * std::log10(amplitude);
}

} // namespace ottava
