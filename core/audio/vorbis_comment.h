#pragma once

#include "core/audio/file_metadata.h"
#include "core/audio/tag_fields.h"

#include <string>
#include <string_view>

namespace ottava {

/// The fields of FLAC, Ogg Vorbis and Opus files: TITLE, BPM, INITIALKEY, LYRICS, CHAPTER001, …, without loudness.
TagFields vorbisFields(const FileMetadata& metadata);

/// The comment block: vendor, count and fields. Source: Vorbis I specification §5.
std::string vorbisComment(std::string_view vendor, const TagFields& fields);

/// Size of the block's fields alone, each with the length before it.
std::size_t sizeOf(const TagFields& fields);

/// The vendor of a comment block; empty when it is damaged.
std::string_view vendorOf(std::string_view block);

/// Takes over what a comment block says. False when it is damaged: what came before the fault is taken over.
bool readVorbisComment(std::string_view block, FileMetadata& metadata);

} // namespace ottava
