#pragma once

#include "core/audio/audio_buffer.h"
#include "core/base/warning.h"

#include <filesystem>

namespace ottava {

/// A recording to work on, no more of it than `mostSeconds`: how long it says it is decides neither memory nor time. A
/// longer one loses its end, one of more than two channels is heard on the first two only: a warning each. Throws Error
/// (FileFault) as `readAudio` does.
AudioBuffer readRecording(const std::filesystem::path& file, int mostSeconds, Warnings& warnings);

} // namespace ottava
