#include "core/audio/audio_file.h"
#include "core/audio/metadata_read.h"
#include "core/base/error.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "core/models/dit.h"
#include "core/tasks/lyric_alignment.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"

using namespace ottava;
using namespace ottava::test;

/// Lyrics of finished takes, timed and scored by the demo model.
class TestLyricAlignment : public QObject {
    Q_OBJECT
private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void attentionOfAFrameSumsToOne();
    void missingHeadsAreSkipped();
    void aTakeGetsLyricsAndScores();
    void nothingIsWrittenUnlessAskedFor();
    void songsWithoutLyricsAreLeftOut_data();
    void songsWithoutLyricsAreLeftOut();
    void aModelWithoutHeadsIsNamed();
    void aStopEndsIt();
    void aTakeIsSafeBeforeItIsTimed();
    void whatCannotBeWrittenAboutATakeLeavesItWhole();
    void sectionsGoIntoTheFileWhenItMaySayThem_data();
    void sectionsGoIntoTheFileWhenItMaySayThem();

private:
    GenerateResult generate(const Request& request) {
        return engine_.generate(request, std::filesystem::path{folder_->path().toStdString()}, {}, {});
    }
    static Request sungRequest() {
        auto request = shortRequest();
        request.lyrics = "[Verse]\nHello night\n夜の海 ♪\n";
        request.autoLrc = request.autoScore = true;
        return request;
    }
    static bool warned(const Warnings& warnings, WarningCode code) {
        return std::ranges::any_of(warnings, [code](const auto& warning) { return warning.code == code; });
    }

    Engine engine_{demoSettings()};
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestLyricAlignment::attentionOfAFrameSumsToOne() {
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo"});
    const auto dit = models.dit();
    const auto states = at::randn({1, 7, models.ditConfig().encoder.hiddenSize});
    const auto x = at::randn({2, 9, 64}), context = at::randn({2, 9, 128});
    const auto all = dit->crossAttention(x, context, dit->prepare(states.expand({2, -1, -1})), at::tensor({1.0F, 0.5F}),
                                         {.heads = {{1, {2}}, {2, {0, 3}}}, .firstToken = 0, .tokenCount = 7});
    QVERIFY(all.sizes() == at::IntArrayRef({3, 2, 7, 5}));
    QVERIFY_CLOSE(all.sum(2), at::ones({3, 2, 5}), (Tolerance{.atol = 1e-5}));
    const auto part =
        dit->crossAttention(x, context, dit->prepare(states.expand({2, -1, -1})), at::tensor({1.0F, 0.5F}),
                            {.heads = {{2, {3}}}, .firstToken = 2, .tokenCount = 4});
    QVERIFY_CLOSE(part[0], all[2].narrow(1, 2, 4), (Tolerance{.atol = 1e-6}));
}

void TestLyricAlignment::missingHeadsAreSkipped() {
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo"});
    const auto dit = models.dit();
    const auto condition = dit->prepare(at::randn({1, 3, models.ditConfig().encoder.hiddenSize}));
    const AttentionView view{.heads = {{1, {99, -1}}, {50, {0}}}, .firstToken = 0, .tokenCount = 3};
    QVERIFY(
        !dit->crossAttention(at::randn({1, 8, 64}), at::randn({1, 8, 128}), condition, at::ones({1}), view).defined());
}

void TestLyricAlignment::aTakeGetsLyricsAndScores() {
    const auto result = generate(sungRequest());
    const auto& take = result.takes.front();
    QVERIFY(take.lrc);
    QFile file{QString::fromStdString(take.lrc->string())};
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = QString::fromUtf8(file.readAll()).trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].endsWith("[Verse]") && lines[1].endsWith("Hello night") && lines[2].endsWith("夜の海 ♪"));
    QVERIFY(std::ranges::is_sorted(lines, {}, [](const QString& line) { return line.left(10); }));
    QCOMPARE(take.scores.size(), std::size_t{2});
    for (const auto& [name, score] : take.scores)
        QVERIFY(score >= 0 && score <= 1);
    QVERIFY(warned(result.warnings, WarningCode::LmUnavailable));
    QVERIFY(!warned(result.warnings, WarningCode::LyricsNotAligned));
    QFile sidecar{QString::fromStdString(take.sidecar.string())};
    QVERIFY(sidecar.open(QIODevice::ReadOnly) && sidecar.readAll().contains("\"lyrics_dit\""));
}

