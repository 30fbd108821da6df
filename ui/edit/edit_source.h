#pragma once

#include "core/audio/overview.h"
#include "core/audio/playback_track.h"
#include "core/library/take_library.h"
#include "ui/edit/edit_draft.h"

#include <memory>

namespace ottava::ui {

/// Shorter than this there is nothing to work on, s.
inline constexpr double kShortestSourceSeconds = 1;

/// A recording that is to be changed, read and checked.
struct EditSource {
    std::filesystem::path file;
    QString name;
    double seconds = 0;      ///< of what is used: no more than a song may last anywhere
    double wholeSeconds = 0; ///< of the file
    Overview overview;
    std::shared_ptr<PlaybackTrack> track;
    std::optional<SourceRecipe> recipe; ///< a take of the library's
};

/// Throws Error: (FileFault) when the file is missing, damaged or not audio, (BadRequest) when it is too short or
/// nothing sounds in it. Any thread but the GUI's.
EditSource readEditSource(const std::filesystem::path& file);

/// The same for a take; a damaged recipe is left out.
EditSource readEditSource(const StoredTake& take);

} // namespace ottava::ui
