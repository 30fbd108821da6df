#include "core/engine/clamp.h"
#include "core/hardware/limits.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace ottava;
using nlohmann::json;

namespace {

Limits limitsOf(double gb, const LimitOverrides& overrides = {}) {
    const auto table = TierTable::load(std::filesystem::path{OTTAVA_RESOURCES} / "tiers.json");
    return limitsFor(Device{.vramGb = gb}, table, overrides);
}

QStringList texts(const Warnings& warnings) {
    QStringList list;
    for (const auto& warning : warnings)
        list << QString{warningName(warning.code)} + ": " + QString::fromStdString(warning.message);
    return list;
}

} // namespace

class TestLimits : public QObject {
    Q_OBJECT

private slots:
    void planner_data();
    void planner();
    void clamping_data();
    void clamping();
    void openDurationStaysOpen();
    void clampingTouchesNothingElse();
    void overridesAreObeyed();
    void overridesBeyondTheTierWarn_data();
    void overridesBeyondTheTierWarn();
    void json_data();
    void json();
};

void TestLimits::planner_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("defaultLm");
    QTest::addColumn<bool>("onByDefault");
    QTest::newRow("none without a GPU") << 0.0 << "" << false;
    QTest::newRow("none at 6 GB") << 6.0 << "" << false;
    QTest::newRow("optional in tier 3") << 7.0 << "acestep-5Hz-lm-0.6B" << false;
    QTest::newRow("optional in tier 4") << 8.0 << "acestep-5Hz-lm-0.6B" << false;
    QTest::newRow("on from tier 5 up") << 12.0 << "acestep-5Hz-lm-1.7B" << true;
    QTest::newRow("largest in tier 6") << 16.0 << "acestep-5Hz-lm-4B" << true;
    QTest::newRow("unlimited") << 24.0 << "acestep-5Hz-lm-4B" << true;
}

void TestLimits::planner() {
    QFETCH(double, gb);
    QFETCH(QString, defaultLm);
    const auto limits = limitsOf(gb);
    QCOMPARE(QString::fromStdString(limits.defaultLm().value_or("")), defaultLm);
    QCOMPARE(limits.lmAllowed(), !defaultLm.isEmpty());
    QTEST(limits.lmOnByDefault(), "onByDefault");
    const auto ruledOut = limitsOf(gb, {.allowLm = false});
    QVERIFY(!ruledOut.lmAllowed() && !ruledOut.defaultLm() && !ruledOut.lmOnByDefault());
}

void TestLimits::clamping_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<bool>("withLm");
    QTest::addColumn<QList<double>>("wish"); // s, takes
    QTest::addColumn<QList<double>>("made");
    QTest::addColumn<QStringList>("warnings");
    using Pair = QList<double>;
    QTest::newRow("at the limit") << 8.0 << true << Pair{240, 2} << Pair{240, 2} << QStringList{};
    QTest::newRow("too long with the planner")
        << 8.0 << true << Pair{600, 2} << Pair{240, 2}
        << QStringList{"duration_clamped: Tier 4 allows up to 240 s with the language model; 600 s was asked and 240 s "
                       "will be made."};
    QTest::newRow("long without it") << 8.0 << false << Pair{300, 4} << Pair{300, 4} << QStringList{};
    QTest::newRow("a tenth too long") << 8.0 << false << Pair{360.1, 4} << Pair{360, 4}
                                      << QStringList{"duration_clamped: Tier 4 allows up to 360 s without the language "
                                                     "model; 360.1 s was asked and 360 s will be made."};
    QTest::newRow("both, no planner there")
        << 0.0 << true << Pair{600, 8} << Pair{180, 1}
        << QStringList{"duration_clamped: Tier 1 allows up to 180 s; 600 s was asked and 180 s will be made.",
                       "batch_clamped: Tier 1 allows up to 1 take; 8 takes were asked and 1 take will be made."};
    QTest::newRow("unlimited") << 24.0 << true << Pair{600, 8} << Pair{600, 8} << QStringList{};
}

void TestLimits::clamping() {
    QFETCH(double, gb);
    QFETCH(bool, withLm);
    QFETCH(QList<double>, wish);
    Request request;
    request.duration = wish[0];
    request.batchSize = static_cast<int>(wish[1]);
    Warnings warnings;
    const auto made = clampToLimits(request, limitsOf(gb), withLm, warnings);
    QTEST((QList<double>{made.duration, static_cast<double>(made.batchSize)}), "made");
    QTEST(texts(warnings), "warnings");
}

void TestLimits::openDurationStaysOpen() {
    Warnings warnings;
    Request request;
    request.duration = -1;
    request.batchSize = 1;
    QCOMPARE(clampToLimits(request, limitsOf(0), false, warnings).duration, -1.0);
    QVERIFY(warnings.empty());
    QCOMPARE(clampDuration(200, limitsOf(0), false, warnings), 180.0);
    QCOMPARE(warnings.size(), std::size_t{1});
}

void TestLimits::clampingTouchesNothingElse() {
    Warnings warnings;
    Request request;
    request.caption = "slow waltz";
    request.seeds = {1, 2, 3, 4};
    request.batchSize = 4;
    const auto made = clampToLimits(request, limitsOf(0), false, warnings);
    QCOMPARE(made.caption, request.caption);
    QCOMPARE(made.seeds, request.seeds);
}

