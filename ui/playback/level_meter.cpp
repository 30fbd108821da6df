#include "ui/playback/level_meter.h"

#include "ui/playback/time_text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kFloorDb = -60;
constexpr double kReportsPerSecond = 30;
constexpr double kFallDb = 24 / kReportsPerSecond; ///< by report
constexpr int kHoldReports = 45;
/// From here on a level is near full scale, and at the end over it.
constexpr double kHotDb = -6, kOverDb = -1;

double fraction(double decibels) {
    return std::clamp((decibels - kFloorDb) / -kFloorDb, 0.0, 1.0);
}

} // namespace

LevelMeter::LevelMeter(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Level"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Highest true peak so far (dBTP) and loudness of the last seconds (LUFS)"));
    reset();
}

void LevelMeter::reset() {
    setTexts({});
    settle();
}

void LevelMeter::settle() {
    bars_.assign(2, {kFloorDb, kFloorDb});
    update();
}

void LevelMeter::setLevels(const Levels& levels) {
    bars_.resize(std::max<std::size_t>(1, levels.peakDb.size()), {kFloorDb, kFloorDb});
    for (std::size_t c = 0; c < bars_.size(); ++c) {
        auto& bar = bars_[c];
        const auto peak = c < levels.peakDb.size() ? std::max<double>(levels.peakDb[c], kFloorDb) : kFloorDb;
        bar.level = std::max({peak, bar.level - kFallDb, kFloorDb});
        if (peak >= bar.held) {
            bar.held = peak;
            bar.holdReports = kHoldReports;
        } else if (bar.holdReports > 0) {
            --bar.holdReports;
        } else {
            bar.held = std::max(bar.held - kFallDb, bar.level);
        }
    }
    setTexts(levels);
    update();
}

void LevelMeter::setTexts(const Levels& levels) {
    const auto figure = [](const std::optional<double>& value) {
        return value ? decibelText(*value) : QStringLiteral("–");
    };
    peakText_ = tr("%1 dBTP").arg(figure(levels.truePeakDb));
    loudnessText_ = tr("%1 LUFS").arg(figure(levels.shortTermLufs));
    setAccessibleDescription(tr("True peak %1, loudness %2").arg(peakText_, loudnessText_));
}

int LevelMeter::textWidth() const {
    return fontMetrics().horizontalAdvance(tr("%1 LUFS").arg(QStringLiteral("−888.8"))) + 10;
}

QSize LevelMeter::sizeHint() const {
    return {320, 2 * (fontMetrics().height() + 2)};
}

QSize LevelMeter::minimumSizeHint() const {
    return {textWidth() + 90, sizeHint().height()};
}

void LevelMeter::paintBar(QPainter& painter, const QRectF& groove, const Bar& bar) const {
    const auto& colors = currentColors();
    const auto at = [&](double decibels) { return groove.left() + groove.width() * fraction(decibels); };
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.border);
    painter.drawRoundedRect(groove, 2, 2);
    const auto zone = [&](double from, double to, const QColor& color) {
        const auto top = std::min(bar.level, to);
        if (top > from)
            painter.fillRect(QRectF(at(from), groove.top(), at(top) - at(from), groove.height()), color);
    };
    zone(kFloorDb, kHotDb, colors.accent);
    zone(kHotDb, kOverDb, colors.warning);
    zone(kOverDb, 0, colors.error);
    if (bar.held > kFloorDb)
        painter.fillRect(QRectF(std::min(at(bar.held), groove.right() - 2), groove.top(), 2, groove.height()),
                         bar.held > kOverDb ? colors.error : colors.text);
}

void LevelMeter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& colors = currentColors();
    const auto row = static_cast<double>(height()) / static_cast<double>(bars_.size());
    const auto labelWidth = bars_.size() == 2 ? fontMetrics().horizontalAdvance(QLatin1Char('R')) + 8 : 0;
    for (std::size_t c = 0; c < bars_.size(); ++c) {
        const QRectF line(0, row * static_cast<double>(c), width(), row);
        painter.setPen(colors.mutedText);
        if (labelWidth > 0)
            painter.drawText(line, Qt::AlignVCenter | Qt::AlignLeft, c == 0 ? tr("L", "left") : tr("R", "right"));
        const QRectF groove(labelWidth, line.center().y() - 4, width() - labelWidth - textWidth(), 8);
        paintBar(painter, groove, bars_[c]);
    }
    painter.setPen(colors.text);
    const QRectF texts(width() - textWidth(), 0, textWidth(), height());
    painter.drawText(texts, Qt::AlignRight | Qt::AlignTop, peakText_);
    painter.drawText(texts, Qt::AlignRight | Qt::AlignBottom, loudnessText_);
}

} // namespace ottava::ui
