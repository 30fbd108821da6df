#include "ui/playback/waveform_view.h"

#include "ui/playback/time_text.h"
#include "ui/playback/waveform_accessible.h"
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

/// Half the width of what is painted around the playhead, pixels.
constexpr int kPlayheadReach = 7;
/// Room for the hovering time beside its line, pixels.
constexpr int kFlagReach = 80;

} // namespace

WaveformView::WaveformView(QWidget* parent) : QWidget(parent) {
    installWaveformAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Waveform"));
    setAccessibleDescription(
        tr("Left and right seek by a second, Home and End go to the start and end, with Shift they "
           "select. Plus and minus zoom."));
}

void WaveformView::reset(std::int64_t totalFrames, int channels, int sampleRate) {
    overview_ = Overview(channels);
    sampleRate_ = sampleRate;
    axis_.setTotalFrames(totalFrames);
    axis_.showAll();
    selection_.clear();
    sections_.clear();
    position_ = 0;
    drag_ = Drag::None;
    invalidate();
    emit selectionChanged();
}

void WaveformView::append(std::span<const float> samples) {
    overview_.append(samples);
    if (overview_.frameCount() > axis_.totalFrames())
        axis_.setTotalFrames(overview_.frameCount());
    invalidate();
}

void WaveformView::setOverview(Overview overview, std::int64_t totalFrames) {
    overview_ = std::move(overview);
    axis_.setTotalFrames(totalFrames);
    position_ = std::min(position_, axis_.totalFrames());
    invalidate();
}

void WaveformView::setSections(std::vector<WaveformSection> sections) {
    sections_ = std::move(sections);
    invalidate();
}

void WaveformView::setPosition(std::int64_t frame) {
    const auto clamped = std::clamp<std::int64_t>(frame, 0, axis_.totalFrames());
    if (clamped == position_)
        return;
    const auto shown = [this](std::int64_t f) {
        const auto at = static_cast<double>(f);
        return at >= axis_.firstFrame() && at <= axis_.lastFrame();
    };
    const auto turnsPage = drag_ == Drag::None && shown(position_) && !shown(clamped);
    const auto from = axis_.pixelOf(static_cast<double>(position_)), to = axis_.pixelOf(static_cast<double>(clamped));
    position_ = clamped;
    if (turnsPage) {
        axis_.reveal(position_);
        invalidate();
        return;
    }
    const auto left = static_cast<int>(std::floor(std::min(from, to))) - kPlayheadReach;
    const auto right = static_cast<int>(std::ceil(std::max(from, to))) + kPlayheadReach;
    update(QRect(left, 0, right - left, height()) & rect());
}

void WaveformView::setSelection(std::optional<FrameRange> range) {
    if (range)
        selection_.set(*range);
    else
        selection_.clear();
    selectionMoved();
}

void WaveformView::zoomBy(double factor) {
    const auto at = axis_.pixelOf(static_cast<double>(position_));
    axis_.zoom(factor, at >= 0 && at <= width() ? at : width() / 2.0);
    invalidate();
}

void WaveformView::showAll() {
    axis_.showAll();
    invalidate();
}

void WaveformView::seekTo(std::int64_t frame) {
    const auto target = std::clamp<std::int64_t>(frame, 0, axis_.totalFrames());
    setPosition(target);
    axis_.reveal(target);
    emit seekRequested(target);
    announceWaveform(this);
}

void WaveformView::setSelectionStartHere() {
    const auto range = selection_.range();
    selection_.set({position_, range && range->second > position_ ? range->second : axis_.totalFrames()});
    selectionMoved();
}

void WaveformView::setSelectionEndHere() {
    const auto range = selection_.range();
    selection_.set({range && range->first < position_ ? range->first : 0, position_});
    selectionMoved();
}

QString WaveformView::sectionNameAt(std::int64_t frame) const {
    for (const auto& section : sections_)
        if (frame >= section.firstFrame && frame < section.lastFrame)
            return section.label;
    return {};
}

QString WaveformView::spokenValue() const {
    if (axis_.totalFrames() == 0)
        return tr("no take");
    auto text = tr("%1 of %2").arg(preciseClockText(seconds(position_)), clockText(seconds(axis_.totalFrames())));
    auto section = sectionNameAt(position_);
    if (const auto range = selection()) {
        text += tr(", selection %1 to %2").arg(clockText(seconds(range->first)), clockText(seconds(range->second)));
        section = sectionNameAt(range->first);
    }
    return section.isEmpty() ? text : text + QStringLiteral(", ") + section;
}

