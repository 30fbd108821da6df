// Mouse, wheel and keys of WaveformView.
#include "ui/playback/waveform_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kSeekSeconds = 1;
constexpr double kZoomStep = 1.25;
/// How near to a selection's edge the mouse takes hold of it, pixels.
constexpr double kEdgeReach = 5;
/// A notch of the wheel, in the eighths of a degree that events report.
constexpr double kWheelNotch = 120;
/// How far a notch scrolls, pixels.
constexpr double kWheelPixels = 80;

} // namespace

bool WaveformView::edgeNear(double pixel) const {
    const auto range = selection();
    if (!range)
        return false;
    const auto near = [&](std::int64_t frame) {
        return std::abs(axis_.pixelOf(static_cast<double>(frame)) - pixel) <= kEdgeReach;
    };
    return near(range->first) || near(range->second);
}

void WaveformView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || axis_.totalFrames() == 0)
        return QWidget::mousePressEvent(event);
    pressPixel_ = event->position().x();
    if (edgeNear(pressPixel_)) {
        selection_.grabNearestEnd(axis_.frameAt(pressPixel_));
        drag_ = Drag::Selecting;
    } else {
        drag_ = Drag::Pressed;
    }
}

void WaveformView::mouseMoveEvent(QMouseEvent* event) {
    const auto pixel = event->position().x();
    setHover(pixel);
    if (drag_ == Drag::None)
        setCursor(edgeNear(pixel) ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (drag_ == Drag::Pressed && std::abs(pixel - pressPixel_) >= QApplication::startDragDistance()) {
        selection_.begin(axis_.frameAt(pressPixel_));
        drag_ = Drag::Selecting;
    }
    if (drag_ == Drag::Selecting) {
        selection_.extendTo(axis_.frameAt(pixel));
        update();
        emit selectionChanged();
    }
}

void WaveformView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseReleaseEvent(event);
    const auto drag = std::exchange(drag_, Drag::None);
    if (drag == Drag::Selecting)
        selectionMoved();
    if (drag != Drag::Pressed)
        return;
    const auto frame = axis_.frameAt(pressPixel_);
    const auto range = selection();
    if (range && (frame < range->first || frame > range->second))
        setSelection(std::nullopt);
    seekTo(frame);
}

void WaveformView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || axis_.totalFrames() == 0)
        return;
    const auto frame = axis_.frameAt(event->position().x());
    FrameRange range{0, axis_.totalFrames()};
    for (const auto& section : sections_)
        if (frame >= section.firstFrame && frame < section.lastFrame)
            range = {section.firstFrame, section.lastFrame};
    setSelection(range);
}

void WaveformView::leaveEvent(QEvent*) {
    setHover(std::nullopt);
}

void WaveformView::wheelEvent(QWheelEvent* event) {
    const auto turned = event->angleDelta();
    // With Alt, and on some systems with Shift, a wheel reports a sideways turn.
    const auto sideways = event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(turned.x()) > std::abs(turned.y());
    const auto notches = (std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y()) / kWheelNotch;
    if (sideways)
        axis_.scroll(-notches * kWheelPixels);
    else
        axis_.zoom(std::pow(kZoomStep, notches), event->position().x());
    invalidate();
    event->accept();
}

void WaveformView::extendSelection(std::int64_t frame) {
    const auto target = std::clamp<std::int64_t>(frame, 0, axis_.totalFrames());
    if (!selection_.movingEnd())
        selection_.begin(position_);
    selection_.extendTo(target);
    axis_.reveal(target);
    invalidate();
    selectionMoved();
}

bool WaveformView::selectionKey(QKeyEvent* event) {
    const auto step = std::llround(kSeekSeconds * sampleRate_);
    const auto moving = selection_.movingEnd().value_or(position_);
    const auto shift = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
        shift ? extendSelection(moving - step) : seekTo(position_ - step);
        return true;
    case Qt::Key_Right:
        shift ? extendSelection(moving + step) : seekTo(position_ + step);
        return true;
    case Qt::Key_Home:
        shift ? extendSelection(0) : seekTo(0);
        return true;
    case Qt::Key_End:
        shift ? extendSelection(axis_.totalFrames()) : seekTo(axis_.totalFrames());
        return true;
    case Qt::Key_BracketLeft:
        setSelectionStartHere();
        return true;
    case Qt::Key_BracketRight:
        setSelectionEndHere();
        return true;
    case Qt::Key_Escape:
        if (!selection())
            return false; // Esc then means whatever the window makes of it
        setSelection(std::nullopt);
        return true;
    default:
        return false;
    }
}

bool WaveformView::zoomKey(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kZoomStep);
        return true;
    case Qt::Key_Minus:
        zoomBy(1 / kZoomStep);
        return true;
    case Qt::Key_0:
        showAll();
        return true;
    default:
        return false;
    }
}

void WaveformView::keyPressEvent(QKeyEvent* event) {
    if (axis_.totalFrames() == 0 || (!selectionKey(event) && !zoomKey(event)))
        QWidget::keyPressEvent(event);
}

} // namespace ottava::ui
