#include "core/base/error.h"
#include "core/hardware/tiers.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace ottava;
using nlohmann::json;

namespace {

std::filesystem::path tableFile() {
    return std::filesystem::path{OTTAVA_RESOURCES} / "tiers.json";
}

json tableJson() {
    QFile file{QString::fromStdString(tableFile().string())};
    if (!file.open(QIODevice::ReadOnly))
        qFatal("tiers.json cannot be read");
    return json::parse(file.readAll().toStdString());
}

/// What `parse` says about a table; empty when it accepts it.
QString complaint(const std::string& table) {
    try {
        TierTable::parse(table);
    } catch (const Error& e) {
        return e.code == ErrorCode::Internal ? QString::fromUtf8(e.what()) : "another code";
    }
    return {};
}

} // namespace

class TestTiers : public QObject {
    Q_OBJECT

private slots:
    void edges_data();
    void edges();
    void rowsAreTheGuides_data();
    void rowsAreTheGuides();
    void defaultsAreOn();
    void ruleNamesTheEdge_data();
    void ruleNamesTheEdge();
    void contradictionsNameTheRow_data();
    void contradictionsNameTheRow();
    void textThatIsNoTableIsRefused();
    void missingFileIsAFileFault();
};

void TestTiers::edges_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("tier");
    const auto row = [](double gb, const char* tier) { QTest::addRow("%g GB", gb) << gb << QString{tier}; };
    for (const double gb : {-1.0, 0.0, 3.9, 4.0})
        row(gb, "tier1");
    for (const double gb : {4.01, 5.5, 5.99, 6.0})
        row(gb, "tier2");
    for (const double gb : {6.01, 7.49, 7.4999})
        row(gb, "tier3");
    for (const double gb : {7.5, 7.99, 8.0, 8.01, 11.49})
        row(gb, "tier4");
    for (const double gb : {11.5, 11.99, 12.0, 15.49})
        row(gb, "tier5");
    for (const double gb : {15.5, 15.99, 16.0, 16.5, 23.49})
        row(gb, "tier6");
    for (const double gb : {23.5, 23.99, 24.0, 80.0, 139.8})
        row(gb, "unlimited");
}

void TestTiers::edges() {
    QFETCH(double, gb);
    QFETCH(QString, tier);
    QCOMPARE(QString::fromStdString(TierTable::load(tableFile()).forVram(gb).id), tier);
}

void TestTiers::rowsAreTheGuides_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QList<int>>("withLm"); // s, takes; empty: none
    QTest::addColumn<QList<int>>("withoutLm");
    QTest::addColumn<QStringList>("lms");
    QTest::addColumn<QList<double>>("memory"); // GB; −1: no limit
    QTest::addColumn<bool>("onByDefault");
    const QString small = "acestep-5Hz-lm-0.6B", middle = "acestep-5Hz-lm-1.7B", large = "acestep-5Hz-lm-4B";
    using Ints = QList<int>;
    using Doubles = QList<double>;
    using Names = QStringList;
    QTest::newRow("tier1") << 0 << "tier1" << Ints{} << Ints{180, 1} << Names{} << Doubles{} << false;
    QTest::newRow("tier2") << 1 << "tier2" << Ints{} << Ints{360, 1} << Names{} << Doubles{} << false;
    QTest::newRow("tier3") << 2 << "tier3" << Ints{240, 1} << Ints{360, 2} << Names{small} << Doubles{3} << false;
    QTest::newRow("tier4") << 3 << "tier4" << Ints{240, 2} << Ints{360, 4} << Names{small} << Doubles{3} << false;
    QTest::newRow("tier5") << 4 << "tier5" << Ints{240, 2} << Ints{360, 4} << Names{small, middle} << Doubles{3, 8}
                           << true;
    QTest::newRow("tier6") << 5 << "tier6" << Ints{480, 4} << Ints{480, 8} << Names{small, middle, large}
                           << Doubles{3, 8, 12} << true;
    QTest::newRow("unlimited") << 6 << "unlimited" << Ints{600, 8} << Ints{600, 8} << Names{small, middle, large}
                               << Doubles{-1, -1, -1} << true;
}

void TestTiers::rowsAreTheGuides() {
    QFETCH(int, row);
    QFETCH(QList<int>, withLm);
    QFETCH(QList<int>, withoutLm);
    QFETCH(QStringList, lms);
    QFETCH(QList<double>, memory);
    QFETCH(bool, onByDefault);
    const auto table = TierTable::load(tableFile());
    QCOMPARE(table.tiers().size(), std::size_t{7});
    const auto& tier = table.tiers()[static_cast<std::size_t>(row)];
    QTEST(QString::fromStdString(tier.id), "id");
    const auto asList = [](const TierLimit& limit) { return QList<int>{limit.maxDurationSeconds, limit.maxBatch}; };
    QCOMPARE(tier.withLm ? asList(*tier.withLm) : QList<int>{}, withLm);
    QCOMPARE(asList(tier.withoutLm), withoutLm);
    QStringList names;
    QList<double> sizes;
    for (const auto& lm : tier.lms) {
        names << QString::fromStdString(lm.name);
        sizes << lm.memoryGb.value_or(-1);
    }
    QCOMPARE(names, lms);
    QCOMPARE(sizes, memory);
    QCOMPARE(tier.lmOnByDefault, onByDefault);
}

