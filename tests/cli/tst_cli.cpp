#include "support/cli_home.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <csignal>

using nlohmann::json;
using ottava::test::Home;
using ottava::test::kTimeoutMs;

class TestCli : public QObject {
    Q_OBJECT

private slots:
    void tierOfSimulatedCard_data();
    void tierOfSimulatedCard();
    void infoShowsLimitsAndModels();
    void infoOfAnOddEnvironmentWarns();
    void overrideBeyondTheTierWarnsButObeys();
    void damagedSettingsAreKeptAside();
    void badUsage_data();
    void badUsage();
    void tokenizeAnswersLineByLine();
    void tokenizeRefusals_data();
    void tokenizeRefusals();
    void probeReplaysCases();
    void probeCaseRefusals_data();
    void probeCaseRefusals();
    void generateFaults_data();
    void generateFaults();
    void generateMakesTheTakesAskedFor();
    void generateClampsAndWarns();
    void generateReadsStdin();
    void interruptEndsWith130();
};

void TestCli::tierOfSimulatedCard_data() {
    QTest::addColumn<QString>("gb");
    QTest::addColumn<QString>("tier");
    const auto row = [](const char* gb, const char* tier) { QTest::newRow(gb) << QString{gb} << QString{tier}; };
    for (const char* gb : {"0", "3.9", "4"})
        row(gb, "tier1");
    for (const char* gb : {"4.01", "6"})
        row(gb, "tier2");
    for (const char* gb : {"6.01", "7.49"})
        row(gb, "tier3");
    for (const char* gb : {"7.5", "7.99", "8", "11.49"})
        row(gb, "tier4");
    for (const char* gb : {"11.5", "12", "15.49"})
        row(gb, "tier5");
    for (const char* gb : {"15.5", "16", "23.49"})
        row(gb, "tier6");
    for (const char* gb : {"23.5", "24", "80"})
        row(gb, "unlimited");
}

void TestCli::tierOfSimulatedCard() {
    QFETCH(QString, gb);
    QFETCH(QString, tier);
    const auto outcome = Home{{{"MAX_CUDA_VRAM", gb}}}.run({"info", "--json"});
    QCOMPARE(outcome.code, 0);
    const auto info = outcome.object();
    QCOMPARE(QString::fromStdString(info.at("tier").get<std::string>()), tier);
    QCOMPARE(info.at("vram_gb").get<double>(), gb.toDouble());
    QVERIFY(info.at("simulated").get<bool>());
    QCOMPARE(info.at("limits").at("with_lm").is_null(), tier == "tier1" || tier == "tier2");
}

void TestCli::infoShowsLimitsAndModels() {
    const auto outcome = Home{{{"MAX_CUDA_VRAM", "16"}}}.run({"info", "--json"});
    QCOMPARE(outcome.code, 0);
    QCOMPARE(outcome.out.count('\n'), 1);
    const auto info = outcome.object();
    QVERIFY(info["limits"]["with_lm"] == json::parse(R"({"max_duration_s": 480, "max_batch": 4})"));
    QVERIFY(info["limits"]["without_lm"] == json::parse(R"({"max_duration_s": 480, "max_batch": 8})"));
    QVERIFY(info["lm_default"] == "acestep-5Hz-lm-4B");
    QVERIFY(info["lm_on_by_default"] == true);
    QVERIFY(info["warnings"].empty());
    QVERIFY(!info["versions"]["libtorch"].get<std::string>().empty());
    QVERIFY(!info["models"].empty()); // the embedded demo model
    for (const auto& model : info["models"])
        QVERIFY(model["demo"] == true);
    QVERIFY(outcome.err.contains("untrained"));
}

void TestCli::infoOfAnOddEnvironmentWarns() {
    const auto outcome = Home{{{"MAX_CUDA_VRAM", "plenty"}}}.run({"info", "--json"});
    QCOMPARE(outcome.code, 0);
    const auto info = outcome.object();
    QVERIFY(info["tier"] == "tier1" && info["simulated"] == false);
    QVERIFY(info["warnings"][0]["code"] == "environment_ignored");
    const auto text = Home{{{"MAX_CUDA_VRAM", "plenty"}}}.run({"info"});
    QVERIFY(text.err.contains("warning: MAX_CUDA_VRAM is 'plenty'"));
}

void TestCli::overrideBeyondTheTierWarnsButObeys() {
    const Home home{{{"MAX_CUDA_VRAM", "8"}}};
    const auto info = home.run({"info", "--json", "--max-duration", "600", "--max-batch=8"}).object();
    QVERIFY(info["tier"] == "tier4");
    QVERIFY(info["limits"]["with_lm"] == json::parse(R"({"max_duration_s": 600, "max_batch": 8})"));
    QCOMPARE(info["warnings"].size(), std::size_t{2});
    QVERIFY(info["warnings"][0]["code"] == "limit_overridden");
}

