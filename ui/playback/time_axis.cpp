#include "ui/playback/time_axis.h"

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

/// Closest zoom: the finest bins that an Overview keeps.
constexpr double kMinFramesPerPixel = 256;

} // namespace

void TimeAxis::setTotalFrames(std::int64_t frames) {
    const auto all = showsAll();
    total_ = std::max<std::int64_t>(0, frames);
    if (all)
        showAll();
    else
        clamp();
}

void TimeAxis::setWidth(int pixels) {
    width_ = std::max(1, pixels);
    clamp();
}

double TimeAxis::framesPerPixel() const {
    return span_ / width_;
}

bool TimeAxis::showsAll() const {
    return span_ >= static_cast<double>(total_);
}

double TimeAxis::pixelOf(double frame) const {
    return span_ <= 0 ? 0 : (frame - first_) / framesPerPixel();
}

std::int64_t TimeAxis::frameAt(double pixel) const {
    return std::clamp<std::int64_t>(std::llround(first_ + pixel * framesPerPixel()), 0, total_);
}

void TimeAxis::zoom(double factor, double pixel) {
    const auto anchor = first_ + pixel * framesPerPixel();
    span_ /= factor;
    clamp();
    first_ = anchor - pixel * framesPerPixel();
    clamp();
}

void TimeAxis::showAll() {
    first_ = 0;
    span_ = static_cast<double>(total_);
}

void TimeAxis::scroll(double pixels) {
    first_ += pixels * framesPerPixel();
    clamp();
}

void TimeAxis::reveal(std::int64_t frame) {
    const auto wanted = static_cast<double>(frame);
    if (wanted < first_)
        first_ = wanted;
    else if (wanted > lastFrame())
        first_ = wanted - span_ / 10; // nearly a page on, so that a running playhead turns pages
    clamp();
}

void TimeAxis::clamp() {
    const auto total = static_cast<double>(total_);
    span_ = std::clamp(span_, std::min(total, kMinFramesPerPixel * width_), total);
    first_ = std::clamp(first_, 0.0, total - span_);
}

} // namespace ottava::ui
