#pragma once

#include "core/audio/byte_file.h"
#include "core/audio/metadata_read.h"

namespace ottava {

/// Largest tag that is looked at: a recipe takes far less.
inline constexpr std::size_t kLargestTag = 16U * 1024 * 1024;

/// Takes over what the chunks of a WAV or RF64 say.
void readRiff(ByteFile& file, FileNotes& notes);

} // namespace ottava
