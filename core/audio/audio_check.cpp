#include "core/audio/audio_check.h"

#include "core/audio/postprocess.h"

#include <fmt/format.h>

#include <cmath>

namespace ottava {
namespace {

constexpr double kSilentPeak = 1e-4;   ///< −80 dBFS
constexpr double kLargestOffset = 0.1; ///< of full scale: a tenth of the room is gone
constexpr float kClipped = 0.9999F;
constexpr std::size_t kClippedRun = 4; ///< neighbouring samples at full scale: a wave's top was cut off
constexpr double kClippedShare = 1e-3;

double offsetOf(const AudioBuffer& audio, int channel) {
    double sum = 0;
    for (auto sample = static_cast<std::size_t>(channel); sample < audio.samples.size();
         sample += static_cast<std::size_t>(audio.channels))
        sum += static_cast<double>(audio.samples[sample]);
    return sum / static_cast<double>(audio.frameCount());
}

/// Share of samples that lie in runs at full scale.
double clippedShare(const AudioBuffer& audio) {
    std::size_t clipped = 0;
    const auto channels = static_cast<std::size_t>(audio.channels);
    for (std::size_t channel = 0; channel < channels; ++channel) {
        std::size_t run = 0;
        for (auto sample = channel; sample < audio.samples.size(); sample += channels) {
            run = std::abs(audio.samples[sample]) >= kClipped ? run + 1 : 0;
            if (run == kClippedRun)
                clipped += kClippedRun;
            else if (run > kClippedRun)
                ++clipped;
        }
    }
    return static_cast<double>(clipped) / static_cast<double>(audio.samples.size());
}

} // namespace

std::vector<Sentence> audioFaults(const AudioBuffer& audio) {
    if (audio.samples.empty() || static_cast<double>(peakOf(audio)) < kSilentPeak)
        return {sentence("is silent")};
    std::vector<Sentence> faults;
    for (int channel = 0; channel < audio.channels; ++channel) {
        if (const double offset = offsetOf(audio, channel); std::abs(offset) > kLargestOffset) {
            faults.push_back(sentence("is off centre by {} % (DC)", fmt::format("{:.0f}", 100 * offset)));
            break;
        }
    }
    if (const double share = clippedShare(audio); share > kClippedShare)
        faults.push_back(sentence("is clipped in {} % of its samples", fmt::format("{:.1f}", 100 * share)));
    return faults;
}

} // namespace ottava
