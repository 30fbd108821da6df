#pragma once

#include "core/audio/file_metadata.h"

#include <string>
#include <string_view>

namespace ottava {

/// Whether markers become chapters of the tag; a WAV has its own place for them.
enum class Id3Chapters { Written, LeftOut };

/// A whole ID3v2.4 tag: TIT2, TBPM, TKEY, USLT, TXXX, CHAP, …; empty when there is nothing to say. `durationSeconds`
/// ends the last chapter.
std::string id3Tag(const FileMetadata& metadata, double durationSeconds, Id3Chapters chapters);

/// Size of the tag that begins with `header` (10 bytes), these included; 0 when it is none.
std::size_t id3Size(std::string_view header);

/// Takes over what an ID3v2.3 or v2.4 tag says. False when it is damaged or of another version: what came before the
/// fault is taken over. Compressed frames are passed over, so that no tag unpacks to more than it is.
bool readId3(std::string_view tag, FileMetadata& metadata);

} // namespace ottava
