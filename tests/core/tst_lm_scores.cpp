#include "core/base/error.h"
#include "core/engine/lm_scores.h"
#include "core/engine/probe_planner.h"
#include "support/paths.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr double kTolerance = 2e-5;

std::string readAll(const std::filesystem::path& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Python writes what JSON has no word for.
nlohmann::json goldens() {
    auto text = readAll(golden("lm/scoring.json"));
    for (auto at = text.find("-Infinity"); at != std::string::npos; at = text.find("-Infinity", at))
        text.replace(at, 9, "null");
    return nlohmann::json::parse(text);
}

ModelStore demoModels() {
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo", .lm = "acestep-5Hz-lm-0.6B"});
    return models;
}

} // namespace

/// Scores of the real (demo) language model against the reference's.
class TestLmScores : public QObject {
    Q_OBJECT
private slots:
    void targetsAreAsLikelyAsForTheReference();
    void conditionsScoreAsForTheReference();
    void aStopEndsTheScoring();

private:
    nlohmann::json golden_ = goldens();
    ModelStore models_ = demoModels();
};

void TestLmScores::targetsAreAsLikelyAsForTheReference() {
    const auto likelihoods = likelihoodsOf(models_, {});
    int compared = 0;
    for (const auto& piece : golden_.at("pieces")) {
        const auto tokens = likelihoods(piece.at("prompt"), piece.at("target"));
        QCOMPARE(tokens.size(), piece.at("target_ids").size());
        const auto& mean = piece.at("mean_log_prob");
        if (mean.is_null())
            QVERIFY(std::isinf(meanLogProbability(tokens)));
        else
            QVERIFY2(std::abs(meanLogProbability(tokens) - mean.get<double>()) < kTolerance,
                     qPrintable(QString::number(meanLogProbability(tokens) - mean.get<double>())));
        for (const auto& [k, recall] : piece.at("recall_per_k").items())
            QCOMPARE(topKRecall(tokens, std::stoi(k)), recall.get<double>());
        ++compared;
    }
    QVERIFY(compared > 0);
}

void TestLmScores::conditionsScoreAsForTheReference() {
    for (const auto& row : golden_.at("conditions")) {
        const auto& args = row.at("args");
        auto fields = planFieldsOf(args.value("metadata", nlohmann::json::object()));
        if (!fields.contains("caption"))
            fields["caption"] = args.value("caption", "");
        auto input = scoringInput(args.at("audio_codes"), fields, args.value("lyrics", ""));
        input.scale = args.value("score_scale", 0.1);
        const auto score = scoreConditions(input, likelihoodsOf(models_, {}));
        QCOMPARE(score.conditions.size(), row.at("scores").size());
        for (const auto& [name, expected] : row.at("scores").items())
            QVERIFY2(std::abs(score.conditions.at(name) - expected.get<double>()) < kTolerance, name.c_str());
        QVERIFY(std::abs(score.total - row.at("global_score").get<double>()) < kTolerance);
    }
}

void TestLmScores::aStopEndsTheScoring() {
    std::stop_source stop;
    stop.request_stop();
    Request request;
    request.caption = "bright";
    QVERIFY_THROWS_EXCEPTION(Cancelled, scoreCodes(models_, request, "<|audio_code_1|>", stop.get_token()));
}

QTEST_GUILESS_MAIN(TestLmScores)
#include "tst_lm_scores.moc"
