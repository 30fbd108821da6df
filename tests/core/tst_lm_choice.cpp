#include "core/engine/lm_choice.h"
#include "support/expect_error.h"

#include <QtTest>

#include <filesystem>

using namespace ottava;
using namespace ottava::test;

namespace {

const QString kSmall = "acestep-5Hz-lm-0.6B", kMedium = "acestep-5Hz-lm-1.7B", kLarge = "acestep-5Hz-lm-4B";

Limits limitsOf(double gb, const LimitOverrides& overrides = {}) {
    const auto table = TierTable::load(std::filesystem::path{OTTAVA_RESOURCES} / "tiers.json");
    return limitsFor(Device{.vramGb = gb}, table, overrides);
}

std::vector<std::string> names(const QStringList& list) {
    std::vector<std::string> result;
    for (const auto& name : list)
        result.push_back(name.toStdString());
    return result;
}

} // namespace

/// Which planner runs: the tier's, the user's, or none and why.
class TestLmChoice : public QObject {
    Q_OBJECT
private slots:
    void byTheTier_data();
    void byTheTier();
    void byName_data();
    void byName();
    void whenNeeded_data();
    void whenNeeded();
    void turnedOffSaysNothing();
    void allowedByTheUserInATierWithout();
    void whatCannotBe();
};

void TestLmChoice::byTheTier_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QStringList>("installed");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<QString>("why");
    const QStringList all{kSmall, kMedium, kLarge};
    QTest::newRow("no GPU") << 0.0 << all << ""
                            << "Tier 1 has no room";
    QTest::newRow("off by default") << 8.0 << all << ""
                                    << "Tier 4 leaves the language model off";
    QTest::newRow("largest of tier 5") << 12.0 << all << kMedium << "";
    QTest::newRow("largest there is") << 24.0 << all << kLarge << "";
    QTest::newRow("the next smaller one") << 24.0 << QStringList{kSmall} << kSmall << "";
    QTest::newRow("a newer edition") << 12.0 << QStringList{kSmall, kMedium + "-v4-fix"} << kMedium + "-v4-fix"
                                     << "";
    QTest::newRow("none installed") << 12.0 << QStringList{} << ""
                                    << "No language model is installed";
    QTest::newRow("only too large ones") << 12.0 << QStringList{kLarge} << ""
                                         << "up to " + kMedium;
}

void TestLmChoice::byTheTier() {
    QFETCH(double, gb);
    QFETCH(QStringList, installed);
    QFETCH(QString, chosen);
    QFETCH(QString, why);
    Warnings warnings;
    const auto lm = chooseLm({}, limitsOf(gb), names(installed), warnings);
    QCOMPARE(QString::fromStdString(lm.value_or("")), chosen);
    QCOMPARE(warnings.size(), why.isEmpty() ? 0U : 1U);
    if (!why.isEmpty()) {
        QCOMPARE(warnings.front().code, WarningCode::LmUnavailable);
        QVERIFY2(QString::fromStdString(warnings.front().message).contains(why), warnings.front().message.c_str());
    }
}

void TestLmChoice::byName_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("warns");
    QTest::newRow("allowed") << 12.0 << kSmall << false;
    QTest::newRow("off by default") << 8.0 << kSmall << false;
    QTest::newRow("another edition of an allowed size") << 8.0 << kSmall + "-v2" << false;
    QTest::newRow("beyond the tier") << 8.0 << kLarge << true;
    QTest::newRow("in a tier without") << 0.0 << kSmall << true;
}

void TestLmChoice::byName() {
    QFETCH(double, gb);
    QFETCH(QString, name);
    QFETCH(bool, warns);
    Warnings warnings;
    const auto lm = chooseLm({.enabled = true, .name = name.toStdString(), .needed = false}, limitsOf(gb),
                             names({kSmall, kSmall + "-v2", kLarge}), warnings);
    QCOMPARE(lm, name.toStdString());
    QCOMPARE(warnings.size(), warns ? 1U : 0U);
    if (warns)
        QCOMPARE(warnings.front().code, WarningCode::LimitOverridden);
}

void TestLmChoice::whenNeeded_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("chosen");
    QTest::addColumn<bool>("warns");
    QTest::newRow("no GPU: the smallest") << 0.0 << kSmall << true;
    QTest::newRow("off by default is on") << 8.0 << kSmall << false;
    QTest::newRow("the tier's own") << 16.0 << kLarge << false;
}

void TestLmChoice::whenNeeded() {
    QFETCH(double, gb);
    QFETCH(QString, chosen);
    QFETCH(bool, warns);
    Warnings warnings;
    const auto lm = chooseLm({.enabled = true, .name = {}, .needed = true}, limitsOf(gb),
                             names({kLarge, kMedium, kSmall}), warnings);
    QCOMPARE(QString::fromStdString(lm.value_or("")), chosen);
    QCOMPARE(warnings.size(), warns ? 1U : 0U);
}

void TestLmChoice::turnedOffSaysNothing() {
    Warnings warnings;
    QVERIFY(!chooseLm({.enabled = false, .name = {}, .needed = false}, limitsOf(24), names({kSmall}), warnings));
    QVERIFY(warnings.empty());
}

void TestLmChoice::allowedByTheUserInATierWithout() {
    Warnings warnings;
    const auto lm = chooseLm({}, limitsOf(0, {.maxDurationSeconds = {}, .maxBatch = {}, .allowLm = true}),
                             names({kMedium, kSmall}), warnings);
    QCOMPARE(lm, kSmall.toStdString());
    QCOMPARE(warnings.size(), 1U);
    QCOMPARE(warnings.front().code, WarningCode::LimitOverridden);
}

void TestLmChoice::whatCannotBe() {
    Warnings warnings;
    const auto limits = limitsOf(12);
    QVERIFY_THROWS(
        chooseLm({.enabled = true, .name = "acestep-5Hz-lm-9B", .needed = false}, limits, names({kSmall}), warnings),
        ErrorCode::ModelMissing, "acestep-5Hz-lm-9B is not installed");
    QVERIFY_THROWS(chooseLm({.enabled = true, .name = {}, .needed = true}, limits, {}, warnings),
                   ErrorCode::ModelMissing, "No language model is installed");
    QVERIFY_THROWS(chooseLm({.enabled = false, .name = {}, .needed = true}, limits, names({kSmall}), warnings),
                   ErrorCode::BadRequest, "turned off");
}

QTEST_GUILESS_MAIN(TestLmChoice)
#include "tst_lm_choice.moc"
