#include "app/cli/engine_options.h"
#include "app/cli/info_report.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress_printer.h"
#include "core/base/error.h"

#include <QtTest>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <semaphore>
#include <sstream>

using namespace ottava;
using namespace ottava::cli;

namespace {

Arguments argumentsOf(const QString& line) {
    std::vector<std::string> words;
    for (const auto& word : line.split(' ', Qt::SkipEmptyParts))
        words.push_back(word.toStdString());
    return {Command{.name = "test", .summary = "", .operands = {}, .options = {}}, words};
}

InfoFacts factsOf(double gb) {
    const auto table = TierTable::load(std::filesystem::path{OTTAVA_RESOURCES} / "tiers.json");
    const Device device{.name = "Card", .vramGb = gb, .simulated = true, .ramGb = 16, .threads = 4};
    return {.limits = limitsFor(device, table),
            .warnings = {{WarningCode::EnvironmentIgnored, "Ignored."}},
            .modelsDir = "/models",
            .models = {{.name = "acestep-v15-turbo",
                        .kind = InstalledModel::Kind::Dit,
                        .path = "/models/acestep-v15-turbo",
                        .sizeMb = 12.5,
                        .demo = true}},
            .libtorch = "2.11.0"};
}

Progress progressOf(int step, int steps, std::optional<double> eta = std::nullopt) {
    return {.stage = Stage::Diffusion, .step = step, .steps = steps, .elapsedSeconds = 65.4, .etaSeconds = eta};
}

/// Sends this process `count` interrupts, each after the one before was noticed; 0 when the first became a stop.
/// For a child process: a test's own watchdog thread does not block signals.
[[noreturn]] void interruptMyself(int count) {
    constexpr unsigned kGiveUpSeconds = 30;
    alarm(kGiveUpSeconds);
    const Interrupts interrupts;
    std::binary_semaphore stopped{0};
    const std::stop_callback noticed{interrupts.token(), [&stopped] { stopped.release(); }};
    kill(getpid(), SIGINT);
    stopped.acquire();
    if (count > 1) {
        kill(getpid(), SIGTERM);
        pause();
    }
    _exit(interrupts.token().stop_requested() ? 0 : 1);
}

} // namespace

class TestCliFrame : public QObject {
    Q_OBJECT

private slots:
    void engineOptionsFollowTheWords();
    void engineOptionsDefaults();
    void planner_data();
    void planner();
    void limitsOutsideTheirRangeAreRefused_data();
    void limitsOutsideTheirRangeAreRefused();
    void infoJsonHasTheWholeContract();
    void infoTextNamesWhatMatters();
    void progressModes_data();
    void progressModes();
    void progressLines();
    void bars_data();
    void bars();
    void barIsRewrittenOnlyInATerminal();
    void interrupts_data();
    void interrupts();
};

void TestCliFrame::engineOptionsFollowTheWords() {
    const auto settings =
        engineOptions(argumentsOf("--dit acestep-v15-base --device cuda:1 --precision bf16 --offload off --compile off "
                                  "--flash-attention off --max-duration 480 --max-batch 6"));
    QCOMPARE(settings.dit, std::string{"acestep-v15-base"});
    QCOMPARE(settings.device, std::string{"cuda:1"});
    QCOMPARE(settings.precision, Precision::Bf16);
    QVERIFY(settings.offload == false && !settings.compile && !settings.flashAttention);
    QVERIFY(settings.overrides == (LimitOverrides{.maxDurationSeconds = 480, .maxBatch = 6}));
}

void TestCliFrame::engineOptionsDefaults() {
    const auto settings = engineOptions(argumentsOf("--offload auto"));
    QCOMPARE(settings.dit, std::string{"acestep-v15-turbo"});
    QCOMPARE(settings.device, std::string{"auto"});
    QCOMPARE(settings.precision, Precision::Auto);
    QVERIFY(!settings.offload && settings.compile && settings.flashAttention && settings.lmEnabled && !settings.lm);
    QVERIFY(settings.overrides == LimitOverrides{});
}

void TestCliFrame::planner_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << "--lm none" << false << "";
    QTest::newRow("named, so allowed") << "--lm acestep-5Hz-lm-4B" << true << "acestep-5Hz-lm-4B";
}

void TestCliFrame::planner() {
    QFETCH(QString, line);
    QFETCH(bool, enabled);
    const auto settings = engineOptions(argumentsOf(line));
    QCOMPARE(settings.lmEnabled, enabled);
    QTEST(QString::fromStdString(settings.lm.value_or("")), "name");
    QCOMPARE(settings.overrides.allowLm, enabled ? std::optional{true} : std::nullopt);
}

void TestCliFrame::limitsOutsideTheirRangeAreRefused_data() {
    QTest::addColumn<QString>("line");
    for (const char* line : {"--max-duration 9", "--max-duration 601", "--max-batch 0", "--max-batch 9"})
        QTest::newRow(line) << QString{line};
}

void TestCliFrame::limitsOutsideTheirRangeAreRefused() {
    QFETCH(QString, line);
    QVERIFY_EXCEPTION_THROWN(engineOptions(argumentsOf(line)), Error);
}

