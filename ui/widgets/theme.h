#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace ottava {
enum class Theme;
}

namespace ottava::ui {

/// The colours of one theme. Text on any of the surfaces window, panel and field has a contrast of at least 4.5:1.
struct ThemeColors {
    QColor window, panel, field, border;       ///< surfaces, from back to front, and the line between them
    QColor text, mutedText;                    ///< on every surface
    QColor accent, onAccent, accentSoft;       ///< the one colour that asks for attention; soft: a chosen row
    QColor warning, error, success;            ///< text and icons of messages, on every surface
    QColor waveform, waveformPlayed, playhead; ///< on field
};

const ThemeColors& lightColors();
const ThemeColors& darkColors();
/// The colours of the theme that is applied now.
const ThemeColors& currentColors();

/// W3C contrast ratio, 1 to 21.
double contrastRatio(const QColor& a, const QColor& b);

/// True when the palette's window is darker than its text.
bool isDark(const QPalette& palette);

QPalette themePalette(const ThemeColors& colors);

/// Style, palette and style sheet for the whole program; also when the system's own theme has changed. GUI thread.
void applyTheme(QApplication& app, Theme theme);

} // namespace ottava::ui
