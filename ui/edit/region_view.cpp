#include "ui/edit/region_view.h"

#include "ui/edit/region_accessible.h"
#include "ui/playback/time_text.h"
#include "ui/playback/waveform_decor.h"
#include "ui/playback/waveform_image.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QPaintEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kNewRegionSeconds = 4;
/// Side of the cross that removes a region, pixels.
constexpr double kCrossSide = 14;

} // namespace

RegionView::RegionView(QWidget* parent) : QWidget(parent) {
    installRegionAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Source waveform"));
    setAccessibleDescription(
        tr("Left and right seek. Insert adds a region at the playhead, Delete removes the chosen one, Page Up and "
           "Page Down choose. With Shift the arrows move its end, with Ctrl and Shift its start."));
}

void RegionView::setSource(Overview overview, std::int64_t frames, int sampleRate) {
    overview_ = std::move(overview);
    sampleRate_ = sampleRate;
    axis_.setTotalFrames(frames);
    axis_.showAll();
    position_ = 0;
    current_.reset();
    held_.reset();
    live_.reset();
    pressed_ = false;
    set_.clear();
    set_.setLength(seconds(frames));
    invalidate();
}

void RegionView::clear() {
    setSource(Overview(2), 0, sampleRate_);
}

void RegionView::setEditable(bool editable) {
    editable_ = editable;
    update();
}

void RegionView::setRegions(const std::vector<TimeSpan>& regions) {
    set_.set(regions);
    current_.reset();
    changed();
}

void RegionView::setPosition(std::int64_t frame) {
    position_ = std::clamp<std::int64_t>(frame, 0, axis_.totalFrames());
    update();
}

void RegionView::addRegionHere() {
    if (!hasSource() || !editable_)
        return;
    const auto length = grid_.step() ? std::max(*grid_.step(), kNewRegionSeconds) : kNewRegionSeconds;
    auto start = snapped(position());
    if (set_.length() - start < RegionSet::kShortest) // nothing comes after the end: what leads to it
        start = snapped(std::max(0.0, set_.length() - length));
    if (set_.length() - start < RegionSet::kShortest)
        start = 0; // a source shorter than half a step of the grid
    auto end = snapped(std::min(start + length, set_.length()));
    if (end - start < RegionSet::kShortest)
        end = set_.length();
    current_ = set_.add({start, end});
    changed();
}

double RegionView::snapped(double seconds) const {
    const auto line = grid_.snapped(seconds);
    const auto end = set_.length();
    const auto endIsNearer = std::abs(seconds - end) <= std::abs(seconds - line);
    return grid_.step() && (line > end || endIsNearer) ? end : line;
}

void RegionView::removeRegion(std::size_t index) {
    set_.remove(index);
    current_ = set_.empty() ? std::nullopt : std::optional(std::min(index, set_.size() - 1));
    changed();
}

void RegionView::changeRegion(std::size_t index, TimeSpan span) {
    if (index < set_.size())
        current_ = set_.change(index, span);
    changed();
}

void RegionView::changed() {
    update();
    emit regionsChanged();
    announceRegions(this);
}

QString RegionView::spokenValue() const {
    if (!hasSource())
        return tr("no recording");
    QStringList parts{tr("%1 of %2").arg(preciseClockText(position()), clockText(set_.length()))};
    if (editable_)
        parts << tr("%n region(s)", nullptr, static_cast<int>(set_.size()));
    if (editable_ && current_ && *current_ < set_.size()) {
        const auto& span = set_.all()[*current_];
        parts << tr("region %1 from %2 to %3")
                     .arg(*current_ + 1)
                     .arg(preciseClockText(span.start), preciseClockText(span.end));
    }
    return parts.join(QStringLiteral(", "));
}

void RegionView::invalidate() {
    wave_ = QPixmap();
    update();
}

QRect RegionView::rulerRect() const {
    const auto tall = fontMetrics().height() + 3;
    return {0, height() - tall, width(), tall};
}

QRect RegionView::waveRect() const {
    return rect().adjusted(0, 0, 0, -rulerRect().height());
}

