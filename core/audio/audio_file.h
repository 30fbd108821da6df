#pragma once

#include "core/audio/audio_buffer.h"
#include "core/audio/audio_format.h"
#include "core/audio/file_metadata.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace ottava {

/// Reads any file libsndfile knows, at its own rate and channel count, and no more of it than `mostSeconds`.
/// Throws Error (FileFault) saying whether it is missing, not audio, damaged (cut short, samples that are not numbers)
/// or empty.
AudioBuffer readAudio(const std::filesystem::path& file, std::optional<double> mostSeconds = std::nullopt);

/// What a file holds, without keeping it.
struct AudioSummary {
    int channels = 0, sampleRate = 0;
    std::int64_t frameCount = 0;
    float peak = 0; ///< linear

    double durationSeconds() const { return sampleRate > 0 ? static_cast<double>(frameCount) / sampleRate : 0; }
};

/// Reads the file through once. Throws as `readAudio` does, for the same reasons.
AudioSummary inspectAudio(const std::filesystem::path& file);

/// Writes `audio` and what is to be known of it as `format` under a temporary name beside `file`, flushes it and
/// renames it. 16-bit PCM is dithered, PCM beyond ±1 clipped, a WAV above 4 GB becomes RF64. `mp3Kilobits`: constant
/// bit rate, 32 to 320 kbit/s. Throws Error (FileFault) when the folder cannot be written or the disk is full, and
/// Error (BadRequest) for audio that the format cannot hold (and AAC, which is not offered); nothing is left behind
/// then.
void writeAudio(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format,
                const FileMetadata& metadata = {}, int mp3Kilobits = 320);

/// Whether that much audio, with so many bytes about it, passes what a WAV's 32-bit sizes can say, so that RF64 is
/// written instead.
bool needsRf64(AudioFormat format, std::int64_t frameCount, int channels, std::size_t chunkBytes = 0);

/// File name ending for a format, without the dot: "wav", "flac", …
const char* fileExtension(AudioFormat format);

/// Resampled copy at `sampleRate` (soxr, very high quality).
/// Throws Error (BadRequest) for a rate that is not above 0.
AudioBuffer resampled(const AudioBuffer& audio, int sampleRate);

} // namespace ottava
