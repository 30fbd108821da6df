#include "core/engine/probe_planner.h"
#include "core/planner/decoding_limits.h"
#include "core/planner/lm_prompts.h"
#include "core/text/audio_codes.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace ottava;
using nlohmann::json;

namespace {

json golden(const char* name) {
    std::ifstream file{std::string{OTTAVA_TEST_DATA "/golden/lm/"} + name};
    return json::parse(file);
}

/// Equal, and of the same type: 35 is not 35.0.
void compareCase(const json& actual, const json& expected) {
    QVERIFY2(actual.dump() == expected.dump(),
             ("\nactual   " + actual.dump() + "\nexpected " + expected.dump()).c_str());
}

} // namespace

class TestPlannerText : public QObject {
    Q_OBJECT

private slots:
    void promptsMatchTheReference();
    void chainOfThoughtMatchesPyYaml();
    void whatTheReferenceCannotWriteIsText();
    void outputsAreParsedAsByTheReference();
    void tokenLimitsMatchTheReference();
    void sizesAreToldByName();
    void bestModelOnDisk();
    void memoryShare();
    void negativePromptsThatMeanSomething();
    void audioCodesAreParsed();
};

void TestPlannerText::promptsMatchTheReference() {
    const auto tokenizer = BpeTokenizer::load(OTTAVA_RESOURCES "/demo-model/acestep-5Hz-lm-0.6B/tokenizer.json");
    for (const auto& expected : golden("prompts.json"))
        compareCase(replayPrompt(expected, tokenizer), expected);
}

void TestPlannerText::chainOfThoughtMatchesPyYaml() {
    int count = 0;
    for (const auto& expected : golden("cot_yaml.json"))
        if (!expected.contains("error")) {
            compareCase(replayCotYaml(expected), expected);
            ++count;
        }
    QCOMPARE(count, 160);
}

void TestPlannerText::whatTheReferenceCannotWriteIsText() {
    QVERIFY(replayCotYaml({{"metadata", {{"caption", "²"}}}})["cot_text"] == "<think>\ncaption: ²\n</think>");
    QVERIFY(replayCotYaml({{"metadata", {{"timesignature", 4}}}})["cot_text"] == "<think>\ntimesignature: 4\n</think>");
}

void TestPlannerText::outputsAreParsedAsByTheReference() {
    for (const auto& expected : golden("parse_output.json"))
        compareCase(replayParseOutput(expected), expected);
}

void TestPlannerText::tokenLimitsMatchTheReference() {
    const std::map<int, int> longest{{0, 240}, {8, 480}, {24, 480}, {48, 600}};
    for (const auto rows = golden("limits.json").at("max_new_tokens"); const auto& row : rows) {
        TokenLimitInput input;
        input.maxDurationSeconds = longest.at(row[0].get<int>());
        if (!row[1].is_null())
            input.targetDurationSeconds = row[1].get<double>();
        input.phase = row[2] == "codes" ? PlannerPhase::Codes : PlannerPhase::Cot;
        if (!row[3].is_null())
            input.fallback = row[3].get<int>();
        QVERIFY2(maxNewTokens(input) == row[4].get<int>(), row.dump().c_str());
    }
}

void TestPlannerText::sizesAreToldByName() {
    for (const auto rows = golden("limits.json").at("size_from_name"); const auto& row : rows)
        QCOMPARE(std::string{lmSizeName(lmSizeOf(row[0].get<std::string>()))}, row[1].get<std::string>());
}

void TestPlannerText::bestModelOnDisk() {
    for (const auto rows = golden("limits.json").at("best_on_disk"); const auto& row : rows) {
        const auto best = bestLmOnDisk(row[0].get<std::string>(), row[1].get<std::vector<std::string>>());
        QVERIFY2((best ? json(*best) : json(nullptr)) == row[2], row.dump().c_str());
    }
}

void TestPlannerText::memoryShare() {
    for (const auto rows = golden("limits.json").at("memory_ratio_without_gpu_reading"); const auto& row : rows) {
        const auto size = lmSizeOf(row[0].get<std::string>());
        QCOMPARE(lmMemoryShare(size, row[1].get<double>(), std::nullopt), row[2].get<double>());
        QCOMPARE(lmWeightsGb(size), row[3].get<double>());
    }
    QCOMPARE(lmMemoryShare(LmSize::Small, 10, 8), (10 - 8 + lmTargetGb(LmSize::Small)) / 10);
    QCOMPARE(lmMemoryShare(LmSize::Large, 10, 5), 0.8); // 3 GB are left beside the DiT
    QCOMPARE(lmMemoryShare(LmSize::Large, 10, 1), 0.9);
}

void TestPlannerText::negativePromptsThatMeanSomething() {
    for (const auto rows = golden("limits.json").at("meaningful_negative"); const auto& row : rows)
        QVERIFY2(isMeaningfulNegative(row[0].get<std::string>()) == row[1].get<bool>(), row.dump().c_str());
}

void TestPlannerText::audioCodesAreParsed() {
    for (const auto rows = golden("limits.json").at("parse_code_string"); const auto& row : rows) {
        auto codes = parseAudioCodes(row[0].get<std::string>());
        for (auto& code : codes)
            code = std::min<std::int64_t>(code, 63999); // the tokenizer's table ends there
        QVERIFY2(json(codes) == row[1], row.dump().c_str());
    }
}

QTEST_GUILESS_MAIN(TestPlannerText)
#include "tst_planner_text.moc"