void TestCli::damagedSettingsAreKeptAside() {
    const Home home;
    QVERIFY(QDir{home.path("")}.mkpath("ottava"));
    home.file("ottava/settings.json", "{ half a fi");
    const auto outcome = home.run({"info"});
    QCOMPARE(outcome.code, 0);
    QVERIFY(outcome.err.contains("settings.json.damaged"));
    QVERIFY(QFile::exists(home.path("ottava/settings.json.damaged")));
}

void TestCli::badUsage_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("no command") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"sing"};
    QTest::newRow("unknown option") << QStringList{"info", "--verbose"};
    QTest::newRow("missing value") << QStringList{"info", "--models"};
    QTest::newRow("no such device") << QStringList{"info", "--device", "tpu"};
    QTest::newRow("no such precision") << QStringList{"info", "--precision", "fp8"};
    QTest::newRow("batch of 9") << QStringList{"info", "--max-batch", "9"};
    QTest::newRow("request missing") << QStringList{"generate", "--out", "x"};
    QTest::newRow("out missing") << QStringList{"generate", "--request", "x"};
    QTest::newRow("tokenizer missing") << QStringList{"tokenize"};
    QTest::newRow("nothing to probe") << QStringList{"probe", "dit", "--out", "x"};
}

void TestCli::badUsage() {
    QFETCH(QStringList, words);
    const auto outcome = Home{}.run(words + QStringList{"--json"});
    QCOMPARE(outcome.code, 2);
    QVERIFY(outcome.object().at("error").at("code") == "bad_request");
    QVERIFY(outcome.err.count('\n') >= 2); // what happened, what to do
}

void TestCli::tokenizeAnswersLineByLine() {
    const auto tokenizer = QString{OTTAVA_RESOURCES} + "/demo-model/Qwen3-Embedding-0.6B/tokenizer.json";
    const auto outcome = Home{}.run({"tokenize", "--tokenizer", tokenizer}, "\"\"\n\"in\"\n\"\\u0069n\"\n");
    QCOMPARE(outcome.code, 0);
    // The text encoder's file appends its end token; "in" is one token.
    QCOMPARE(outcome.out, QByteArray{"[151643]\n[258,151643]\n[258,151643]\n"});
}

void TestCli::tokenizeRefusals_data() {
    QTest::addColumn<QString>("tokenizer");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("code");
    const auto good = QString{OTTAVA_RESOURCES} + "/demo-model/Qwen3-Embedding-0.6B/tokenizer.json";
    QTest::newRow("no file") << "/nowhere/tokenizer.json" << QByteArray{"\"a\"\n"} << 3;
    QTest::newRow("another file") << QString{OTTAVA_RESOURCES} + "/tiers.json" << QByteArray{"\"a\"\n"} << 3;
    QTest::newRow("not JSON") << good << QByteArray{"a\n"} << 2;
    QTest::newRow("not a string") << good << QByteArray{"\"a\"\n[1]\n"} << 2;
    QTest::newRow("not UTF-8") << good << QByteArray{"\"\xff\"\n"} << 2;
}

void TestCli::tokenizeRefusals() {
    QFETCH(QString, tokenizer);
    QFETCH(QByteArray, input);
    const auto outcome = Home{}.run({"tokenize", "--tokenizer", tokenizer}, input);
    QTEST(outcome.code, "code");
    QVERIFY(!outcome.err.isEmpty());
}

void TestCli::probeReplaysCases() {
    const Home home;
    const auto cases = home.file("cases.json", R"([{"metadata": {"language": "no"}, "cot_text": "ignored"}])");
    const auto outcome = home.run({"probe", "cot_yaml", "--cases", cases, "--out", home.path("out.json")});
    QCOMPARE(outcome.code, 0);
    QFile out{home.path("out.json")};
    QVERIFY(out.open(QIODevice::ReadOnly));
    const auto replay = json::parse(out.readAll().toStdString());
    QVERIFY(replay == json::parse(R"([{"metadata": {"language": "no"},
                                       "cot_text": "<think>\nlanguage: 'no'\n</think>"}])"));
}

void TestCli::probeCaseRefusals_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("cases");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown kind") << "poems" << QByteArray{"[]"} << "poems";
    QTest::newRow("no list") << "cot_yaml" << QByteArray{"{}"} << "list";
    QTest::newRow("missing field") << "parse_output" << QByteArray{R"([{"text": ""}, {"tekst": ""}])"} << "'text'";
    QTest::newRow("wrong type") << "parse_output" << QByteArray{R"([{"text": 3}])"} << "Case 0";
    QTest::newRow("unknown flow") << "flows" << QByteArray{R"([{"flow": "sing", "args": {}, "texts": []}])"} << "sing";
}

void TestCli::probeCaseRefusals() {
    QFETCH(QString, kind);
    QFETCH(QByteArray, cases);
    QFETCH(QString, named);
    const Home home;
    const auto outcome =
        home.run({"probe", kind, "--cases", home.file("cases.json", cases), "--out", home.path("out.json")});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.contains(named.toUtf8()), outcome.err.constData());
    QVERIFY(!QFile::exists(home.path("out.json")));
}

