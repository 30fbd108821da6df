#pragma once

#include <string>

namespace ottava {

/// What goes into the files that leave the library.
struct EmbedChoice {
    /// Title, description, lyrics, tempo, key, markers and the recipe; false: only what made the sound, and how loud it
    /// is.
    bool promptAndLyrics = true;
    /// The tempo also where some programs stretch whatever carries it; see FileMetadata.
    bool tempoForStretching = false;
    std::string artist = {};

    bool operator==(const EmbedChoice&) const = default;
};

} // namespace ottava
