#include "core/engine/recorded_codes.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/recording.h"
#include "core/tasks/source_audio.h"

#include <fmt/format.h>

namespace ottava {

at::Tensor recordingToUnderstand(const std::filesystem::path& file, const Limits& limits, Warnings& warnings) {
    const auto most = limits.inForce(/*withLm=*/true).maxDurationSeconds;
    auto waveform = sourceWaveform(readRecording(file, most, warnings));
    if (waveform.size(2) < kHopLength)
        throw Error{ErrorCode::BadRequest, sentence("{} is too short to be understood.", file.string()),
                    sentence("Choose a recording of some seconds.")};
    if (isSilent(waveform))
        throw Error{ErrorCode::BadRequest, sentence("{} is silent.", file.string()),
                    sentence("Choose a recording in which something sounds.")};
    return waveform;
}

std::string codesOfRecording(ModelStore& models, const at::Tensor& recording, const std::stop_token& stop) {
    return audioCodeText(models, encodeAudio(models, recording, std::nullopt, stop));
}

} // namespace ottava