void TestTiers::defaultsAreOn() {
    const auto table = TierTable::load(tableFile());
    const auto& defaults = table.defaults();
    QVERIFY(defaults.flashAttention && defaults.offload && defaults.compile && defaults.quantization);
}

void TestTiers::ruleNamesTheEdge_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<QString>("rule");
    QTest::newRow("no GPU") << 0.0 << "Tier 1 is for cards of up to 4 GB and for machines without a GPU.";
    QTest::newRow("open at the start") << 6.0 << "Tier 2 is for cards of more than 4 to 6 GB.";
    QTest::newRow("open at both ends") << 7.0 << "Tier 3 is for cards of more than 6 to less than 8 GB.";
    QTest::newRow("open at the end") << 8.0 << "Tier 4 is for cards of 8 to less than 12 GB.";
    QTest::newRow("a little under") << 11.76
                                    << "11.76 GB counts as 12 GB: Tier 5 is for cards of 12 to less than 16 GB.";
    QTest::newRow("no end") << 80.0 << "The unlimited tier is for cards of at least 24 GB.";
}

void TestTiers::ruleNamesTheEdge() {
    QFETCH(double, gb);
    std::string rule;
    TierTable::load(tableFile()).forVram(gb, &rule);
    QTEST(QString::fromStdString(rule), "rule");
}

void TestTiers::contradictionsNameTheRow_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value"); // JSON
    QTest::addColumn<QString>("row");
    const auto row = [](const char* name, const char* pointer, const char* value, const char* culprit) {
        QTest::newRow(name) << QString{pointer} << QString{value} << QString{culprit};
    };
    row("gap", "/tiers/3/span/from_gb", "9", "tier4");
    row("overlap", "/tiers/3/span/from_gb", "7", "tier4");
    row("edge in two rows", "/tiers/1/span", R"({"from_gb": 4, "up_to_gb": 6})", "tier2");
    row("edge in no row", "/tiers/0/span", R"({"below_gb": 4})", "tier2");
    row("backward span", "/tiers/2/span", R"({"above_gb": 6, "below_gb": 5})", "tier3");
    row("start above zero", "/tiers/0/span", R"({"from_gb": 1, "up_to_gb": 4})", "tier1");
    row("last row ends", "/tiers/6/span", R"({"from_gb": 24, "below_gb": 99})", "unlimited");
    row("unknown edge", "/tiers/4/span", R"({"form_gb": 12, "below_gb": 16})", "tier5");
    row("no duration", "/tiers/0/without_lm/max_minutes", "0", "tier1");
    row("part of a second", "/tiers/0/without_lm/max_minutes", "3.001", "tier1");
    row("batch 0", "/tiers/1/without_lm/max_batch", "0", "tier2");
    row("batch 9", "/tiers/6/without_lm/max_batch", "9", "unlimited");
    row("batch 2.5", "/tiers/4/with_lm/max_batch", "2.5", "tier5");
    row("bigger card, shorter song", "/tiers/5/without_lm/max_minutes", "5", "tier6");
    row("planner allows more", "/tiers/3/with_lm/max_minutes", "7", "tier4");
    row("planner limits without planner", "/tiers/1/with_lm", R"({"max_minutes": 4, "max_batch": 1})", "tier2");
    row("planner without limits", "/tiers/2/with_lm", "null", "tier3");
    row("unknown planner", "/tiers/4/lm/1/name", R"("acestep-5Hz-lm-2B")", "tier5");
    row("planners out of order", "/tiers/4/lm/0/name", R"("acestep-5Hz-lm-4B")", "tier5");
    row("planner twice", "/tiers/4/lm/1/name", R"("acestep-5Hz-lm-0.6B")", "tier5");
    row("planner without memory", "/tiers/2/lm/0/memory_gb", "0", "tier3");
    row("larger planner, less memory", "/tiers/5/lm/2/memory_gb", "6", "tier6");
    row("on without a planner", "/tiers/1/lm_on_by_default", "true", "tier2");
    row("wrong type", "/tiers/2/lm_on_by_default", R"("no")", "tier3");
    row("same id twice", "/tiers/3/id", R"("tier3")", "tier3");
    row("size that is no edge", "/counts_as_gb/1", "13", "13");
    row("tolerance wider than a row", "/tolerance_gb", "9", "counts_as_gb 8");
}

void TestTiers::contradictionsNameTheRow() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, row);
    auto table = tableJson();
    QCOMPARE(complaint(table.dump()), QString{});
    table[json::json_pointer{pointer.toStdString()}] = json::parse(value.toStdString());
    const auto said = complaint(table.dump());
    QVERIFY2(said.contains(row), qPrintable("said: " + said));
}

void TestTiers::textThatIsNoTableIsRefused() {
    QVERIFY(!complaint("no json").isEmpty());
    QVERIFY(!complaint("[]").isEmpty());
    QVERIFY(!complaint(R"({"tiers": []})").isEmpty());
    auto table = tableJson();
    table["tiers"][2].erase("lm");
    QVERIFY(complaint(table.dump()).contains("row 3 (tier3)"));
}

void TestTiers::missingFileIsAFileFault() {
    try {
        TierTable::load(tableFile().parent_path() / "no-such-table.json");
        QFAIL("a missing table was read");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::FileFault);
    }
}

QTEST_GUILESS_MAIN(TestTiers)
#include "tst_tiers.moc"
