#include "ui/widgets/time_field.h"

#include <QRegularExpression>
#include <QStringList>

#include <cmath>
#include <optional>

namespace ottava::ui {

namespace {

std::optional<double> parseTime(const QString& typed) {
    auto text = typed.trimmed();
    const auto inMinutes = text.endsWith(QLatin1Char('m'));
    if (inMinutes || text.endsWith(QLatin1Char('s')))
        text = text.chopped(1).trimmed();
    const auto parts = text.replace(QLatin1Char(','), QLatin1Char('.')).split(QLatin1Char(':'));
    bool valid = parts.size() <= 2;
    double seconds = 0;
    for (const auto& part : parts) {
        bool number = false;
        seconds = seconds * 60 + part.toDouble(&number);
        valid = valid && number;
    }
    if (!valid || (inMinutes && parts.size() > 1))
        return std::nullopt;
    return inMinutes ? seconds * 60 : seconds;
}

} // namespace

QString formatTime(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0)
        return QStringLiteral("–:––");
    const auto whole = static_cast<qlonglong>(std::floor(seconds + 1e-6));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

TimeField::TimeField(QWidget* parent, int decimals) : QDoubleSpinBox(parent) {
    setDecimals(decimals);
}

QString TimeField::textFromValue(double value) const {
    if (decimals() == 0)
        return formatTime(value);
    const auto places = std::pow(10, decimals());
    const auto ticks = std::llround(value * places);
    const auto whole = ticks / std::llround(places);
    return formatTime(static_cast<double>(whole)) + locale().decimalPoint()
           + QString::number(ticks % std::llround(places)).rightJustified(decimals(), QLatin1Char('0'));
}

double TimeField::valueFromText(const QString& text) const {
    return parseTime(text).value_or(value());
}

QValidator::State TimeField::validate(QString& text, int&) const {
    static const QRegularExpression typing(QStringLiteral("^\\s*[0-9]*([:.,][0-9]*)?\\s*[ms]?\\s*$"));
    if (!typing.match(text).hasMatch())
        return QValidator::Invalid;
    const auto seconds = parseTime(text);
    return seconds && *seconds >= minimum() && *seconds <= maximum() ? QValidator::Acceptable
                                                                     : QValidator::Intermediate;
}

} // namespace ottava::ui
