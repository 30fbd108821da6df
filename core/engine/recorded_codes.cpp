#include "core/engine/recorded_codes.h"

#include "core/audio/audio_file.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/clamp.h"
#include "core/tasks/source_audio.h"

#include <fmt/format.h>

namespace ottava {
namespace {

/// As much of the recording as a song of this tier may last.
at::Tensor readRecording(const std::filesystem::path& file, const Limits& limits, Warnings& warnings) {
    const auto waveform = sourceWaveform(readAudio(file));
    if (waveform.size(2) < kHopLength)
        throw Error{ErrorCode::BadRequest, fmt::format("{} is too short to be understood.", file.string()),
                    "Choose a recording of some seconds."};
    if (isSilent(waveform))
        throw Error{ErrorCode::BadRequest, fmt::format("{} is silent.", file.string()),
                    "Choose a recording in which something sounds."};
    const double seconds = static_cast<double>(waveform.size(2)) / kSampleRate;
    const double kept = clampDuration(seconds, limits, /*withLm=*/true, warnings);
    return waveform.slice(2, 0, static_cast<std::int64_t>(kept * kSampleRate)).contiguous();
}

} // namespace

std::string codesOfRecording(ModelStore& models, const std::filesystem::path& file, const Limits& limits,
                             Warnings& warnings, const std::stop_token& stop) {
    const auto waveform = readRecording(file, limits, warnings);
    return audioCodeText(models, encodeAudio(models, waveform, std::nullopt, stop));
}

} // namespace ottava
