#pragma once

#include "core/audio/audio_buffer.h"

#include <optional>

namespace ottava {

/// How loud a whole recording is. Source: EBU R 128, Tech 3342 (range).
struct Loudness {
    double integratedLufs = 0, maxMomentaryLufs = 0, maxShortTermLufs = 0;
    double rangeLu = 0;
    double truePeakDb = 0; ///< dBTP

    bool operator==(const Loudness&) const = default;
};

/// Unset when it is too short or too quiet to have one.
std::optional<Loudness> measureLoudness(const AudioBuffer& audio);

/// Loudness of the whole, LUFS; unset when it is too short or too quiet to have one. Source: EBU R 128.
std::optional<double> integratedLoudness(const AudioBuffer& audio);

/// Gain that brings the whole to `lufs`, or as close to it as the true peak can come without passing `ceilingDb`
/// (dBTP). Audio without a loudness is left alone.
void normalizeLoudness(AudioBuffer& audio, double lufs, double ceilingDb);

} // namespace ottava
