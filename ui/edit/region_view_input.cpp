// Mouse, wheel and keys of RegionView.
#include "ui/edit/region_accessible.h"
#include "ui/edit/region_view.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kSeekSeconds = 1;
/// How far a key moves a region's end where nothing is snapped to, s.
constexpr double kMoveSeconds = 0.1;
constexpr double kZoomStep = 1.25;
/// How near to a region's edge the mouse takes hold of it, pixels.
constexpr double kEdgeReach = 5;
/// A notch of the wheel, in the eighths of a degree that events report.
constexpr double kWheelNotch = 120;
constexpr double kWheelPixels = 80;

bool isOwnKey(int key) {
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_Space:
    case Qt::Key_Insert:
    case Qt::Key_Delete:
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        return true;
    default:
        return false;
    }
}

} // namespace

bool RegionView::event(QEvent* event) {
    // The window's player has the same keys; while the source is in focus they are its own.
    if (event->type() == QEvent::ShortcutOverride && hasSource() && isOwnKey(static_cast<QKeyEvent*>(event)->key())) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

std::optional<RegionView::Edge> RegionView::edgeNear(double pixel) const {
    std::optional<Edge> nearest;
    double distance = kEdgeReach;
    for (std::size_t i = 0; editable_ && i < set_.size(); ++i) {
        for (const auto isEnd : {false, true}) {
            const auto& span = set_.all()[i];
            const auto away = std::abs(pixelOf(isEnd ? span.end : span.start) - pixel);
            if (away > distance)
                continue;
            nearest = Edge{i, isEnd};
            distance = away;
        }
    }
    return nearest;
}

std::optional<std::size_t> RegionView::crossAt(const QPointF& point) const {
    for (std::size_t i = 0; editable_ && i < set_.size(); ++i)
        if (crossOf(set_.all()[i]).contains(point))
            return i;
    return std::nullopt;
}

void RegionView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !hasSource())
        return QWidget::mousePressEvent(event);
    if (const auto cross = crossAt(event->position()))
        return removeRegion(*cross);
    pressed_ = true;
    pressPixel_ = event->position().x();
    held_ = edgeNear(pressPixel_);
}

void RegionView::moveCursorShape(const QPointF& point) {
    if (crossAt(point))
        setCursor(Qt::PointingHandCursor);
    else
        setCursor(edgeNear(point.x()) ? Qt::SplitHCursor : Qt::ArrowCursor);
}

void RegionView::dragTo(double pixel) {
    const auto at = snapped(secondsAt(pixel));
    if (held_) {
        const auto& before = set_.all()[held_->region];
        live_ = held_->isEnd ? TimeSpan{before.start, at} : TimeSpan{at, before.end};
    } else {
        live_ = TimeSpan{snapped(secondsAt(pressPixel_)), at};
    }
    if (live_->end < live_->start)
        std::swap(live_->start, live_->end);
    live_->end = std::min(live_->end, set_.length());
}

void RegionView::mouseMoveEvent(QMouseEvent* event) {
    const auto pixel = event->position().x();
    hover_ = pixel;
    if (!pressed_)
        moveCursorShape(event->position());
    else if (editable_ && (live_ || std::abs(pixel - pressPixel_) >= QApplication::startDragDistance()))
        dragTo(pixel);
    update();
}

void RegionView::finishDrag() {
    const auto span = std::exchange(live_, std::nullopt);
    const auto held = std::exchange(held_, std::nullopt);
    if (held)
        current_ = set_.change(held->region, *span);
    else if (const auto added = set_.add(*span))
        current_ = added;
    changed();
}

void RegionView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !std::exchange(pressed_, false))
        return QWidget::mouseReleaseEvent(event);
    if (live_)
        return finishDrag();
    const auto held = std::exchange(held_, std::nullopt);
    const auto frame = axis_.frameAt(pressPixel_);
    choose(held ? std::optional(held->region) : editable_ ? set_.at(seconds(frame)) : std::nullopt);
    seekTo(frame);
}

void RegionView::leaveEvent(QEvent*) {
    hover_.reset();
    update();
}

void RegionView::wheelEvent(QWheelEvent* event) {
    const auto turned = event->angleDelta();
    const auto sideways = event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(turned.x()) > std::abs(turned.y());
    const auto zooms = event->modifiers().testFlag(Qt::ControlModifier);
    if (!hasSource() || (!sideways && !zooms))
        return QWidget::wheelEvent(event); // the page scrolls
    const auto notches = (std::abs(turned.x()) > std::abs(turned.y()) ? turned.x() : turned.y()) / kWheelNotch;
    if (sideways)
        axis_.scroll(-notches * kWheelPixels);
    else
        axis_.zoom(std::pow(kZoomStep, notches), event->position().x());
    invalidate();
    event->accept();
}

void RegionView::choose(std::optional<std::size_t> region) {
    current_ = region;
    update();
    announceRegions(this);
}

void RegionView::seekTo(std::int64_t frame) {
    setPosition(frame);
    axis_.reveal(position_);
    invalidate();
    emit seekRequested(position_);
    announceRegions(this);
}

void RegionView::moveEnd(double by, bool isEnd) {
    if (!current_ || *current_ >= set_.size())
        return;
    auto span = set_.all()[*current_];
    auto& end = isEnd ? span.end : span.start;
    end = std::clamp(snapped(end + by), 0.0, set_.length());
    changeRegion(*current_, span);
}

void RegionView::setEndHere(bool isEnd) {
    if (!current_ || *current_ >= set_.size())
        return addRegionHere();
    auto span = set_.all()[*current_];
    (isEnd ? span.end : span.start) = snapped(position());
    changeRegion(*current_, span);
}

bool RegionView::seekKey(const QKeyEvent& event) {
    const auto step = std::llround(kSeekSeconds * sampleRate_);
    switch (event.key()) {
    case Qt::Key_Left:
        seekTo(position_ - step);
        return true;
    case Qt::Key_Right:
        seekTo(position_ + step);
        return true;
    case Qt::Key_Home:
        seekTo(0);
        return true;
    case Qt::Key_End:
        seekTo(axis_.totalFrames());
        return true;
    case Qt::Key_Space:
        emit playRequested();
        return true;
    default:
        return false;
    }
}

bool RegionView::regionKey(const QKeyEvent& event) {
    const auto shift = event.modifiers().testFlag(Qt::ShiftModifier);
    const auto step = grid_.step().value_or(kMoveSeconds);
    const auto isEnd = !event.modifiers().testFlag(Qt::ControlModifier);
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (shift)
            moveEnd(event.key() == Qt::Key_Left ? -step : step, isEnd);
        return shift;
    case Qt::Key_Insert:
        addRegionHere();
        return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        if (current_)
            removeRegion(*current_);
        return true;
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        setEndHere(event.key() == Qt::Key_BracketRight);
        return true;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
        if (const auto last = static_cast<int>(set_.size()) - 1; last >= 0) {
            const auto from = current_ ? static_cast<int>(*current_) : event.key() == Qt::Key_PageUp ? last + 1 : -1;
            choose(static_cast<std::size_t>(std::clamp(from + (event.key() == Qt::Key_PageUp ? -1 : 1), 0, last)));
        }
        return true;
    default:
        return false;
    }
}

void RegionView::keyPressEvent(QKeyEvent* event) {
    if (pressed_)
        return; // the region under the mouse has to stay where it is held
    if (!hasSource() || ((!editable_ || !regionKey(*event)) && !seekKey(*event)))
        QWidget::keyPressEvent(event);
}

} // namespace ottava::ui
