#include "ui/widgets/theme.h"

#include "core/engine/settings.h"

#include <QApplication>
#include <QFile>
#include <QStyle>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ottava::ui {

namespace {

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QString styleSheet(const ThemeColors& colors, bool dark) {
    QFile file(QStringLiteral(":/ottava/ottava.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto text = QString::fromUtf8(file.readAll());
    const std::pair<const char*, QColor> tokens[] = {
        {"@window", colors.window},         {"@panel", colors.panel},   {"@field", colors.field},
        {"@border", colors.border},         {"@text", colors.text},     {"@mutedText", colors.mutedText},
        {"@accentSoft", colors.accentSoft}, {"@accent", colors.accent}, {"@onAccent", colors.onAccent},
        {"@warning", colors.warning},       {"@error", colors.error},   {"@success", colors.success},
    };
    for (const auto& [token, color] : tokens)
        text.replace(QLatin1String(token) + QLatin1Char(';'), color.name() + QLatin1Char(';'));
    return text.replace(QLatin1String("@tone"), dark ? QLatin1String("dark") : QLatin1String("light"));
}

} // namespace

const ThemeColors& lightColors() {
    static const ThemeColors colors{.window = QColor(0xe9ecef),
                                    .panel = QColor(0xf7f8fa),
                                    .field = QColor(0xffffff),
                                    .border = QColor(0xc6cdd5),
                                    .text = QColor(0x1b2027),
                                    .mutedText = QColor(0x535e6b),
                                    .accent = QColor(0x0a6e66),
                                    .onAccent = QColor(0xffffff),
                                    .accentSoft = QColor(0xd3ebe8),
                                    .warning = QColor(0x855200),
                                    .error = QColor(0xa8231c),
                                    .success = QColor(0x19652b),
                                    .waveform = QColor(0x7d9c9a),
                                    .waveformPlayed = QColor(0x0a6e66),
                                    .playhead = QColor(0xa8461c)};
    return colors;
}

const ThemeColors& darkColors() {
    static const ThemeColors colors{.window = QColor(0x14171b),
                                    .panel = QColor(0x1b1f24),
                                    .field = QColor(0x232830),
                                    .border = QColor(0x3a424d),
                                    .text = QColor(0xe6e9ed),
                                    .mutedText = QColor(0xa5aebb),
                                    .accent = QColor(0x54c4b7),
                                    .onAccent = QColor(0x05211e),
                                    .accentSoft = QColor(0x1f403d),
                                    .warning = QColor(0xf0bb62),
                                    .error = QColor(0xff9489),
                                    .success = QColor(0x86d391),
                                    .waveform = QColor(0x547a77),
                                    .waveformPlayed = QColor(0x54c4b7),
                                    .playhead = QColor(0xf3a26d)};
    return colors;
}

const ThemeColors& currentColors() {
    return isDark(QGuiApplication::palette()) ? darkColors() : lightColors();
}

double contrastRatio(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QPalette themePalette(const ThemeColors& colors) {
    QPalette palette(colors.text, colors.field, colors.field.lighter(115), colors.border.darker(120), colors.border,
                     colors.text, colors.text, colors.field, colors.window);
    palette.setColor(QPalette::AlternateBase, colors.panel);
    palette.setColor(QPalette::Button, colors.field);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::ToolTipBase, colors.field);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.mutedText);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::BrightText, colors.error);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText,
                            QPalette::PlaceholderText}) {
        auto faded = colors.mutedText;
        faded.setAlphaF(0.6F);
        palette.setColor(QPalette::Disabled, role, faded);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.border);
    return palette;
}

void applyTheme(QApplication& app, Theme theme) {
    auto dark = theme == Theme::Dark;
    if (theme == Theme::System) {
        app.setPalette(QPalette()); // gives the system's own palette back, to be looked at
        dark = isDark(QApplication::palette());
    }
    const auto& colors = dark ? darkColors() : lightColors();
    if (QApplication::style()->name().compare(QLatin1String("fusion"), Qt::CaseInsensitive) != 0)
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    app.setPalette(themePalette(colors));
    app.setStyleSheet(styleSheet(colors, dark));
}

} // namespace ottava::ui
