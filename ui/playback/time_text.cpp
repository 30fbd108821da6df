#include "ui/playback/time_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

/// Below this a level reads as silence, dB.
constexpr double kSilenceDb = -120;

} // namespace

QString clockText(double seconds) {
    const auto whole = static_cast<qint64>(std::max(0.0, seconds));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString preciseClockText(double seconds) {
    // A position such as 42.3 s is stored a hair below itself.
    const auto tenths = static_cast<qint64>(std::max(0.0, seconds) * 10 + 1e-6);
    return clockText(static_cast<double>(tenths / 10)) + QLocale().decimalPoint() + QString::number(tenths % 10);
}

QString decibelText(double decibels) {
    if (!std::isfinite(decibels) || decibels < kSilenceDb)
        return QStringLiteral("−∞");
    auto text = QLocale().toString(std::abs(decibels), 'f', 1);
    return decibels <= -0.05 ? QStringLiteral("−") + text : text;
}

} // namespace ottava::ui
