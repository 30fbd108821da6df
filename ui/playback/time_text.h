#pragma once

#include <QString>

#include <cstdint>

namespace ottava::ui {

/// "0:42": minutes and whole seconds, rounded down. Negative counts as 0.
QString clockText(double seconds);
/// "0:42.3": with tenths, rounded down, in the user's decimal separator.
QString preciseClockText(double seconds);
/// Decibels with one decimal and sign, "−∞" for silence.
QString decibelText(double decibels);

} // namespace ottava::ui
