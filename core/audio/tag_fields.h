#pragma once

#include "core/audio/file_metadata.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ottava {

using TagFields = std::vector<std::pair<std::string, std::string>>;

/// The fields that have no place of their own in any kind of tag: model and recipe.
TagFields ownFields(const FileMetadata& metadata);
/// REPLAYGAIN_*: the gain to −18 LUFS and the true peak. Source: ReplayGain 2.0.
TagFields replayGainFields(const Loudness& loudness);
/// The field of an Opus file: the gain to −23 LUFS, Q7.8. Source: RFC 7845 §5.2.1, which advises against REPLAYGAIN_*.
TagFields opusGainFields(const Loudness& loudness);

/// Takes a field over by the name that Vorbis comments and ID3's free texts give it, whatever its case. What is not
/// known or makes no sense changes nothing.
void takeField(FileMetadata& metadata, std::string_view name, std::string_view value);

/// The whole number of beats at the beginning of `text`; unset when there is none that a song could have.
std::optional<int> beatsFromTag(std::string_view text);

} // namespace ottava