QRectF RegionView::boxOf(const TimeSpan& span) const {
    const QRectF wave(waveRect());
    const auto left = std::clamp(pixelOf(span.start), wave.left(), wave.right());
    const auto right = std::clamp(pixelOf(span.end), wave.left(), wave.right());
    return {left, wave.top(), right - left, wave.height()};
}

QRectF RegionView::crossOf(const TimeSpan& span) const {
    const auto box = boxOf(span);
    if (box.width() < 2.5 * kCrossSide)
        return {};
    return {box.right() - kCrossSide - 4, box.top() + 4, kCrossSide, kCrossSide};
}

void RegionView::renderWave() {
    if (!wave_.isNull() && wave_.devicePixelRatio() == devicePixelRatioF())
        return;
    const auto ratio = devicePixelRatioF();
    const auto area = waveRect().adjusted(0, 4, 0, -4);
    const QSize size(qCeil(area.width() * ratio), qCeil(area.height() * ratio));
    wave_ = QPixmap::fromImage(waveformImage(overview_, axis_, size, currentColors().waveform));
    wave_.setDevicePixelRatio(ratio);
}

void RegionView::paintRegion(QPainter& painter, const TimeSpan& span, const QString& name, bool chosen) {
    const auto& colors = currentColors();
    const auto box = boxOf(span);
    const auto frame = [this](double at) { return std::llround(at * sampleRate_); };
    paintSelection(painter, waveRect(), axis_, {frame(span.start), frame(span.end)});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (chosen)
        painter.fillRect(QRectF(box.left(), box.bottom() - 3, box.width(), 3), colors.accent);
    const auto wide = painter.fontMetrics().horizontalAdvance(name) + 9.0;
    if (!name.isEmpty() && box.width() > wide + 6) {
        const QRectF badge(box.left() + 4, box.top() + 4, wide, painter.fontMetrics().height() + 1.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accent);
        painter.drawRoundedRect(badge, 4, 4);
        painter.setPen(colors.onAccent);
        painter.drawText(badge, Qt::AlignCenter, name);
    }
    const auto cross = crossOf(span);
    const auto inside = hover_ && *hover_ >= box.left() && *hover_ <= box.right();
    if (!live_ && !cross.isNull() && (chosen || inside)) {
        painter.setPen(QPen(colors.border, 1));
        painter.setBrush(colors.field);
        painter.drawRoundedRect(cross, 3, 3);
        painter.setPen(QPen(colors.text, 1.4));
        const auto mark = cross.adjusted(4, 4, -4, -4);
        painter.drawLine(mark.topLeft(), mark.bottomRight());
        painter.drawLine(mark.bottomLeft(), mark.topRight());
    }
    painter.restore();
}

void RegionView::paintRegions(QPainter& painter) {
    if (!editable_)
        return;
    for (std::size_t i = 0; i < set_.size(); ++i)
        if (!live_ || !held_ || held_->region != i)
            paintRegion(painter, set_.all()[i], QString::number(i + 1), current_ == i);
    if (live_)
        paintRegion(painter, *live_, {}, true);
}

void RegionView::paintEvent(QPaintEvent*) {
    const auto& colors = currentColors();
    QPainter painter(this);
    painter.fillRect(rect(), colors.field);
    painter.fillRect(rulerRect(), colors.panel);
    if (hasSource()) {
        renderWave();
        painter.drawPixmap(QPointF(0, 4), wave_);
        paintRegions(painter);
        paintRuler(painter, rulerRect(), axis_, sampleRate_);
        if (hover_)
            paintTimeFlag(painter, waveRect(), *hover_, preciseClockText(secondsAt(*hover_)));
        paintPlayhead(painter, waveRect(), axis_, position_);
    }
    paintFrame(painter, rect(), hasFocus() ? colors.accent : colors.border);
}

void RegionView::resizeEvent(QResizeEvent*) {
    axis_.setWidth(width());
    invalidate();
}

void RegionView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange)
        invalidate();
    QWidget::changeEvent(event);
}

} // namespace ottava::ui
