#include "support/cli_home.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using nlohmann::json;
using ottava::test::Home;

/// What the command line says about memory: the plan of a song, the page of all tiers, what is held, what leaks.
class TestCliMemory : public QObject {
    Q_OBJECT

private slots:
    void infoPlansASong();
    void infoPlansTheSongAskedAbout();
    void infoWithoutModelsPlansNothing();
    void thePageOfTiersIsPrinted();
    void everyTierHoldsWhatItPlanned_data();
    void everyTierHoldsWhatItPlanned();
    void stagesAreCounted();
    void songsLeaveNothingBehind();
};

void TestCliMemory::infoPlansASong() {
    const Home home{{{"MAX_CUDA_VRAM", "6"}}};
    const auto plan = home.run({"info", "--json"}).object().at("memory_plan");
    QVERIFY(plan.at("on_card") == true);
    QVERIFY(plan.at("memory_gb") == 6.0);
    QVERIFY(plan.at("fits") == true);
    QVERIFY(plan.at("measured_tensors_gb").is_null()); // nothing has run
    for (const char* key : {"predicted_peak_gb", "tile_s", "takes_at_once"})
        QVERIFY2(plan.at(key).get<double>() > 0, key);
    QVERIFY(home.run({"info"}).out.contains("Memory plan"));
}

void TestCliMemory::infoPlansTheSongAskedAbout() {
    const Home home{{{"MAX_CUDA_VRAM", "24"}}};
    const auto peakOf = [&](const QByteArray& request) {
        const auto outcome = home.run({"info", "--json", "--request", home.file("request.json", request)});
        return outcome.object().at("memory_plan").at("predicted_tensors_gb").get<double>();
    };
    QVERIFY(peakOf(R"({"duration": 20, "batch_size": 1})") < peakOf(R"({"duration": 300, "batch_size": 8})"));
    QCOMPARE(home.run({"info", "--request", home.file("request.json", "{oops")}).code, 2);
}

void TestCliMemory::infoWithoutModelsPlansNothing() {
    const Home home;
    QVERIFY(QDir{home.path("")}.mkpath("empty"));
    const auto outcome = home.run({"info", "--json", "--models", home.path("empty")});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.object().at("memory_plan").is_null());
}

void TestCliMemory::thePageOfTiersIsPrinted() {
    QFile page{OTTAVA_SOURCE_DIR "/docs/memory.md"};
    QVERIFY(page.open(QIODevice::ReadOnly));
    QCOMPARE(Home{}.run({"info", "--tiers"}).out.split('\n'), page.readAll().split('\n'));
}

void TestCliMemory::everyTierHoldsWhatItPlanned_data() {
    QTest::addColumn<QString>("gb");
    for (const char* gb : {"4", "6", "7", "8", "12", "16", "24"})
        QTest::newRow(gb) << QString{gb};
}

void TestCliMemory::everyTierHoldsWhatItPlanned() {
    QFETCH(QString, gb);
    const Home home{{{"MAX_CUDA_VRAM", gb}}};
    const auto request = home.file("request.json", R"({"duration": 20, "batch_size": 2, "inference_steps": 1})");
    const auto outcome = home.run({"generate", "--json", "--request", request, "--out", home.path("takes")});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto plan = outcome.object().at("memory_plan");
    QCOMPARE(plan.at("memory_gb").get<double>(), gb.toDouble());
    QVERIFY(plan.at("fits") == true);
    QVERIFY(plan.at("stages").size() >= 3);
    for (const auto& stage : plan.at("stages")) {
        const auto text = stage.dump();
        const double measured = stage.at("measured_gb").get<double>();
        QVERIFY2(measured > 0 && measured <= 1.05 * stage.at("predicted_gb").get<double>(), text.c_str());
    }
}

void TestCliMemory::stagesAreCounted() {
    const auto outcome = Home{}.run({"bench", "--memory", "--size", "tiny", "--seconds", "10", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto stages = outcome.object().at("stages");
    QCOMPARE(stages.size(), std::size_t{3});
    for (const auto& stage : stages)
        QVERIFY(stage.at("measured_gb").get<double>() > 0);
}

void TestCliMemory::songsLeaveNothingBehind() {
    const Home home;
    const auto outcome = home.run({"bench", "--leak", "6", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto report = outcome.object();
    QCOMPARE(report.at("rss_mb").size(), std::size_t{6});
    QCOMPARE(report.at("heap_mb").size(), std::size_t{6});
    QVERIFY2(std::abs(report.at("heap_slope_kb").get<double>()) < 100, outcome.out); // takes of a song alone are 4 MB
    QVERIFY2(std::abs(report.at("tensors_slope_kb").get<double>()) < 0.001, outcome.out);
    QVERIFY2(report.at("tensors_after_release_mb").get<double>() < 0.1, outcome.out);
    QVERIFY(outcome.err.contains("6 of 6 songs"));
    QCOMPARE(home.run({"bench", "--leak", "1"}).code, 2);
}

QTEST_GUILESS_MAIN(TestCliMemory)
#include "tst_cli_memory.moc"
