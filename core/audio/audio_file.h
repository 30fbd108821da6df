#pragma once

#include "core/audio/audio_buffer.h"
#include "core/audio/audio_format.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace ottava {

/// Reads any file libsndfile knows, at its own rate and channel count.
/// Throws Error (FileFault) saying whether it is missing, not audio, damaged (cut short, samples that are not numbers)
/// or empty.
AudioBuffer readAudio(const std::filesystem::path& file);

/// What a file holds, without keeping it.
struct AudioFacts {
    int channels = 0, sampleRate = 0;
    std::int64_t frameCount = 0;
    float peak = 0; ///< linear

    double durationSeconds() const { return sampleRate > 0 ? static_cast<double>(frameCount) / sampleRate : 0; }
};

/// Reads the file through once. Throws as `readAudio` does, for the same reasons.
AudioFacts inspectAudio(const std::filesystem::path& file);

/// Fields for the file's own metadata: title, artist, album, software, comment, date, genre, copyright. What a format
/// has no place for is left out.
using AudioTags = std::vector<std::pair<std::string, std::string>>;

/// Writes `audio` as `format` under a temporary name beside `file`, flushes it and renames it. 16-bit PCM is dithered,
/// PCM beyond ±1 clipped, a WAV above 4 GB becomes RF64. `mp3Kilobits`: constant bit rate, 32 to 320 kbit/s.
/// Throws Error (FileFault) when the folder cannot be written or the disk is full, and Error (BadRequest) for audio
/// that the format cannot hold (and AAC, which is not offered); nothing is left behind then.
void writeAudio(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format,
                const AudioTags& tags = {}, int mp3Kilobits = 320);

/// Whether that much audio passes what a WAV's 32-bit sizes can say, so that RF64 is written instead.
bool needsRf64(AudioFormat format, std::int64_t frameCount, int channels);

/// File name ending for a format, without the dot: "wav", "flac", …
const char* fileExtension(AudioFormat format);

/// Resampled copy at `sampleRate` (soxr, very high quality).
/// Throws Error (BadRequest) for a rate that is not above 0.
AudioBuffer resampled(const AudioBuffer& audio, int sampleRate);

} // namespace ottava
