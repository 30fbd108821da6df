#pragma once

namespace ottava {

/// What a take is written as. Wav is 16-bit (dithered), Wav24 24-bit, Wav32 32-bit float.
enum class AudioFormat { Flac, Mp3, Opus, Aac, Wav, Wav24, Wav32, Ogg };

} // namespace ottava