void WaveformView::selectionMoved() {
    update();
    emit selectionChanged();
    announceWaveform(this);
}

void WaveformView::invalidate() {
    played_ = unplayed_ = QPixmap();
    update();
}

QRect WaveformView::laneRect() const {
    return sections_.empty() ? QRect() : QRect(0, 0, width(), fontMetrics().height() + 4);
}

QRect WaveformView::rulerRect() const {
    const auto tall = fontMetrics().height() + 3;
    return {0, height() - tall, width(), tall};
}

QRect WaveformView::waveRect() const {
    return rect().adjusted(0, laneRect().height(), 0, -rulerRect().height());
}

void WaveformView::renderWave() {
    if (!played_.isNull() && played_.devicePixelRatio() == devicePixelRatioF())
        return;
    const auto ratio = devicePixelRatioF();
    const auto wave = waveRect().adjusted(0, 4, 0, -4);
    const QSize size(qCeil(wave.width() * ratio), qCeil(wave.height() * ratio));
    const auto& colors = currentColors();
    unplayed_ = QPixmap::fromImage(waveformImage(overview_, axis_, size, colors.waveform));
    played_ = QPixmap::fromImage(waveformImage(overview_, axis_, size, colors.waveformPlayed));
    unplayed_.setDevicePixelRatio(ratio);
    played_.setDevicePixelRatio(ratio);
}

void WaveformView::paintWave(QPainter& painter) {
    renderWave();
    const auto wave = waveRect();
    // The picture has to start on a whole device pixel, or fractional scaling blurs it.
    const auto origin = painter.deviceTransform().map(QPointF(wave.left(), wave.top() + 4));
    const auto ratio = devicePixelRatioF();
    const QPointF at(wave.left() + (std::round(origin.x()) - origin.x()) / ratio,
                     wave.top() + 4 + (std::round(origin.y()) - origin.y()) / ratio);
    const auto split = std::clamp(qRound(axis_.pixelOf(static_cast<double>(position_))), 0, width());
    const auto clipped = [&](const QRect& part, const QPixmap& picture) {
        painter.save();
        painter.setClipRect(part, Qt::IntersectClip);
        painter.drawPixmap(at, picture);
        painter.restore();
    };
    clipped(QRect(0, wave.top(), split, wave.height()), played_);
    clipped(QRect(split, wave.top(), width() - split, wave.height()), unplayed_);
    paintUndecoded(painter, wave, axis_, overview_.frameCount());
}

void WaveformView::paintHover(QPainter& painter) {
    if (!hover_ || axis_.totalFrames() == 0)
        return;
    const auto seconds = this->seconds(axis_.frameAt(*hover_));
    paintTimeFlag(painter, waveRect(), *hover_, preciseClockText(seconds));
}

void WaveformView::paintEvent(QPaintEvent* event) {
    const auto& colors = currentColors();
    QPainter painter(this);
    painter.setClipRect(event->rect());
    painter.fillRect(rect(), colors.field);
    painter.fillRect(rulerRect(), colors.panel);
    if (axis_.totalFrames() > 0) {
        paintWave(painter);
        if (const auto range = selection())
            paintSelection(painter, waveRect(), axis_, *range);
        if (!sections_.empty())
            paintSections(painter, laneRect(), axis_, sections_);
        paintRuler(painter, rulerRect(), axis_, sampleRate_);
        paintHover(painter);
        paintPlayhead(painter, waveRect(), axis_, position_);
    }
    painter.setPen(QPen(hasFocus() ? colors.accent : colors.border, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void WaveformView::resizeEvent(QResizeEvent*) {
    axis_.setWidth(width());
    invalidate();
}

void WaveformView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange)
        invalidate();
    QWidget::changeEvent(event);
}

void WaveformView::updateAt(double pixel) {
    const auto x = static_cast<int>(pixel);
    update(QRect(x - kFlagReach, 0, 2 * kFlagReach, height()));
}

void WaveformView::setHover(std::optional<double> pixel) {
    if (hover_)
        updateAt(*hover_);
    hover_ = pixel;
    if (hover_)
        updateAt(*hover_);
}

} // namespace ottava::ui
