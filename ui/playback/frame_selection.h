#pragma once

#include "core/audio/playback_feed.h"

#include <cstdint>
#include <optional>

namespace ottava::ui {

/// A stretch of a take that is being chosen: the end it began at stays, the other follows the mouse or the arrow keys.
class FrameSelection {
public:
    /// The chosen stretch in order; unset while it is empty.
    std::optional<FrameRange> range() const;

    void clear() { ends_.reset(); }
    void set(FrameRange range) { ends_ = range; }
    /// Begins an empty stretch at `frame`.
    void begin(std::int64_t frame) { ends_ = FrameRange{frame, frame}; }
    /// Moves the end that follows.
    void extendTo(std::int64_t frame);
    /// From now on it is the end nearer to `frame` that follows.
    void grabNearestEnd(std::int64_t frame);
    /// The end that follows; unset when nothing was begun.
    std::optional<std::int64_t> movingEnd() const;

private:
    std::optional<FrameRange> ends_; ///< the end that stays, the end that follows
};

} // namespace ottava::ui