void TestCliFrame::infoJsonHasTheWholeContract() {
    const auto info = nlohmann::json::parse(infoToJson(factsOf(12)));
    for (const char* key : {"device", "vram_gb", "simulated", "tier", "limits", "lm_models", "lm_default",
                            "lm_on_by_default", "lm_memory_gb", "defaults", "models", "versions"})
        QVERIFY2(info.contains(key), key);
    QVERIFY(info["simulated"] == true);
    QVERIFY(info["vram_gb"] == 12.0);
    const auto expected = nlohmann::json::parse(R"([{"name": "acestep-v15-turbo", "kind": "dit",
        "path": "/models/acestep-v15-turbo", "size_mb": 12.5, "demo": true}])");
    QVERIFY(info["models"] == expected);
    QVERIFY(info["versions"]["ottava"] == OTTAVA_VERSION);
    QVERIFY(info["versions"]["libtorch"] == "2.11.0");
    QVERIFY(info["warnings"][0]["code"] == "environment_ignored");
}

void TestCliFrame::infoTextNamesWhatMatters() {
    const auto text = QString::fromStdString(infoToText(factsOf(12)));
    for (const char* part :
         {"Card", "12 GB, simulated by MAX_CUDA_VRAM", "Tier 5", "240 s, batch 2", "360 s, batch 4",
          "acestep-5Hz-lm-1.7B (8 GB)", "default acestep-5Hz-lm-1.7B, on", "demo, untrained", "libtorch 2.11.0"})
        QVERIFY2(text.contains(part), qPrintable(QString{"lacks '%1':\n%2"}.arg(part, text)));
    const auto small = QString::fromStdString(infoToText(factsOf(0)));
    QVERIFY(small.contains("none in this tier") && !small.contains("With LM"));
}

void TestCliFrame::progressModes_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<bool>("terminal");
    QTest::addColumn<ProgressMode>("mode");
    QTest::newRow("terminal") << "" << true << ProgressMode::Bar;
    QTest::newRow("elsewhere") << "" << false << ProgressMode::None;
    QTest::newRow("bar elsewhere") << "--progress bar" << false << ProgressMode::Bar;
    QTest::newRow("none") << "--progress none" << true << ProgressMode::None;
    QTest::newRow("json") << "--progress json" << false << ProgressMode::Json;
}

void TestCliFrame::progressModes() {
    QFETCH(QString, line);
    QFETCH(bool, terminal);
    QTEST(progressMode(argumentsOf(line), terminal), "mode");
}

void TestCliFrame::progressLines() {
    std::ostringstream err;
    ProgressPrinter printer{ProgressMode::Json, /*terminal=*/true, err};
    printer.show(progressOf(2, 8, 30));
    printer.show(progressOf(3, 8));
    printer.finish();
    const auto lines = QString::fromStdString(err.str()).split('\n');
    QCOMPARE(lines.size(), 3); // two and what follows the last newline
    const auto first = nlohmann::json::parse(lines[0].toStdString());
    QVERIFY(first == nlohmann::json::parse(R"({"stage": "diffusion", "step": 2, "steps": 8, "elapsed_s": 65.4,
                                               "eta_s": 30.0})"));
    QVERIFY(nlohmann::json::parse(lines[1].toStdString())["eta_s"].is_null());
    QVERIFY(lines[2].isEmpty());
}

void TestCliFrame::bars_data() {
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("steps");
    QTest::addColumn<double>("eta"); // s; −1: unset
    QTest::addColumn<QString>("bar");
    QTest::newRow("begin") << 0 << 8 << -1.0 << "diffusion  [--------------------]  0/8  1:05";
    QTest::newRow("half") << 4 << 8 << 61.0 << "diffusion  [##########----------]  4/8  1:05, 1:01 left";
    QTest::newRow("end") << 8 << 8 << 0.0 << "diffusion  [####################]  8/8  1:05, 0:00 left";
    QTest::newRow("past the end") << 9 << 8 << -1.0 << "diffusion  [####################]  8/8  1:05";
    QTest::newRow("length not known") << 3 << 0 << -1.0 << "diffusion  1:05";
}

void TestCliFrame::bars() {
    QFETCH(int, step);
    QFETCH(int, steps);
    QFETCH(double, eta);
    const auto progress = progressOf(step, steps, eta < 0 ? std::nullopt : std::optional{eta});
    QTEST(QString::fromStdString(progressBar(progress)), "bar");
}

void TestCliFrame::barIsRewrittenOnlyInATerminal() {
    std::ostringstream terminal, file;
    {
        ProgressPrinter inTerminal{ProgressMode::Bar, /*terminal=*/true, terminal};
        ProgressPrinter inFile{ProgressMode::Bar, /*terminal=*/false, file};
        for (int step = 1; step <= 3; ++step) {
            inTerminal.show(progressOf(step, 3));
            inFile.show(progressOf(step, 3));
        }
    }
    const auto rewritten = QString::fromStdString(terminal.str());
    QCOMPARE(rewritten.count('\r'), 3);
    QCOMPARE(rewritten.count('\n'), 1);
    QVERIFY(rewritten.endsWith('\n'));
    QCOMPARE(QString::fromStdString(file.str()), QString{"diffusion\n"});
}

void TestCliFrame::interrupts_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("the first asks for a stop") << 1 << 0;
    QTest::newRow("the second ends the program") << 2 << 130;
}

void TestCliFrame::interrupts() {
    QFETCH(int, count);
    const pid_t child = fork();
    if (child == 0)
        interruptMyself(count);
    QVERIFY(child > 0);
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY(WIFEXITED(status));
    QTEST(WEXITSTATUS(status), "exitCode");
}

QTEST_GUILESS_MAIN(TestCliFrame)
#include "tst_cli_frame.moc"
