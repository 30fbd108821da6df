#pragma once

#include "core/audio/loudness.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// A named moment of a recording: "Verse 1".
struct Marker {
    std::string label;
    double seconds = 0;

    bool operator==(const Marker&) const = default;
};

/// What a sound file says besides its sound. UTF-8; what is empty or unset is not in the file.
struct FileMetadata {
    std::string title = {}, artist = {}, genre = {}, comment = {};
    std::string date = {};       ///< "2025-01-31", with or without a time: "2025-01-31T14:05:09"
    std::string software = {};   ///< "Ottava 1.0"
    std::string model = {};      ///< what made the sound: "acestep-v15-turbo"
    std::optional<int> bpm = {}; ///< quarter notes a minute
    std::string key = {};        ///< "A minor"
    std::string lyrics = {};
    std::string recipe = {};          ///< the request as JSON
    std::vector<Marker> markers = {}; ///< in order
    std::optional<Loudness> loudness = {};
    /// Writes the tempo where some programs stretch whatever carries it, unasked (WAV: the `acid` chunk).
    bool tempoForStretching = false;

    bool operator==(const FileMetadata&) const = default;
};

/// As tags write keys, "A minor" → "Am", "F# major" → "F#"; empty when it is none. `keyFromTag` goes the other way and
/// leaves what it does not know as it is.
std::string keyForTag(const std::string& key);
std::string keyFromTag(const std::string& tag);

} // namespace ottava
