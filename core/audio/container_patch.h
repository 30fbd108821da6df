#pragma once

#include "core/audio/sink_file.h"
#include "core/audio/tag_fields.h"

namespace ottava {

/// Room for fields in a FLAC file is made by giving the encoder a comment of this many characters to write: then
/// nothing that comes after it has to be moved. Source of the name before it: libsndfile, SF_STR_COMMENT.
std::size_t fillerFor(const TagFields& fields);

/// Puts `fields` into the comment block of the finished FLAC file in `sink`, in place of the filler; what is left over
/// becomes padding. Throws Error (Internal) for a file of another layout.
void putFlacFields(SinkFile& sink, const TagFields& fields);

/// Gives the finished Ogg Vorbis or Opus file in `sink` a comment packet with `fields`; the pages behind it are
/// numbered anew. (libsndfile drops comments from Opus files when they are long.) Throws Error (Internal) for a file of
/// another layout.
void putOggFields(SinkFile& sink, const TagFields& fields);

} // namespace ottava
