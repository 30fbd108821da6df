#include "core/audio/downmix.h"

#include "core/audio/postprocess.h"

#include <array>
#include <span>

namespace ottava {
namespace {

/// How much of a channel goes to the left and to the right.
struct Pan {
    float left, right;
};

constexpr float kHalfPower = 0.70710678F;
constexpr Pan kLeft{1, 0}, kRight{0, 1}, kCentre{kHalfPower, kHalfPower}, kLfe{0, 0};
constexpr Pan kLeftSurround{kHalfPower, 0}, kRightSurround{0, kHalfPower}, kBackCentre{0.5F, 0.5F};

constexpr std::array kThree{kLeft, kRight, kCentre};
constexpr std::array kQuad{kLeft, kRight, kLeftSurround, kRightSurround};
constexpr std::array kFive{kLeft, kRight, kCentre, kLeftSurround, kRightSurround};
constexpr std::array kFiveOne{kLeft, kRight, kCentre, kLfe, kLeftSurround, kRightSurround};
constexpr std::array kSixOne{kLeft, kRight, kCentre, kLfe, kBackCentre, kLeftSurround, kRightSurround};
constexpr std::array kSevenOne{kLeft,         kRight,         kCentre,       kLfe,
                               kLeftSurround, kRightSurround, kLeftSurround, kRightSurround};
constexpr std::array kFrontOnly{kLeft, kRight};

std::span<const Pan> pansOf(int channels) {
    switch (channels) {
    case 3:
        return kThree;
    case 4:
        return kQuad;
    case 5:
        return kFive;
    case 6:
        return kFiveOne;
    case 7:
        return kSixOne;
    case 8:
        return kSevenOne;
    default:
        return kFrontOnly;
    }
}

} // namespace

AudioBuffer stereoOf(AudioBuffer audio) {
    if (audio.channels <= 2)
        return audio;
    const auto pans = pansOf(audio.channels);
    const auto channels = static_cast<std::size_t>(audio.channels);
    AudioBuffer stereo{2, audio.sampleRate, {}};
    stereo.samples.reserve(audio.samples.size() / channels * 2);
    for (std::size_t first = 0; first + channels <= audio.samples.size(); first += channels) {
        float left = 0, right = 0;
        for (std::size_t channel = 0; channel < pans.size(); ++channel) {
            left += pans[channel].left * audio.samples[first + channel];
            right += pans[channel].right * audio.samples[first + channel];
        }
        stereo.samples.insert(stereo.samples.end(), {left, right});
    }
    limitPeak(stereo);
    return stereo;
}

} // namespace ottava
