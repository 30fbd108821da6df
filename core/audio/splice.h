#pragma once

#include "core/audio/audio_buffer.h"

#include <vector>

namespace ottava {

/// Frames from `begin` up to, not including, `end`.
struct FrameRange {
    std::int64_t begin = 0, end = 0;
};

/// Puts `source` back into `made` outside the regions that were made anew, with linear ramps of `rampFrames` outside
/// each region; at 0 the outside is the source, sample for sample. Both have the same channels and rate. Where `made`
/// is longer than `source` its tail stays; where a region covers all of it nothing changes. Source: synthesis
/// specification §12, step 5.
void spliceOutside(AudioBuffer& made, const AudioBuffer& source, const std::vector<FrameRange>& regions,
                   std::int64_t rampFrames);

} // namespace ottava
