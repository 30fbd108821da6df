#pragma once

#include "core/audio/audio_buffer.h"
#include "core/audio/audio_format.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace ottava {

/// Reads any file libsndfile knows, at its own rate and channel count.
/// Throws Error (FileFault) saying whether it is missing, not audio, damaged or empty.
AudioBuffer readAudio(const std::filesystem::path& file);

/// Fields for the file's own metadata: title, artist, software, comment, date, genre.
using AudioTags = std::vector<std::pair<std::string, std::string>>;

/// Writes `audio` as `format` (16-bit PCM is dithered, TPDF) under a temporary name beside `file`, flushes it and
/// renames it. Throws Error (FileFault) when the folder cannot be written or the disk is full; nothing is left behind
/// then.
void writeAudio(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format,
                const AudioTags& tags = {});

/// File name ending for a format, without the dot: "wav", "flac", …
const char* fileExtension(AudioFormat format);

/// Resampled copy at `sampleRate` (soxr, very high quality).
AudioBuffer resampled(const AudioBuffer& audio, int sampleRate);

} // namespace ottava
