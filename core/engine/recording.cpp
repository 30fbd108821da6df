#include "core/engine/recording.h"

#include "core/audio/audio_facts.h"
#include "core/audio/audio_file.h"
#include "core/base/units.h"

#include <fmt/format.h>

namespace ottava {

AudioBuffer readRecording(const std::filesystem::path& file, int mostSeconds, Warnings& warnings) {
    const auto facts = readAudioFacts(file);
    auto audio = readAudio(file, mostSeconds + 1.0 / facts.sampleRate); // one frame more tells whether there is more
    const auto name = file.filename().string();
    const auto most = static_cast<std::int64_t>(mostSeconds) * audio.sampleRate;
    if (audio.frameCount() > most) {
        audio.samples.resize(static_cast<std::size_t>(most * audio.channels));
        warnings.push_back({WarningCode::DurationClamped,
                            facts.frameCount > most
                                ? sentence("{} lasts {} s: its first {} s are used.", name,
                                           fmt::format("{:.1f}", facts.durationSeconds()), mostSeconds)
                                : sentence("{} is too long: its first {} s are used.", name, mostSeconds)});
    }
    if (audio.channels > kChannels)
        warnings.push_back({WarningCode::SourceChanged,
                            sentence("{} has {} channels: the first two are used.", name, audio.channels)});
    return audio;
}

} // namespace ottava
