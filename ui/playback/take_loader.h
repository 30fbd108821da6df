#pragma once

#include "core/audio/overview.h"
#include "core/audio/playback_track.h"
#include "ui/playback/take_facts.h"

#include <memory>

namespace ottava::ui {

/// A finished take as the panel needs it.
struct LoadedTake {
    std::shared_ptr<PlaybackTrack> track;
    Overview overview;
    TakeRecipe recipe;
    QString facts; ///< length, rate, channels, kind and size of the file
};

/// Reads the take's sound and sidecar. `growing`: the track its tiles were played from; it is filled with the finished
/// sound and becomes the result's track. Throws Error. Any thread but the GUI's.
LoadedTake loadTake(const StoredTake& take, std::shared_ptr<PlaybackTrack> growing = nullptr);

} // namespace ottava::ui
