#include "app/app_options.h"
#include "core/base/error.h"

#include <QTest>

using namespace ottava;

class TestAppOptions : public QObject {
    Q_OBJECT

private slots:
    void nothingGivenKeepsTheSavedSettings();
    void everyOptionOverridesItsSetting();
    void noLanguageModelKeepsTheChosenOne();
    void badInputIsRefused_data();
    void badInputIsRefused();
    void helpNamesEveryOption();

private:
    static AppSettings applied(const QStringList& words, const AppSettings& saved = {}) {
        app::AppOptions options;
        options.read(QStringList("ottava") + words);
        return options.applyTo(saved);
    }
};

void TestAppOptions::nothingGivenKeepsTheSavedSettings() {
    AppSettings saved;
    saved.device = "cuda:1";
    saved.lmEnabled = false;
    saved.offload = true;
    QVERIFY(applied({}, saved) == saved);
}

void TestAppOptions::everyOptionOverridesItsSetting() {
    const auto settings = applied({"--models",
                                   "/m",
                                   "--library",
                                   "/l",
                                   "--lm",
                                   "acestep-5Hz-lm-1.7B",
                                   "--dit",
                                   "base",
                                   "--device",
                                   "cuda:2",
                                   "--offload",
                                   "off",
                                   "--precision",
                                   "bf16",
                                   "--compile",
                                   "off",
                                   "--flash-attention",
                                   "off",
                                   "--log-level",
                                   "debug"});
    AppSettings expected;
    expected.modelsDir = "/m";
    expected.libraryDir = "/l";
    expected.lm = "acestep-5Hz-lm-1.7B";
    expected.dit = "base";
    expected.device = "cuda:2";
    expected.offload = false;
    expected.precision = Precision::Bf16;
    expected.compile = false;
    expected.flashAttention = false;
    expected.logLevel = log::Level::Debug;
    QVERIFY(settings == expected);
}

void TestAppOptions::noLanguageModelKeepsTheChosenOne() {
    AppSettings saved;
    saved.lm = "acestep-5Hz-lm-0.6B";
    const auto settings = applied({"--lm", "none"}, saved);
    QVERIFY(!settings.lmEnabled);
    QCOMPARE(settings.lm, saved.lm);
}

void TestAppOptions::badInputIsRefused_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("unknown option") << QStringList{"--loud"};
    QTest::newRow("missing value") << QStringList{"--models"};
    QTest::newRow("unknown device") << QStringList{"--device", "tpu"};
    QTest::newRow("unknown precision") << QStringList{"--precision", "fp16"};
    QTest::newRow("not a switch") << QStringList{"--compile", "maybe"};
    QTest::newRow("unknown level") << QStringList{"--log-level", "loud"};
    QTest::newRow("stray word") << QStringList{"song.json"};
}

void TestAppOptions::badInputIsRefused() {
    QFETCH(QStringList, words);
    try {
        applied(words);
        QFAIL("accepted");
    } catch (const Error& error) {
        QCOMPARE(error.code, ErrorCode::BadRequest);
    }
}

void TestAppOptions::helpNamesEveryOption() {
    const app::AppOptions options;
    for (const auto* name : {"--models", "--library", "--lm", "--dit", "--device", "--offload", "--precision",
                             "--compile", "--flash-attention", "--log-level", "--version", "--help"})
        QVERIFY2(options.helpText().contains(QLatin1String(name)), name);
}

QTEST_GUILESS_MAIN(TestAppOptions)
#include "tst_app_options.moc"
