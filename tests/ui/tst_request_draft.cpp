#include "ui/compose/request_draft.h"

#include <QTest>

using namespace ottava;
using namespace ottava::ui;

class TestRequestDraft : public QObject {
    Q_OBJECT

private slots:
    void theDefaultsAreTheWindowsOwn();
    void simpleSendsTheDescriptionAlone();
    void customSendsEveryField();
    void thePlannerGetsWhatItIsAsked();
    void instrumentalReplacesTheLyrics_data();
    void instrumentalReplacesTheLyrics();
    void anOpenSeedIsRandom();
    void aRecipeGoesBackIntoTheForm();
    void problemsNameTheField_data();
    void problemsNameTheField();
    void charactersAreCountedAsTheModelDoes();
};

void TestRequestDraft::theDefaultsAreTheWindowsOwn() {
    const auto request = toRequest({});
    QCOMPARE(request.inferenceSteps, 8);
    QCOMPARE(request.shift, 3.0);
    QCOMPARE(request.batchSize, 2);
    QCOMPARE(request.audioFormat, AudioFormat::Wav24);
    QCOMPARE(request.duration, 60.0);
    QVERIFY(request.dcwEnabled);
    QVERIFY(!request.useCotCaption);
}

void TestRequestDraft::simpleSendsTheDescriptionAlone() {
    RequestDraft draft;
    draft.description = "  slow blues \n";
    draft.lyrics = "[Verse]\nhidden";
    draft.bpm = 90;
    draft.seed = 5;
    draft.expert.steps = 4;
    const auto request = toRequest(draft);
    QCOMPARE(request.caption, std::string("slow blues"));
    QVERIFY(request.query.empty());
    QVERIFY(!request.thinking);
    QVERIFY(request.lyrics.empty());
    QVERIFY(!request.bpm);
    QVERIFY(!request.seed);
    QCOMPARE(request.inferenceSteps, 8);
}

void TestRequestDraft::customSendsEveryField() {
    RequestDraft draft;
    draft.simple = false;
    draft.description = "città, più forte";
    draft.lyrics = "[Verse]\nciao";
    draft.language = "it";
    draft.bpm = 120;
    draft.key = "A minor";
    draft.meter = "4";
    draft.durationSeconds = 95;
    draft.takes = 3;
    draft.seed = 4021;
    draft.expert = {.steps = 12,
                    .shift = 2.5,
                    .inferMethod = InferMethod::Sde,
                    .samplerMode = SamplerMode::Heun,
                    .dcwEnabled = false,
                    .dcwMode = DcwMode::Low,
                    .dcwScaler = 0.01,
                    .dcwHighScaler = 0.03,
                    .normalize = false,
                    .normalizationDb = -3,
                    .fadeInSeconds = 1,
                    .fadeOutSeconds = 2,
                    .format = AudioFormat::Flac};
    const auto request = toRequest(draft);
    QCOMPARE(request.caption, draft.description.toStdString());
    QVERIFY(request.query.empty());
    QCOMPARE(request.lyrics, std::string("[Verse]\nciao"));
    QCOMPARE(request.vocalLanguage, std::string("it"));
    QCOMPARE(request.bpm, std::optional(120));
    QCOMPARE(request.keyscale, std::string("A minor"));
    QCOMPARE(request.timesignature, std::string("4"));
    QCOMPARE(request.duration, 95.0);
    QCOMPARE(request.batchSize, 3);
    QCOMPARE(request.seed, std::optional<std::int64_t>(4021));
    QVERIFY(!request.useRandomSeed);
    QCOMPARE(request.inferenceSteps, 12);
    QCOMPARE(request.shift, 2.5);
    QCOMPARE(request.inferMethod, InferMethod::Sde);
    QCOMPARE(request.samplerMode, SamplerMode::Heun);
    QVERIFY(!request.dcwEnabled);
    QCOMPARE(request.dcwMode, DcwMode::Low);
    QCOMPARE(request.dcwScaler, 0.01);
    QCOMPARE(request.dcwHighScaler, 0.03);
    QVERIFY(!request.enableNormalization);
    QCOMPARE(request.normalizationDb, -3.0);
    QCOMPARE(request.fadeInDuration, 1.0);
    QCOMPARE(request.fadeOutDuration, 2.0);
    QCOMPARE(request.audioFormat, AudioFormat::Flac);
}

