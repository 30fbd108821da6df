#include "core/planner/scoring.h"
#include "support/paths.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace ottava;
using namespace ottava::test;

namespace {

bool close(double actual, double expected) {
    return std::abs(actual - expected) <= 1e-12;
}

} // namespace

/// Scores of codes against what they were asked to be; the language model is played by a function.
class TestScoring : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        std::ifstream file{golden("lm/scoring.json")};
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        const std::string infinity = "-Infinity"; // Python's own, not JSON; no case here needs it
        for (auto at = text.find(infinity); at != std::string::npos; at = text.find(infinity))
            text.replace(at, infinity.size(), "null");
        golden_ = nlohmann::json::parse(text);
    }
    void mutualInformationMatchesReference();
    void rewardMatchesReference();
    void recallCountsRanks_data();
    void recallCountsRanks();
    void emptyTargetIsImpossible();
    void statusMatchesReference();
    void everyTargetIsAskedForWithItsPrompt();
    void withoutCodesNothingIsAsked();
    void withoutConditionsThereIsNoScore();
    void aStopIsPassedOn();

private:
    nlohmann::json golden_;
};

void TestScoring::mutualInformationMatchesReference() {
    for (const auto& row : golden_["pmi_to_normalized"])
        QVERIFY(close(normalizedPmi(row[0], row[1]), row[2]));
}

void TestScoring::rewardMatchesReference() {
    for (const auto& row : golden_["reward"]) {
        RewardWeights weights;
        if (row.contains("weights"))
            weights = {row["weights"]["caption"], row["weights"]["lyrics"], row["weights"]["metadata"]};
        const auto reward = rewardOf(row["scores"].get<std::map<std::string, double>>(), weights);
        QVERIFY(close(reward.total, row["reward"]));
        QCOMPARE(reward.explanation, row["explanation"].get<std::string>());
    }
}

void TestScoring::recallCountsRanks_data() {
    QTest::addColumn<QList<int>>("ranks");
    QTest::addColumn<int>("k");
    QTest::addColumn<double>("expected");
    QTest::newRow("all first") << QList<int>{1, 1} << 10 << 1.0;
    QTest::newRow("last that counts") << QList<int>{10} << 10 << 0.1;
    QTest::newRow("first that does not") << QList<int>{11} << 10 << 0.0;
    QTest::newRow("mean over all") << QList<int>{1, 2, 3, 4} << 3 << 0.5;
    QTest::newRow("none") << QList<int>{} << 10 << 0.0;
}

void TestScoring::recallCountsRanks() {
    QFETCH(QList<int>, ranks);
    QFETCH(int, k);
    QFETCH(double, expected);
    std::vector<TokenLikelihood> tokens;
    for (const int rank : ranks)
        tokens.push_back({-1, rank});
    QVERIFY(close(topKRecall(tokens, k), expected));
}

void TestScoring::emptyTargetIsImpossible() {
    QCOMPARE(meanLogProbability({}), -INFINITY);
    QCOMPARE(meanLogProbability({{-1, 1}, {-2, 1}}), -1.5);
}

/// A model that likes captions and lyrics as much as the reference's did and ranks nothing among the first.
void TestScoring::statusMatchesReference() {
    for (const auto& row : golden_["conditions"]) {
        const auto& expected = row["scores"];
        ScoringInput input{.prompt = row["args"]["audio_codes"], .referencePrompt = "none", .fields = {}, .lyrics = {}};
        for (const auto& [name, score] : expected.items())
            if (name != "lyrics")
                input.fields[name] = name;
        input.lyrics = row["args"].value("lyrics", "");
        input.scale = row["args"].value("score_scale", 0.1);
        const auto model = [&](const std::string& prompt, const std::string& target) {
            const bool isLyrics = target.find("# Lyric") != std::string::npos;
            const double score = expected[isLyrics ? "lyrics" : "caption"];
            const double pmi = input.scale * std::log(score / (1 - score));
            return std::vector<TokenLikelihood>{{prompt == "none" ? -5 : pmi - 5, 1000}};
        };
        const auto score = scoreConditions(input, model);
        QCOMPARE(score.status, row["status"].get<std::string>());
        QVERIFY(close(score.total, row["global_score"]));
        QCOMPARE(score.conditions.size(), expected.size());
    }
}

void TestScoring::everyTargetIsAskedForWithItsPrompt() {
    std::vector<std::pair<std::string, std::string>> asked;
    const ScoringInput input{.prompt = "codes",
                             .referencePrompt = "none",
                             .fields = {{"language", "language: 'no'"}, {"caption", "caption: 夜"}, {"other", "x: 1"}},
                             .lyrics = "[Verse]\nné"};
    scoreConditions(input, [&](const std::string& prompt, const std::string& target) {
        asked.emplace_back(prompt, target);
        return std::vector<TokenLikelihood>{{-1, 1}};
    });
    const std::string caption = "<think>\ncaption: 夜\n</think>\n";
    const std::string lyrics = "<think>\n</think>\n# Lyric\n[Verse]\nné\n";
    QVERIFY(asked
            == (std::vector<std::pair<std::string, std::string>>{{"codes", "<think>\nlanguage: 'no'\n</think>\n"},
                                                                 {"codes", caption},
                                                                 {"none", caption},
                                                                 {"codes", lyrics},
                                                                 {"none", lyrics}}));
}

void TestScoring::withoutCodesNothingIsAsked() {
    bool asked = false;
    const auto score = scoreConditions({.prompt = {}, .referencePrompt = "none", .fields = {}, .lyrics = "la"},
                                       [&](const std::string&, const std::string&) {
                                           asked = true;
                                           return std::vector<TokenLikelihood>{};
                                       });
    QVERIFY(!asked && score.conditions.empty());
    QCOMPARE(score.status, std::string{"❌ No audio codes provided"});
}

void TestScoring::withoutConditionsThereIsNoScore() {
    const auto none = [](const std::string&, const std::string&) { return std::vector<TokenLikelihood>{}; };
    const auto score =
        scoreConditions({.prompt = "codes", .referencePrompt = "none", .fields = {{"other", "x"}}, .lyrics = {}}, none);
    QCOMPARE(score.status, std::string{"❌ No conditions to evaluate"});
    QCOMPARE(score.total, 0.0);
}

void TestScoring::aStopIsPassedOn() {
    struct Stopped {};
    const auto model = [](const std::string&, const std::string&) -> std::vector<TokenLikelihood> { throw Stopped{}; };
    QVERIFY_THROWS_EXCEPTION(
        Stopped, scoreConditions({.prompt = "codes", .referencePrompt = "none", .fields = {}, .lyrics = "la"}, model));
}

QTEST_GUILESS_MAIN(TestScoring)
#include "tst_scoring.moc"
