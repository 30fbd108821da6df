#include "ui/playback/waveform_decor.h"

#include "ui/playback/time_text.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kSteps[] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600};
constexpr double kMinTickPixels = 68;

/// Seconds between two labels of the ruler.
double rulerStep(double secondsPerPixel) {
    for (const auto step : kSteps)
        if (step / secondsPerPixel >= kMinTickPixels)
            return step;
    return std::ceil(kMinTickPixels * secondsPerPixel / 600) * 600;
}

QFont smallFont(const QPainter& painter) {
    auto font = painter.font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    return font;
}

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

/// The pixels of a stretch, cut to `area`.
QRectF stretch(const QRect& area, const TimeAxis& axis, std::int64_t first, std::int64_t last) {
    const auto left = std::max<double>(area.left(), axis.pixelOf(static_cast<double>(first)));
    const auto right = std::min<double>(area.left() + area.width(), axis.pixelOf(static_cast<double>(last)));
    return {left, static_cast<double>(area.top()), std::max(0.0, right - left), static_cast<double>(area.height())};
}

} // namespace

void paintRuler(QPainter& painter, const QRect& area, const TimeAxis& axis, int sampleRate) {
    const auto& colors = currentColors();
    painter.save();
    painter.setFont(smallFont(painter));
    const auto secondsPerPixel = axis.framesPerPixel() / sampleRate;
    const auto step = secondsPerPixel > 0 ? rulerStep(secondsPerPixel) : 1;
    const auto first = static_cast<qint64>(std::floor(axis.firstFrame() / sampleRate / step));
    const auto last = static_cast<qint64>(std::ceil(axis.lastFrame() / sampleRate / step));
    for (auto tick = first; tick <= last; ++tick) {
        const auto seconds = static_cast<double>(tick) * step;
        const auto x = axis.pixelOf(seconds * sampleRate);
        painter.setPen(colors.border);
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.top() + 4));
        const auto text = step < 1 ? preciseClockText(seconds) : clockText(seconds);
        const QRectF box(x + 3, area.top(), kMinTickPixels, area.height());
        if (box.left() + painter.fontMetrics().horizontalAdvance(text) > area.right())
            continue;
        painter.setPen(colors.mutedText);
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, text);
    }
    if (!axis.showsAll()) { // where in the take the view is
        const auto scale = area.width() / static_cast<double>(axis.totalFrames());
        const QRectF thumb(axis.firstFrame() * scale, area.bottom() - 3, (axis.lastFrame() - axis.firstFrame()) * scale,
                           2);
        painter.fillRect(thumb, colors.accent);
    }
    painter.restore();
}

void paintSections(QPainter& painter, const QRect& area, const TimeAxis& axis,
                   const std::vector<WaveformSection>& sections) {
    const auto& colors = currentColors();
    painter.save();
    painter.setFont(smallFont(painter));
    for (const auto& section : sections) {
        const auto box = stretch(area, axis, section.firstFrame, section.lastFrame).adjusted(0, 1, -1, -2);
        if (box.width() < 2)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.accentSoft);
        painter.drawRoundedRect(box, 3, 3);
        painter.setPen(colors.text);
        const auto text =
            painter.fontMetrics().elidedText(section.label, Qt::ElideRight, static_cast<int>(box.width()) - 8);
        painter.drawText(box.adjusted(5, 0, -3, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
    }
    painter.restore();
}

void paintUndecoded(QPainter& painter, const QRect& area, const TimeAxis& axis, std::int64_t decodedFrames) {
    const auto box = stretch(area, axis, decodedFrames, axis.totalFrames());
    if (box.width() < 1)
        return;
    const auto& colors = currentColors();
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(withAlpha(colors.border, 0.55), 1));
    // From a multiple of the spacing on, so that the stripes stand still while the edge moves.
    constexpr int kSpacing = 9;
    const auto start = (static_cast<int>(box.left()) - area.height()) / kSpacing * kSpacing;
    for (auto x = start; x < static_cast<int>(box.right()) + 1; x += kSpacing)
        painter.drawLine(QPointF(x, area.bottom() + 1), QPointF(x + area.height(), area.top()));
    painter.setPen(QPen(withAlpha(colors.mutedText, 0.8), 1.4, Qt::DotLine, Qt::RoundCap));
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
    painter.restore();
}

void paintSelection(QPainter& painter, const QRect& area, const TimeAxis& axis, const FrameRange& range) {
    const auto& colors = currentColors();
    const auto box = stretch(area, axis, range.first, range.second);
    painter.fillRect(box, withAlpha(colors.accent, 0.18));
    painter.save();
    painter.setPen(QPen(colors.accent, 1.5));
    for (const auto frame : {range.first, range.second}) {
        const auto x = axis.pixelOf(static_cast<double>(frame));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    }
    painter.restore();
}

void paintPlayhead(QPainter& painter, const QRect& area, const TimeAxis& axis, std::int64_t frame) {
    const auto x = axis.pixelOf(static_cast<double>(frame));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(currentColors().playhead, 1.5));
    painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + 1));
    QPainterPath head(QPointF(x - 5, area.top()));
    head.lineTo(x + 5, area.top());
    head.lineTo(x, area.top() + 7);
    painter.fillPath(head, currentColors().playhead);
    painter.restore();
}

void paintTimeFlag(QPainter& painter, const QRect& area, double pixel, const QString& text) {
    const auto& colors = currentColors();
    painter.save();
    painter.setPen(QPen(withAlpha(colors.text, 0.45), 1));
    painter.drawLine(QPointF(pixel, area.top()), QPointF(pixel, area.bottom()));
    painter.setFont(smallFont(painter));
    const auto metrics = painter.fontMetrics();
    QRectF box(pixel + 6, area.top() + 3, metrics.horizontalAdvance(text) + 10, metrics.height() + 4);
    if (box.right() > area.right())
        box.moveRight(pixel - 6);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colors.border, 1));
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(colors.text);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

void paintFrame(QPainter& painter, const QRect& area, const QColor& edge) {
    constexpr double kRadius = 6;
    const auto box = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath inside, corners;
    inside.addRoundedRect(box, kRadius, kRadius);
    corners.addRect(QRectF(area));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(corners.subtracted(inside), currentColors().panel);
    painter.setPen(QPen(edge, 1));
    painter.drawPath(inside);
    painter.restore();
}

} // namespace ottava::ui