void TestCli::generateFaults_data() {
    QTest::addColumn<QByteArray>("request"); // null: no file
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("code");
    const QByteArray good = R"({"caption": "a", "duration": 10, "batch_size": 1})";
    QTest::newRow("no request file") << QByteArray{} << QStringList{} << 5;
    QTest::newRow("not JSON") << QByteArray{"{oops"} << QStringList{} << 2;
    QTest::newRow("wrong type") << QByteArray{R"({"duration": "long"})"} << QStringList{} << 2;
    QTest::newRow("out of range") << QByteArray{R"({"inference_steps": 1000})"} << QStringList{} << 2;
    QTest::newRow("models missing") << good << QStringList{"--models", "/nowhere"} << 3;
    QTest::newRow("no such diffusion model") << good << QStringList{"--dit", "acestep-v99"} << 3;
    QTest::newRow("unwritable folder") << good << QStringList{"--out", "/dev/null/takes"} << 5;
    QTest::newRow("scale without an adapter") << good << QStringList{"--adapter-scale", "0.5"} << 2;
    QTest::newRow("no such adapter") << good << QStringList{"--adapter", "/nowhere"} << 3;
}

void TestCli::generateFaults() {
    QFETCH(QByteArray, request);
    QFETCH(QStringList, words);
    const Home home;
    const auto file = request.isNull() ? home.path("no request.json") : home.file("request.json", request);
    const auto outcome =
        home.run(QStringList{"generate", "--json", "--request", file, "--out", home.path("takes")} + words);
    QTEST(outcome.code, "code");
    const auto error = outcome.object().at("error");
    QVERIFY(!error.at("message").get<std::string>().empty());
    QVERIFY(outcome.err.contains(QByteArray::fromStdString(error.at("message").get<std::string>())));
    QVERIFY(!QDir{home.path("takes")}.exists() || QDir{home.path("takes")}.isEmpty());
}

void TestCli::generateMakesTheTakesAskedFor() {
    const Home home;
    const auto request = home.file("request.json", R"({"caption": "short", "lyrics": "[Instrumental]", "duration": 10,
                                                       "batch_size": 1, "seeds": [7], "thinking": false})");
    const auto outcome = home.run({"generate", "--json", "--progress", "json", "--request", request, "--out",
                                   home.path("takes"), "--dump", home.path("dump.safetensors")});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto result = outcome.object();
    QCOMPARE(result.at("takes").size(), std::size_t{1});
    const auto& take = result["takes"][0];
    QVERIFY(take.at("seed") == 7);
    for (const char* key : {"audio", "sidecar", "latents"})
        QVERIFY2(QFile::exists(QString::fromStdString(take.at(key).get<std::string>())), key);
    for (const char* key : {"plan_s", "text_s", "dit_s", "vae_s", "total_s", "first_audio_s"})
        QVERIFY2(result.at("timings").contains(key), key);
    QVERIFY(result.at("request").at("caption") == "short");
    QVERIFY(QFile::exists(home.path("dump.safetensors")));
    bool diffused = false;
    for (const auto& line : outcome.err.split('\n'))
        if (const auto progress = json::parse(line.toStdString(), nullptr, false); progress.is_object())
            diffused = diffused || progress.at("stage") == "diffusion";
    QVERIFY(diffused);
}

void TestCli::generateClampsAndWarns() {
    const Home home{{{"MAX_CUDA_VRAM", "0"}}};
    const auto request = home.file("request.json", R"({"duration": 10, "batch_size": 2, "thinking": false})");
    const auto outcome = home.run({"generate", "--json", "--request", request, "--out", home.path("takes")});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto result = outcome.object();
    QCOMPARE(result.at("takes").size(), std::size_t{1});
    const auto& warnings = result.at("warnings");
    QVERIFY(std::any_of(warnings.begin(), warnings.end(),
                        [](const json& warning) { return warning.at("code") == "batch_clamped"; }));
}

void TestCli::generateReadsStdin() {
    const Home home;
    const auto outcome = home.run({"generate", "--request", "-", "--out", home.path("takes")},
                                  R"({"duration": 10, "batch_size": 1, "thinking": false})");
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto audio = outcome.out.left(outcome.out.indexOf("  ("));
    QVERIFY(QFile::exists(audio));
}

void TestCli::interruptEndsWith130() {
    const Home home;
    const auto request = home.file("request.json", R"({"duration": 180, "batch_size": 1, "inference_steps": 200,
                                                       "thinking": false})");
    QProcess process;
    process.start(OTTAVA_CLI, {"generate", "--progress", "json", "--models", QString{OTTAVA_RESOURCES} + "/demo-model",
                               "--request", request, "--out", home.path("takes")});
    QVERIFY(process.waitForStarted(kTimeoutMs));
    QByteArray told;
    while (!told.contains("\"stage\"")) {
        process.setReadChannel(QProcess::StandardError);
        QVERIFY2(process.waitForReadyRead(kTimeoutMs), told);
        told += process.readAllStandardError();
    }
    kill(static_cast<pid_t>(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(kTimeoutMs));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(!QDir{home.path("takes")}.exists() || QDir{home.path("takes")}.isEmpty());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
