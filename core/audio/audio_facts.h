#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace ottava {

/// What a sound file's header promises.
struct AudioFacts {
    std::string format; ///< "WAV (Microsoft), Signed 24 bit PCM"
    int channels = 0;
    int sampleRate = 0;
    std::int64_t frameCount = 0;

    double durationSeconds() const { return static_cast<double>(frameCount) / sampleRate; }
};

/// Looks at the header only. Throws Error (FileFault) as `readAudio` does.
AudioFacts readAudioFacts(const std::filesystem::path& file);

} // namespace ottava