void TestRequestDraft::thePlannerGetsWhatItIsAsked() {
    RequestDraft draft;
    draft.description = "slow blues";
    draft.withPlanner = true;
    QCOMPARE(toRequest(draft).query, std::string("slow blues"));
    QVERIFY(toRequest(draft).caption.empty());
    QVERIFY(toRequest(draft).thinking);

    draft.simple = false;
    draft.planner = {.thinking = true,
                     .rewriteCaption = true,
                     .fillMetadata = false,
                     .detectLanguage = false,
                     .temperature = 1.1,
                     .guidanceScale = 1.5,
                     .topK = 40,
                     .topP = 0.8,
                     .negative = "no noise",
                     .seed = 7};
    const auto request = toRequest(draft);
    QCOMPARE(request.caption, std::string("slow blues"));
    QVERIFY(request.useCotCaption && !request.useCotMetas && !request.useCotLanguage);
    QCOMPARE(request.lmTemperature, 1.1);
    QCOMPARE(request.lmCfgScale, 1.5);
    QCOMPARE(request.lmTopK, 40);
    QCOMPARE(request.lmTopP, 0.8);
    QCOMPARE(request.lmNegativePrompt, std::string("no noise"));
    QCOMPARE(request.lmSeeds, (std::vector<std::int64_t>{7}));
    QVERIFY(toDraft(request, {}).planner == draft.planner);
}

void TestRequestDraft::instrumentalReplacesTheLyrics_data() {
    QTest::addColumn<bool>("simple");
    QTest::newRow("simple") << true;
    QTest::newRow("custom") << false;
}

void TestRequestDraft::instrumentalReplacesTheLyrics() {
    QFETCH(bool, simple);
    RequestDraft draft;
    draft.simple = simple;
    draft.instrumental = true;
    draft.lyrics = "[Verse]\nwords";
    draft.language = "fr";
    const auto request = toRequest(draft);
    QVERIFY(request.instrumental);
    QCOMPARE(request.lyrics, std::string("[Instrumental]"));
    QCOMPARE(request.vocalLanguage, std::string("unknown"));
}

void TestRequestDraft::anOpenSeedIsRandom() {
    RequestDraft draft;
    draft.simple = false;
    QVERIFY(toRequest(draft).useRandomSeed);
    draft.seed = 0;
    QVERIFY(!toRequest(draft).useRandomSeed);
}

void TestRequestDraft::aRecipeGoesBackIntoTheForm() {
    Request request;
    request.caption = "città";
    request.lyrics = "[Verse]\nciao";
    request.vocalLanguage = "it";
    request.bpm = 98;
    request.keyscale = "D minor";
    request.timesignature = "3";
    request.duration = 42;
    request.batchSize = 1;
    request.inferenceSteps = 5;
    request.dcwMode = DcwMode::High;
    request.fadeOutDuration = 1.5;
    request.audioFormat = AudioFormat::Wav32;
    const auto again = toRequest(toDraft(request, 4021));
    request.seed = 4021;
    QCOMPARE(requestToJson(again), requestToJson(request));

    request.lyrics = "[Instrumental]";
    QVERIFY(toDraft(request, {}).instrumental);
    QVERIFY(toDraft(request, {}).lyrics.isEmpty());
    QVERIFY(!toDraft(request, {}).seed);
}

void TestRequestDraft::problemsNameTheField_data() {
    QTest::addColumn<bool>("simple");
    QTest::addColumn<bool>("instrumental");
    QTest::addColumn<int>("captionChars");
    QTest::addColumn<int>("lyricsChars");
    QTest::addColumn<int>("problems");
    QTest::addColumn<int>("field");
    const auto description = static_cast<int>(DraftField::Description);
    const auto lyrics = static_cast<int>(DraftField::Lyrics);
    QTest::newRow("nothing said") << true << false << 0 << 0 << 1 << description;
    QTest::newRow("nothing said, custom") << false << true << 0 << 10 << 1 << description;
    QTest::newRow("lyrics alone are enough") << false << false << 0 << 10 << 0 << -1;
    QTest::newRow("longest description") << true << false << 512 << 0 << 0 << -1;
    QTest::newRow("description too long") << true << false << 513 << 0 << 1 << description;
    QTest::newRow("longest lyrics") << false << false << 5 << 4096 << 0 << -1;
    QTest::newRow("lyrics too long") << false << false << 5 << 4097 << 1 << lyrics;
    QTest::newRow("lyrics of 100 kB") << false << false << 5 << 100'000 << 1 << lyrics;
    QTest::newRow("hidden lyrics do not matter") << true << false << 5 << 5000 << 0 << -1;
}

void TestRequestDraft::problemsNameTheField() {
    QFETCH(bool, simple);
    QFETCH(bool, instrumental);
    QFETCH(int, captionChars);
    QFETCH(int, lyricsChars);
    QFETCH(int, problems);
    QFETCH(int, field);
    RequestDraft draft;
    draft.simple = simple;
    draft.instrumental = instrumental;
    draft.description = QString(captionChars, 'a');
    draft.lyrics = QString(lyricsChars, 'b');
    const auto found = problemsOf(draft);
    QCOMPARE(static_cast<int>(found.size()), problems);
    if (problems > 0)
        QCOMPARE(static_cast<int>(found.front().field), field);
}

void TestRequestDraft::charactersAreCountedAsTheModelDoes() {
    QCOMPARE(characterCount(QString::fromUtf8("a\xF0\x9F\x8E\xB5"
                                              "b")),
             3);
}

QTEST_GUILESS_MAIN(TestRequestDraft)
#include "tst_request_draft.moc"
