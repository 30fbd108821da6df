#include "ui/playback/frame_selection.h"

#include <algorithm>
#include <cstdlib>

namespace ottava::ui {

std::optional<FrameRange> FrameSelection::range() const {
    if (!ends_ || ends_->first == ends_->second)
        return std::nullopt;
    return std::minmax(ends_->first, ends_->second);
}

void FrameSelection::extendTo(std::int64_t frame) {
    if (ends_)
        ends_->second = frame;
}

void FrameSelection::grabNearestEnd(std::int64_t frame) {
    if (ends_ && std::abs(frame - ends_->first) < std::abs(frame - ends_->second))
        std::swap(ends_->first, ends_->second);
}

std::optional<std::int64_t> FrameSelection::movingEnd() const {
    return ends_ ? std::optional(ends_->second) : std::nullopt;
}

} // namespace ottava::ui
