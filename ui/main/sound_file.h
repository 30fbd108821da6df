#pragma once

#include "core/audio/audio_facts.h"
#include "core/audio/metadata_read.h"

namespace ottava::ui {

/// A sound file from outside the library, looked into but not decoded.
struct SoundFile {
    AudioFacts facts;
    FileNotes notes;
};

} // namespace ottava::ui