void TestLyricAlignment::nothingIsWrittenUnlessAskedFor() {
    auto request = sungRequest();
    request.autoLrc = request.autoScore = false;
    const auto result = generate(request);
    QVERIFY(!result.takes.front().lrc && result.takes.front().scores.empty());
    QVERIFY(entriesOf(result.takes.front().audio.parent_path()).count("lyrics.lrc") == 0);
}

void TestLyricAlignment::songsWithoutLyricsAreLeftOut_data() {
    QTest::addColumn<QString>("lyrics");
    QTest::addColumn<bool>("instrumental");
    QTest::newRow("empty") << "" << false;
    QTest::newRow("instrumental") << "la la" << true;
}

void TestLyricAlignment::songsWithoutLyricsAreLeftOut() {
    QFETCH(QString, lyrics);
    QFETCH(bool, instrumental);
    auto request = sungRequest();
    request.lyrics = lyrics.toStdString();
    request.instrumental = instrumental;
    const auto result = generate(request);
    QVERIFY(!result.takes.front().lrc && result.takes.front().scores.empty());
    QVERIFY(warned(result.warnings, WarningCode::LyricsNotAligned));
}

void TestLyricAlignment::aModelWithoutHeadsIsNamed() {
    DitConfig config;
    config.decoder.layerCount = 24;
    config.decoder.headCount = 16;
    QCOMPARE(alignmentHeads(config).size(), std::size_t{5});
    config.decoder.layerCount = 32;
    config.decoder.headCount = 32;
    QVERIFY(alignmentHeads(config).empty());
    config.lyricAlignmentHeads = {{1, {2}}};
    QCOMPARE(alignmentHeads(config).size(), std::size_t{1});
}

void TestLyricAlignment::aStopEndsIt() {
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo"});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY_THROWS_EXCEPTION(Cancelled, attendToLyrics(models, AlignmentInput{}, stop.get_token()));
}

void TestLyricAlignment::aTakeIsSafeBeforeItIsTimed() {
    std::stop_source stop;
    const std::filesystem::path out{folder_->path().toStdString()};
    QVERIFY_THROWS_EXCEPTION(
        Cancelled,
        engine_.generate(sungRequest(), out, onTake([&](int, const Take&) { stop.request_stop(); }), stop.get_token()));
    const auto takes = TakeLibrary{out}.list();
    QCOMPARE(takes.size(), std::size_t{1});
    QVERIFY2(takes.front().problem.empty(), takes.front().problem.c_str());
    QCOMPARE(readAudio(takes.front().audio).durationSeconds(), 5.12);
    QVERIFY(!std::filesystem::exists(takes.front().folder / kLrcName));
    QVERIFY(readBytes(takes.front().folder / "take.json").find("stopped before") != std::string::npos);
}

void TestLyricAlignment::whatCannotBeWrittenAboutATakeLeavesItWhole() {
    const auto result = engine_.generate(
        sungRequest(), std::filesystem::path{folder_->path().toStdString()}, onTake([](int, const Take& take) {
            std::filesystem::create_directories(take.audio.parent_path() / kLrcName / "x");
        }),
        {});
    QCOMPARE(result.takes.size(), std::size_t{1});
    QVERIFY(warned(result.warnings, WarningCode::LyricsNotAligned));
    QCOMPARE(readAudio(result.takes.front().audio).durationSeconds(), 5.12);
    QVERIFY(!result.takes.front().lrc);
}

void TestLyricAlignment::sectionsGoIntoTheFileWhenItMaySayThem_data() {
    QTest::addColumn<int>("choice");
    QTest::addColumn<std::size_t>("markers");
    QTest::addColumn<bool>("recipe");
    QTest::newRow("nothing chosen") << 0 << std::size_t{0} << false;
    QTest::newRow("prompt left out") << 1 << std::size_t{0} << false;
    QTest::newRow("everything") << 2 << std::size_t{1} << true;
}

void TestLyricAlignment::sectionsGoIntoTheFileWhenItMaySayThem() {
    QFETCH(int, choice);
    auto settings = demoSettings();
    if (choice > 0)
        settings.embed = EmbedChoice{.promptAndLyrics = choice == 2};
    engine_.configure(settings);
    const auto result = generate(sungRequest());
    engine_.configure(demoSettings());
    const auto notes = readMetadata(result.takes.front().audio);
    QTEST(notes.metadata.markers.size(), "markers");
    QTEST(!notes.metadata.recipe.empty(), "recipe");
    QCOMPARE(notes.metadata.lyrics.empty(), choice != 2);
    QVERIFY(notes.problems.empty());
}

QTEST_GUILESS_MAIN(TestLyricAlignment)
#include "tst_lyric_alignment.moc"
