#pragma once

#include "core/audio/file_metadata.h"

#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// A piece of a WAV.
struct RiffChunk {
    std::string id; ///< four characters
    std::string bytes;
};

/// The sound that a WAV's chunks speak of.
struct WavSound {
    int sampleRate = 48'000;
    int channels = 2;
    int bits = 24;
    std::int64_t frameCount = 0;

    double seconds() const { return static_cast<double>(frameCount) / sampleRate; }
};

/// What a WAV says about itself, a chunk each: `bext` version 2 with the loudness (EBU Tech 3285), `iXML`, `LIST` INFO,
/// `cue ` and `LIST` adtl for the markers, `id3 ` for tempo, key, lyrics and recipe, `acid` where the tempo is for
/// stretching. None when there is nothing to say.
std::vector<RiffChunk> riffChunks(const FileMetadata& metadata, const WavSound& sound);

/// The `iXML` chunk's text.
std::string ixmlText(const FileMetadata& metadata, int sampleRate);

} // namespace ottava
