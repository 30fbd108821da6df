#include "core/audio/audio_file.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <soxr.h>

#include <cmath>

namespace ottava {

AudioBuffer resampled(const AudioBuffer& audio, int sampleRate) {
    if (sampleRate <= 0 || audio.sampleRate <= 0 || audio.channels <= 0)
        throw Error{
            ErrorCode::BadRequest,
            sentence("Audio at {} Hz cannot be resampled to {} Hz.", audio.sampleRate, sampleRate),
            sentence("Choose a rate above 0 Hz."),
        };
    if (sampleRate == audio.sampleRate || audio.samples.empty())
        return {audio.channels, sampleRate, audio.samples};

    const auto framesIn = static_cast<std::size_t>(audio.frameCount());
    const auto channels = static_cast<unsigned>(audio.channels);
    const double ratio = static_cast<double>(sampleRate) / audio.sampleRate;
    const auto framesOut = static_cast<std::size_t>(std::llround(static_cast<double>(framesIn) * ratio));
    AudioBuffer out{audio.channels, sampleRate, std::vector<float>(framesOut * channels)};
    const auto io = soxr_io_spec(SOXR_FLOAT32_I, SOXR_FLOAT32_I);
    const auto quality = soxr_quality_spec(SOXR_VHQ, 0);
    std::size_t framesDone = 0;
    const auto* fault = soxr_oneshot(audio.sampleRate, sampleRate, channels, audio.samples.data(), framesIn, nullptr,
                                     out.samples.data(), framesOut, &framesDone, &io, &quality, nullptr);
    if (fault != nullptr)
        throw Error{ErrorCode::Internal, sentence("Resampling to {} Hz failed: {}.", sampleRate, fault)};
    out.samples.resize(framesDone * channels);
    return out;
}

} // namespace ottava
