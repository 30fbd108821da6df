#pragma once

#include "core/audio/splice.h"
#include "core/engine/request.h"

namespace ottava {

/// What a repaint or lego makes anew, and how much silence is put around the source so that every region lies in it.
struct RegionPlan {
    std::int64_t framesBefore = 0, framesAfter = 0; ///< audio frames of silence
    std::vector<TimeSpan> spans;                    ///< s, in the padded source; sorted, none touches another

    /// Audio frames of each span. Source: synthesis specification §12, step 5.
    std::vector<FrameRange> audioRanges() const;
    /// Latent frames of each span in a song of `frames`, at least one each. Source: §8.
    std::vector<FrameRange> latentRanges(std::int64_t frames) const;
};

/// Regions of the request in a source of `sourceSeconds`. `longestSeconds`: what the song may grow to.
/// Throws Error (BadRequest) for a region that is empty, reversed, or does not touch the source, and when the song
/// would grow too long.
RegionPlan planRegions(const Request& request, double sourceSeconds, double longestSeconds);

/// How strongly a repaint holds on to the source. Source: synthesis specification §12, repaint modes.
struct RepaintHold {
    double injectionRatio = 0.5;
    std::int64_t latentCrossfadeFrames = 0;
    double wavCrossfadeSeconds = 0;
};
RepaintHold repaintHold(const Request& request);

} // namespace ottava
