#pragma once

#include "core/audio/audio_buffer.h"
#include "core/base/sentence.h"

#include <vector>

namespace ottava {

/// What is wrong with finished audio, a clause each ("is silent"): silence, an offset (DC), clipping. Empty: nothing.
std::vector<Sentence> audioFaults(const AudioBuffer& audio);

} // namespace ottava
