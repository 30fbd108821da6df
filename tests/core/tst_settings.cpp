#include "core/base/error.h"
#include "core/engine/settings.h"

#include <QtTest>

using namespace ottava;

namespace {

AppSettings everythingChanged() {
    return {.modelsDir = "/models with space",
            .libraryDir = "/library",
            .dit = "acestep-v15-base",
            .vae = "vae-other",
            .lm = "acestep-5Hz-lm-4B",
            .lmEnabled = false,
            .device = "cuda:1",
            .precision = Precision::Int8,
            .offload = false,
            .compile = false,
            .flashAttention = false,
            .overrides = {.maxDurationSeconds = 480, .maxBatch = 6, .allowLm = true},
            .freeAfterMinutes = 3,
            .audioDevice = "Kopfhörer",
            .embed = {.promptAndLyrics = false, .tempoForStretching = true, .artist = "Ada"},
            .volume = 0.25,
            .theme = Theme::Dark,
            .language = "de",
            .logLevel = log::Level::Debug,
            .recentAdapters = {"/adapters/città", "/adapters/b.safetensors"}};
}

std::filesystem::path inside(const QTemporaryDir& dir, const char* name) {
    return std::filesystem::path{dir.path().toStdString()} / name;
}

void put(const std::filesystem::path& file, const QByteArray& content) {
    QFile out{QString::fromStdString(file.string())};
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("the test's own file cannot be written");
}

} // namespace

class TestSettings : public QObject {
    Q_OBJECT

private slots:
    void fileRoundTrip_data();
    void fileRoundTrip();
    void missingFileGivesDefaults();
    void damagedFileIsKeptAside_data();
    void damagedFileIsKeptAside();
    void unfitValuesFallBackAlone_data();
    void unfitValuesFallBackAlone();
    void unknownKeysAreLeftAlone();
    void unwritableFolderIsAFileFault();
    void engineIsToldEverything();
    void modelsFolderOrder();
};

void TestSettings::fileRoundTrip_data() {
    QTest::addColumn<bool>("changed");
    QTest::newRow("defaults") << false;
    QTest::newRow("everything changed") << true;
}

void TestSettings::fileRoundTrip() {
    QFETCH(bool, changed);
    const auto settings = changed ? everythingChanged() : AppSettings{};
    const QTemporaryDir dir;
    const auto file = inside(dir, "new folder/settings.json");
    Warnings warnings;
    saveSettings(file, settings);
    QVERIFY(loadSettings(file, warnings) == settings);
    QVERIFY(warnings.empty());
    QCOMPARE(std::distance(std::filesystem::directory_iterator{file.parent_path()}, {}), 1); // no temporary left
}

void TestSettings::missingFileGivesDefaults() {
    const QTemporaryDir dir;
    Warnings warnings;
    QVERIFY(loadSettings(inside(dir, "settings.json"), warnings) == AppSettings{});
    QVERIFY(warnings.empty());
}

void TestSettings::damagedFileIsKeptAside_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("cut off") << QByteArray{R"({"volume": 0.5, "th)"};
    QTest::newRow("not an object") << QByteArray{"[1, 2]"};
    QTest::newRow("binary") << QByteArray::fromHex("00ff10fe");
}

void TestSettings::damagedFileIsKeptAside() {
    QFETCH(QByteArray, content);
    const QTemporaryDir dir;
    const auto file = inside(dir, "settings.json");
    put(file, content);
    Warnings warnings;
    QVERIFY(loadSettings(file, warnings) == AppSettings{});
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(!std::filesystem::exists(file));
    QFile aside{dir.filePath("settings.json.damaged")};
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), content);
}

void TestSettings::unfitValuesFallBackAlone_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("volume above 1") << QByteArray{"volume"} << QByteArray{"1.5"};
    QTest::newRow("volume as text") << QByteArray{"volume"} << QByteArray{"\"loud\""};
    QTest::newRow("idle for years") << QByteArray{"free_after_minutes"} << QByteArray{"1000000"};
    QTest::newRow("unknown theme") << QByteArray{"theme"} << QByteArray{"\"pink\""};
    QTest::newRow("unknown precision") << QByteArray{"precision"} << QByteArray{"\"fp64\""};
    QTest::newRow("number as switch") << QByteArray{"compile"} << QByteArray{"1"};
    QTest::newRow("text as optional switch") << QByteArray{"offload"} << QByteArray{"\"on\""};
    QTest::newRow("batch of 9") << QByteArray{"max_batch"} << QByteArray{"9"};
    QTest::newRow("batch of 2.5") << QByteArray{"max_batch"} << QByteArray{"2.5"};
    QTest::newRow("huge duration") << QByteArray{"max_duration_s"} << QByteArray{"18446744073709551615"};
    QTest::newRow("folder as list") << QByteArray{"models_dir"} << QByteArray{"[]"};
    QTest::newRow("empty text as a list") << QByteArray{"recent_adapters"} << QByteArray{"\"\""};
    QTest::newRow("numbers as paths") << QByteArray{"recent_adapters"} << QByteArray{"[1]"};
    QTest::newRow("log level") << QByteArray{"log_level"} << QByteArray{"\"loud\""};
}

void TestSettings::unfitValuesFallBackAlone() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    Warnings warnings;
    const QByteArray text = R"({"language": "fr", ")" + key + "\": " + value + "}";
    AppSettings expected;
    expected.language = "fr";
    QVERIFY(settingsFromJson(text.toStdString(), warnings) == expected);
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings.front().code, WarningCode::SettingIgnored);
    QVERIFY(QByteArray::fromStdString(warnings.front().message).contains("'" + key + "'"));
}

void TestSettings::unknownKeysAreLeftAlone() {
    Warnings warnings;
    QVERIFY(settingsFromJson(R"({"of_a_later_version": {"a": 1}, "lm": null})", warnings) == AppSettings{});
    QVERIFY(warnings.empty());
}

void TestSettings::unwritableFolderIsAFileFault() {
    const QTemporaryDir dir;
    put(inside(dir, "a file"), "x");
    try {
        saveSettings(inside(dir, "a file/settings.json"), {});
        QFAIL("written into a file as if it were a folder");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::FileFault);
    }
}

void TestSettings::engineIsToldEverything() {
    qunsetenv("OTTAVA_MODELS");
    const auto engine = engineSettings(everythingChanged());
    QCOMPARE(engine.models.string(), std::string{"/models with space"});
    QCOMPARE(engine.dit, std::string{"acestep-v15-base"});
    QCOMPARE(engine.lm.value_or(""), std::string{"acestep-5Hz-lm-4B"});
    QCOMPARE(engine.device, std::string{"cuda:1"});
    QCOMPARE(engine.precision, Precision::Int8);
    QVERIFY(engine.offload == false);
    QVERIFY(!engine.lmEnabled && !engine.compile && !engine.flashAttention);
    QVERIFY(engine.overrides == everythingChanged().overrides);
}

void TestSettings::modelsFolderOrder() {
    AppSettings settings;
    qputenv("XDG_DATA_HOME", "/data");
    qunsetenv("OTTAVA_MODELS");
    QCOMPARE(modelsFolder(settings).string(), std::string{"/data/ottava/checkpoints"});
    settings.modelsDir = "/chosen";
    QCOMPARE(modelsFolder(settings).string(), std::string{"/chosen"});
    qputenv("OTTAVA_MODELS", "/from environment");
    QCOMPARE(modelsFolder(settings).string(), std::string{"/from environment"});
    qunsetenv("OTTAVA_MODELS");
    qunsetenv("XDG_DATA_HOME");
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
