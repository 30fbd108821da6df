#include "core/engine/probe_planner.h"
#include "core/planner/planner_api.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace ottava;
using nlohmann::json;

namespace {

constexpr ReferenceQuirks kReference{
    .genresWithoutVocabulary = true, .failsWithoutMetadata = true, .losesDetectedLanguage = true};

json golden(const char* name) {
    std::ifstream file{std::string{OTTAVA_TEST_DATA "/golden/lm/"} + name};
    return json::parse(file);
}

void compareCase(const json& actual, const json& expected) {
    QVERIFY2(actual.dump() == expected.dump(),
             ("\nactual   " + actual.dump() + "\nexpected " + expected.dump()).c_str());
}

InspireInput wish(const char* query) {
    InspireInput input;
    input.query = query;
    return input;
}

/// Answers with metadata, codes or lyrics, as asked, and keeps the calls.
struct Model {
    std::vector<LmCall> calls;
    std::string block = "<think>\nbpm: 96\ncaption: Warm\nduration: 35\nkeyscale: D minor\nlanguage: en\n"
                        "timesignature: 4\n</think>\n\n# Lyric\n[Verse]\nla\n<|im_end|>";

    PlannerSetup setup() {
        return {.run = [this](const LmCall& call) {
            calls.push_back(call);
            const bool codes = call.phase == PlannerPhase::Codes;
            return std::vector<LmOutput>(call.seeds.size(), LmOutput{codes ? "<|audio_code_7|>" : block, ""});
        }};
    }
};

} // namespace

class TestPlannerFlows : public QObject {
    Q_OBJECT

private slots:
    void handlerFlowsMatchTheReference();
    void topLevelFlowsMatchTheReference();
    void genresAreSkippedWithoutAVocabulary();
    void codesCanBeMadeFromNoMetadata();
    void detectedLanguageReachesTheDit();
    void everyRunIsSeeded();
    void chunksUseTheirItemsSeeds();
    void queryBecomesAPlan();
    void queryKeepsWhatTheUserChose();
    void failedQueryIsAFailedPlan();
    void withoutLanguageModelTheFieldsAreTheUsers();
};

void TestPlannerFlows::handlerFlowsMatchTheReference() {
    for (const auto& expected : golden("flows.json"))
        compareCase(replayFlow(expected, kReference), expected);
}

void TestPlannerFlows::topLevelFlowsMatchTheReference() {
    for (const auto& expected : golden("api_flows.json"))
        compareCase(replayApiFlow(expected, kReference), expected);
}

void TestPlannerFlows::genresAreSkippedWithoutAVocabulary() {
    Model model;
    auto setup = model.setup();
    inspire(setup, wish("sea"), {});
    setup.hasGenreVocabulary = true;
    inspire(setup, wish("sea"), {});
    QVERIFY(model.calls[0].skipGenres);
    QVERIFY(!model.calls[1].skipGenres);
}

void TestPlannerFlows::codesCanBeMadeFromNoMetadata() {
    Model model;
    SongInput input;
    input.useCotMetas = false;
    const auto plan = planSong(model.setup(), input);
    QVERIFY(plan.success);
    QCOMPARE(model.calls.size(), std::size_t{1});
    QCOMPARE(model.calls[0].cotText, std::string{"<think>\n\n</think>"});
    QCOMPARE(plan.audioCodes, std::vector<std::string>{"<|audio_code_7|>"});
}

void TestPlannerFlows::detectedLanguageReachesTheDit() {
    Model model;
    SongInput input;
    QCOMPARE(planSong(model.setup(), input).vocalLanguage, std::string{"en"});
    input.vocalLanguage = "fr";
    QCOMPARE(planSong(model.setup(), input).vocalLanguage, std::string{"fr"});
    input.vocalLanguage = "";
    input.useCotLanguage = false;
    QCOMPARE(planSong(model.setup(), input).vocalLanguage, std::string{});
}

void TestPlannerFlows::everyRunIsSeeded() {
    Model model;
    SongInput input;
    input.seeds = {42};
    planSong(model.setup(), input);
    QCOMPARE(model.calls[0].seeds, std::vector<std::int64_t>{42});
    QCOMPARE(model.calls[1].seeds, std::vector<std::int64_t>{42});
}

void TestPlannerFlows::chunksUseTheirItemsSeeds() {
    Model model;
    SongInput input;
    input.batchSize = 3;
    input.chunkSize = 2;
    input.seeds = {1, 2, 3};
    const auto plan = planSong(model.setup(), input);
    QCOMPARE(plan.audioCodes.size(), std::size_t{3});
    QCOMPARE(model.calls.size(), std::size_t{4});
    QCOMPARE(model.calls[1].seeds, (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(model.calls[2].seeds, std::vector<std::int64_t>{3});
    QCOMPARE(model.calls[3].seeds, std::vector<std::int64_t>{3});
}

void TestPlannerFlows::queryBecomesAPlan() {
    Model model;
    const auto plan = planFromQuery(model.setup(), wish("a song of the sea"), {}, /*maxDurationSeconds=*/30);
    QVERIFY(plan.success);
    QCOMPARE(model.calls.size(), std::size_t{2}); // all metadata known: straight to the codes
    QCOMPARE(model.calls[1].phase, PlannerPhase::Codes);
    QCOMPARE(plan.caption, std::string{"Warm"});
    QCOMPARE(plan.lyrics, std::string{"[Verse]\nla"});
    QCOMPARE(plan.durationSeconds, std::optional{30.0});
    QCOMPARE(plan.vocalLanguage, std::string{"en"});
}

void TestPlannerFlows::queryKeepsWhatTheUserChose() {
    Model model;
    SongInput input;
    input.bpm = 70;
    input.lyrics = "mine";
    input.durationSeconds = 12;
    const auto plan = planFromQuery(model.setup(), wish("sea"), input, /*maxDurationSeconds=*/600);
    QCOMPARE(plan.bpm, std::optional<std::int64_t>{70});
    QCOMPARE(plan.lyrics, std::string{"mine"});
    QCOMPARE(plan.durationSeconds, std::optional{12.0});
}

void TestPlannerFlows::failedQueryIsAFailedPlan() {
    const PlannerSetup setup{.run = [](const LmCall&) { return std::vector<LmOutput>{{"", "no room"}}; }};
    const auto plan = planFromQuery(setup, wish("sea"), {}, /*maxDurationSeconds=*/600);
    QVERIFY(!plan.success);
    QCOMPARE(plan.error, std::string{"no room"});
}

void TestPlannerFlows::withoutLanguageModelTheFieldsAreTheUsers() {
    Model model;
    SongInput input;
    input.lmLoaded = false;
    input.caption = "mine";
    const auto plan = planSong(model.setup(), input);
    QVERIFY(plan.success && !plan.usedLm && model.calls.empty());
    QCOMPARE(plan.caption, std::string{"mine"});
}

QTEST_GUILESS_MAIN(TestPlannerFlows)
#include "tst_planner_flows.moc"
