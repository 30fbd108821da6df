#pragma once

#include "core/audio/audio_buffer.h"

namespace ottava {

/// The recording in stereo: up to eight channels are mixed as they are usually ordered (5.1: left, right, centre, LFE,
/// surrounds), the LFE left out, and brought down to full scale where they add up beyond it; of more than eight, whose
/// order nobody knows, the first two are kept. One or two channels stay as they are. Source: ITU-R BS.775.
AudioBuffer stereoOf(AudioBuffer audio);

} // namespace ottava
