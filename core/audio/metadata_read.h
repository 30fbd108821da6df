#pragma once

#include "core/audio/file_metadata.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ottava {

/// What was found in a sound file besides its sound.
struct FileNotes {
    FileMetadata metadata;
    std::vector<std::string> problems; ///< what could not be read, a sentence each
};

/// Reads tags, markers and recipe of a WAV, RF64, FLAC, MP3, Ogg Vorbis or Opus file, whoever wrote them; other files
/// have none. Damage costs what is damaged and is named in `problems`; sizes are believed only as far as bytes really
/// come, and no tag above 16 MB is read. Throws Error (FileFault) when the file is not there or cannot be read.
FileNotes readMetadata(const std::filesystem::path& file);

} // namespace ottava
