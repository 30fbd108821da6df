#include "tests/core/request_samples.h"
#include "ui/compose/expert_fields.h"
#include "ui/compose/field_text.h"
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
    void whatIsLeftOpenFollowsTheModel_data();
    void whatIsLeftOpenFollowsTheModel();
    void everyExpertFieldMakesTheRoundTrip_data();
    void everyExpertFieldMakesTheRoundTrip();
    void anAdapterThatIsOffIsKeptButNotUsed();
    void codesOfThePlannerAreWrittenAnew();
    void theEnginesOwnSeedsAreNotTakenForWishes();
    void whatTheFormComplainsAboutKeepsItFromBeingMade();
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
    QVERIFY(draft.expert.set("inference_steps", "4"));
    draft.referenceAudio = "/music/a.wav";
    const auto request = toRequest(draft);
    QCOMPARE(request.caption, std::string("slow blues"));
    QVERIFY(request.query.empty());
    QVERIFY(!request.thinking);
    QVERIFY(request.lyrics.empty());
    QVERIFY(!request.bpm);
    QVERIFY(!request.seed);
    QCOMPARE(request.inferenceSteps, 8);
    QVERIFY(request.referenceAudio.empty());
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
    draft.referenceAudio = "/music/città.wav";
    draft.adapter = {.path = "/adapters/blues", .on = true, .scale = 0.75};
    QVERIFY(draft.expert.set("inference_steps", "12"));
    QVERIFY(draft.expert.set("infer_method", "sde"));
    QVERIFY(draft.expert.set("dcw_enabled", "false"));
    QVERIFY(!draft.expert.set("shift", "9")); // outside its range: stays as it is
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
    QCOMPARE(request.referenceAudio, std::filesystem::path("/music/città.wav"));
    QCOMPARE(request.loraPath, std::filesystem::path("/adapters/blues"));
    QVERIFY(request.useLora);
    QCOMPARE(request.loraScale, 0.75);
    QCOMPARE(request.inferenceSteps, 12);
    QCOMPARE(request.inferMethod, InferMethod::Sde);
    QVERIFY(!request.dcwEnabled);
    QCOMPARE(request.shift, 3.0);
}

void TestRequestDraft::whatIsLeftOpenFollowsTheModel_data() {
    QTest::addColumn<bool>("simple");
    QTest::newRow("simple") << true;
    QTest::newRow("custom") << false;
}

void TestRequestDraft::whatIsLeftOpenFollowsTheModel() {
    QFETCH(bool, simple);
    RequestDraft draft;
    draft.simple = simple;
    draft.variant = DitVariant::Sft;
    QCOMPARE(toRequest(draft).inferenceSteps, 50);
    QVERIFY(!toRequest(draft).dcwEnabled);
    draft.variant = DitVariant::Base;
    QCOMPARE(toRequest(draft).inferenceSteps, 32);
    QVERIFY(draft.expert.set("inference_steps", "8"));
    QCOMPARE(toRequest(draft).inferenceSteps, simple ? 32 : 8);
}

void TestRequestDraft::everyExpertFieldMakesTheRoundTrip_data() {
    QTest::addColumn<QString>("text");
    const auto changed = unusualRequest();
    for (const auto& name : expertFieldNames())
        QTest::newRow(name.c_str()) << FieldText(name).read(changed);
}

void TestRequestDraft::everyExpertFieldMakesTheRoundTrip() {
    QFETCH(QString, text);
    const auto* name = QTest::currentDataTag();
    const FieldText field(name);
    RequestDraft draft;
    draft.simple = false;
    draft.withPlanner = true;
    auto expected = toRequest(draft);
    QVERIFY(draft.expert.set(name, text));
    QVERIFY(field.read(expected) != text); // else it shows nothing
    QVERIFY(field.write(text, expected));
    expected.useRandomSeed = expected.seeds.empty();
    if (!expected.audioCodes.empty()) // nothing is left to plan
        expected.thinking = expected.useCotMetas = expected.useCotLanguage = false;
    const auto request = toRequest(draft);
    QCOMPARE(requestToJson(request), requestToJson(expected));
    QCOMPARE(requestToJson(toRequest(toDraft(request, {}))), requestToJson(request));
}

void TestRequestDraft::anAdapterThatIsOffIsKeptButNotUsed() {
    RequestDraft draft;
    draft.simple = false;
    draft.adapter = {.path = "/adapters/blues", .on = false, .scale = 1.5};
    const auto request = toRequest(draft);
    QVERIFY(!request.useLora);
    QVERIFY(toDraft(request, {}).adapter == draft.adapter);
    draft.simple = true;
    QVERIFY(toRequest(draft).loraPath.empty());
}

void TestRequestDraft::codesOfThePlannerAreWrittenAnew() {
    Request used;
    used.thinking = true;
    used.audioCodes = "<|audio_code_1|>";
    QVERIFY(toRequest(toDraft(used, 5)).audioCodes.empty());
    used.thinking = false; // the user's own
    QVERIFY(toRequest(toDraft(used, 5)).audioCodes == used.audioCodes);
}

void TestRequestDraft::theEnginesOwnSeedsAreNotTakenForWishes() {
    Request used;
    used.seed = 4;
    used.seeds = {4, 5};
    used.samplingSeed = 4; // as the engine notes it where nobody chose one
    QVERIFY(!toRequest(toDraft(used, 5)).samplingSeed);
    QVERIFY(toRequest(toDraft(used, 5)).seeds.empty()); // the take's own seed is what was asked for
    used.samplingSeed = 99;
    QCOMPARE(toRequest(toDraft(used, 5)).samplingSeed, std::optional<std::int64_t>(99));
}

void TestRequestDraft::thePlannerGetsWhatItIsAsked() {
    RequestDraft draft;
    draft.description = "slow blues";
    draft.withPlanner = true;
    QCOMPARE(toRequest(draft).query, std::string("slow blues"));
    QVERIFY(toRequest(draft).caption.empty());
    QVERIFY(toRequest(draft).thinking);

    draft.simple = false;
    draft.planner = {.thinking = true, .seed = 7};
    for (const auto& [field, text] : {std::pair{"use_cot_caption", "true"},
                                      {"use_cot_metas", "false"},
                                      {"use_cot_language", "false"},
                                      {"lm_temperature", "1.1"},
                                      {"lm_cfg_scale", "1.5"},
                                      {"lm_top_k", "40"},
                                      {"lm_top_p", "0.8"},
                                      {"lm_negative_prompt", "no noise<|im_end|>"}})
        QVERIFY(draft.expert.set(field, text));
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

void TestRequestDraft::whatTheFormComplainsAboutKeepsItFromBeingMade() {
    RequestDraft draft;
    draft.description = "song";
    draft.problems = {{DraftField::Adapter, "It is for another model."}};
    QVERIFY(problemsOf(draft).empty()); // Simple uses no adapter
    draft.simple = false;
    QCOMPARE(problemsOf(draft).size(), std::size_t{1});
    QCOMPARE(problemsOf(draft).front().field, DraftField::Adapter);
}

void TestRequestDraft::charactersAreCountedAsTheModelDoes() {
    QCOMPARE(characterCount(QString::fromUtf8("a\xF0\x9F\x8E\xB5"
                                              "b")),
             3);
}

QTEST_GUILESS_MAIN(TestRequestDraft)
#include "tst_request_draft.moc"