void TestLimits::overridesAreObeyed() {
    const auto limits = limitsOf(8, {.maxDurationSeconds = 400, .maxBatch = 3});
    QCOMPARE(limits.inForce(true), (TierLimit{400, 3}));
    QCOMPARE(limits.inForce(false), (TierLimit{400, 3}));
    QCOMPARE(limits.ofTier(true), (TierLimit{240, 2}));
    Request request;
    request.duration = 500;
    request.batchSize = 3;
    Warnings warnings;
    const auto made = clampToLimits(request, limits, true, warnings);
    QCOMPARE(made.duration, 400.0);
    QCOMPARE(made.batchSize, 3);
    QCOMPARE(texts(warnings),
             (QStringList{"duration_clamped: Tier 4 allows up to 240 s with the language model, and the limit was set "
                          "to 400 s; 500 s was asked and 400 s will be made.",
                          "limit_overridden: Tier 4 allows up to 2 takes with the language model; 3 takes will be made "
                          "because that limit was raised. Memory may run out."}));
    const auto allowed = limitsOf(4, {.allowLm = true});
    QVERIFY(allowed.lmAllowed() && !allowed.lmOnByDefault());
    QCOMPARE(allowed.inForce(true), (TierLimit{180, 1}));
}

void TestLimits::overridesBeyondTheTierWarn_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<int>("seconds"); // 0: not overridden
    QTest::addColumn<int>("takes");
    QTest::addColumn<bool>("allowLm");
    QTest::addColumn<QString>("lm");
    QTest::addColumn<QStringList>("beginnings");
    QTest::newRow("nothing") << 8.0 << 0 << 0 << false << "" << QStringList{};
    QTest::newRow("stricter than the tier") << 8.0 << 60 << 1 << false << "" << QStringList{};
    QTest::newRow("longer") << 8.0 << 600 << 0 << false << ""
                            << QStringList{"limit_overridden: Tier 4 allows up to 240 s with the language model and "
                                           "360 s without; the limit was set to 600 s."};
    QTest::newRow("more") << 16.0 << 0 << 8 << false << ""
                          << QStringList{"limit_overridden: Tier 6 allows up to 4 takes with the language model and 8 "
                                         "takes without; the limit was set to 8 takes at once."};
    QTest::newRow("planner where none is allowed")
        << 0.0 << 0 << 0 << true << "acestep-5Hz-lm-0.6B"
        << QStringList{"limit_overridden: Tier 1 allows no language model; acestep-5Hz-lm-0.6B was asked for."};
    QTest::newRow("larger planner") << 12.0 << 0 << 0 << true << "acestep-5Hz-lm-4B"
                                    << QStringList{"limit_overridden: Tier 5 allows language models up to "
                                                   "acestep-5Hz-lm-1.7B; acestep-5Hz-lm-4B was asked for."};
    QTest::newRow("planner that is allowed") << 12.0 << 0 << 0 << true << "acestep-5Hz-lm-0.6B" << QStringList{};
}

void TestLimits::overridesBeyondTheTierWarn() {
    QFETCH(double, gb);
    QFETCH(int, seconds);
    QFETCH(int, takes);
    QFETCH(bool, allowLm);
    QFETCH(QString, lm);
    QFETCH(QStringList, beginnings);
    LimitOverrides overrides;
    if (seconds > 0)
        overrides.maxDurationSeconds = seconds;
    if (takes > 0)
        overrides.maxBatch = takes;
    if (allowLm)
        overrides.allowLm = true;
    Warnings warnings;
    warnOfOverrides(limitsOf(gb, overrides), lm.isEmpty() ? std::nullopt : std::optional{lm.toStdString()}, warnings);
    const auto said = texts(warnings);
    QCOMPARE(said.size(), beginnings.size());
    for (qsizetype i = 0; i < said.size(); ++i)
        QVERIFY2(said[i].startsWith(beginnings[i]), qPrintable(said[i]));
}

void TestLimits::json_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no planner") << 4.01 << R"({"tier": "tier2", "vram_gb": 4.01,
        "limits": {"with_lm": null, "without_lm": {"max_duration_s": 360, "max_batch": 1}},
        "lm_models": [], "lm_default": null, "lm_on_by_default": false, "lm_memory_gb": {}})";
    QTest::newRow("two planners") << 12.0 << R"({"tier": "tier5", "vram_gb": 12.0,
        "limits": {"with_lm": {"max_duration_s": 240, "max_batch": 2}, "without_lm": {"max_duration_s": 360, "max_batch": 4}},
        "lm_models": ["acestep-5Hz-lm-0.6B", "acestep-5Hz-lm-1.7B"], "lm_default": "acestep-5Hz-lm-1.7B",
        "lm_on_by_default": true, "lm_memory_gb": {"acestep-5Hz-lm-0.6B": 3, "acestep-5Hz-lm-1.7B": 8}})";
    QTest::newRow("unlimited") << 80.0 << R"({"tier": "unlimited", "simulated": false, "device": "cpu",
        "defaults": {"flash_attention": true, "offload": true, "compile": true, "quantization": true},
        "lm_memory_gb": {"acestep-5Hz-lm-0.6B": null, "acestep-5Hz-lm-1.7B": null, "acestep-5Hz-lm-4B": null}})";
}

void TestLimits::json() {
    QFETCH(double, gb);
    QFETCH(QString, expected);
    const auto info = nlohmann::json::parse(limitsToJson(limitsOf(gb)));
    const auto wanted = nlohmann::json::parse(expected.toStdString());
    for (const auto& [key, value] : wanted.items())
        QVERIFY2(info.at(key) == value, (key + ": " + info.at(key).dump()).c_str());
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
