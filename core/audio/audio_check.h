#pragma once

#include "core/audio/audio_buffer.h"

#include <string>
#include <vector>

namespace ottava {

/// What is wrong with finished audio, a clause each ("is silent"): silence, an offset (DC), clipping. Empty: nothing.
std::vector<std::string> audioFaults(const AudioBuffer& audio);

} // namespace ottava
