#include "core/engine/settings.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTest>

using namespace ottava::ui;
using ottava::Theme;

Q_DECLARE_METATYPE(const ottava::ui::ThemeColors*)

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void theContrastFormulaIsTheStandardOne();
    void textIsReadableOnEverySurface_data();
    void textIsReadableOnEverySurface();
    void aForcedThemeIsApplied();
    void defaultsShownAsGhostsAreReadable();
    void theSystemsLightnessIsFollowed();
    void theStyleSheetHasNoUnknownColour();
    void everyIconIsDrawn();
};

void TestTheme::theContrastFormulaIsTheStandardOne() {
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::red, Qt::red), 1.0);
    QVERIFY(qAbs(contrastRatio(QColor(0x767676), Qt::white) - 4.54) < 0.01); // the well-known borderline grey
}

void TestTheme::textIsReadableOnEverySurface_data() {
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("surface");
    for (const auto& [name, colors] : {std::pair{"light", &lightColors()}, {"dark", &darkColors()}}) {
        const std::pair<const char*, QColor> surfaces[] = {{"window", colors->window},
                                                           {"panel", colors->panel},
                                                           {"field", colors->field},
                                                           {"chosen row", colors->accentSoft}};
        for (const auto& [surfaceName, surface] : surfaces) {
            QTest::addRow("%s: text on %s", name, surfaceName) << colors->text << surface;
            if (surface == colors->accentSoft)
                continue;
            QTest::addRow("%s: muted text on %s", name, surfaceName) << colors->mutedText << surface;
            QTest::addRow("%s: accent on %s", name, surfaceName) << colors->accent << surface;
            QTest::addRow("%s: warning on %s", name, surfaceName) << colors->warning << surface;
            QTest::addRow("%s: error on %s", name, surfaceName) << colors->error << surface;
            QTest::addRow("%s: success on %s", name, surfaceName) << colors->success << surface;
        }
        QTest::addRow("%s: text on accent", name) << colors->onAccent << colors->accent;
    }
}

void TestTheme::textIsReadableOnEverySurface() {
    QFETCH(QColor, ink);
    QFETCH(QColor, surface);
    const auto ratio = contrastRatio(ink, surface);
    QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3").arg(ink.name(), surface.name()).arg(ratio)));
}

void TestTheme::aForcedThemeIsApplied() {
    applyTheme(*qApp, Theme::Dark);
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(currentColors().window, darkColors().window);
    applyTheme(*qApp, Theme::Light);
    QVERIFY(!isDark(QApplication::palette()));
    QCOMPARE(currentColors().window, lightColors().window);
}

void TestTheme::defaultsShownAsGhostsAreReadable() {
    for (const auto theme : {Theme::Light, Theme::Dark}) {
        applyTheme(*qApp, theme);
        QLineEdit line;
        line.ensurePolished();
        const auto ghost = line.palette().color(QPalette::Active, QPalette::PlaceholderText);
        QCOMPARE(ghost.alpha(), 255);
        QVERIFY(contrastRatio(ghost, currentColors().field) >= 4.5);
    }
}

void TestTheme::theSystemsLightnessIsFollowed() {
    applyTheme(*qApp, Theme::Dark);
    applyTheme(*qApp, Theme::System); // the offscreen platform is light
    QVERIFY(!isDark(QApplication::palette()));
}

void TestTheme::theStyleSheetHasNoUnknownColour() {
    applyTheme(*qApp, Theme::Dark);
    QVERIFY(!qApp->styleSheet().isEmpty());
    const auto body = qApp->styleSheet().remove(QRegularExpression("/\\*.*\\*/"));
    QVERIFY2(!body.contains('@'), qPrintable(body.mid(body.indexOf('@'), 40)));
    QRegularExpression url("url\\(([^)]+)\\)");
    for (auto found = url.globalMatch(body); found.hasNext();)
        QVERIFY(QFile::exists(found.next().captured(1)));
}

void TestTheme::everyIconIsDrawn() {
    applyTheme(*qApp, Theme::Light);
    for (const auto* name : {"lock", "dice", "settings", "cancel", "warning", "error", "info", "chip", "folder", "copy",
                             "spark", "check", "note"}) {
        const auto image = icon(QLatin1String(name)).pixmap(24, 24).toImage();
        bool drawn = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                drawn = drawn || qAlpha(image.pixel(x, y)) > 128;
        }
        QVERIFY2(drawn, name);
    }
    QVERIFY(icon("no such icon").isNull());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
