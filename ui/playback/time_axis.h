#pragma once

#include <cstdint>

namespace ottava::ui {

/// Which frames of a take lie under which pixels of a view. Always shows a stretch inside the take; widths in logical
/// pixels.
class TimeAxis {
public:
    void setTotalFrames(std::int64_t frames);
    void setWidth(int pixels);

    std::int64_t totalFrames() const { return total_; }
    int width() const { return width_; }
    double framesPerPixel() const;
    /// First frame shown, and the one behind the last.
    double firstFrame() const { return first_; }
    double lastFrame() const { return first_ + span_; }
    bool showsAll() const;

    double pixelOf(double frame) const;
    /// Clamped to the take.
    std::int64_t frameAt(double pixel) const;

    /// Shows a stretch `factor` times shorter (> 1) or longer (< 1); the frame under `pixel` stays where it is.
    void zoom(double factor, double pixel);
    void showAll();
    /// Moves the stretch by `pixels`, to the right when positive.
    void scroll(double pixels);
    /// Scrolls, without changing the zoom, so that `frame` is shown.
    void reveal(std::int64_t frame);

private:
    void clamp();

    std::int64_t total_ = 0;
    int width_ = 1;
    double first_ = 0, span_ = 0; ///< frames shown
};

} // namespace ottava::ui
