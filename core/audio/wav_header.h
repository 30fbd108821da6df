#pragma once

#include "core/audio/audio_format.h"
#include "core/audio/riff_metadata.h"

#include <string>
#include <vector>

namespace ottava {

/// Everything of a WAV that comes before the samples: an RF64 where 32 bits cannot say the sizes (EBU Tech 3306).
/// `format`: one of the WAVs; `chunks` come before the samples, where players look first.
std::string wavHeader(AudioFormat format, const WavSound& sound, const std::vector<RiffChunk>& chunks);

/// Bits of a sample of one of the WAVs, or of FLAC.
int bitsOf(AudioFormat format);

} // namespace ottava
