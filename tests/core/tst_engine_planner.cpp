#include "core/audio/audio_file.h"
#include "core/engine/engine.h"
#include "core/text/audio_codes.h"
#include "support/engine_runs.h"
#include "support/faults.h"

#include <nlohmann/json.hpp>

#include <deque>

using namespace ottava;
using namespace ottava::test;

namespace {

const std::string kLm = "acestep-5Hz-lm-0.6B";

EngineSettings plannerSettings(const std::filesystem::path& models = demoModel()) {
    auto settings = demoSettings(models);
    settings.lmEnabled = true;
    settings.lm = kLm;
    settings.overrides.allowLm = true;
    settings.overrides.maxBatch = 4;
    return settings;
}

Request wish(std::int64_t seed = 1) {
    auto request = shortRequest(seed);
    request.thinking = true;
    request.duration = 10;
    return request;
}

PlannerJob planJob(const Request& request) {
    return {.task = PlannerTask::Plan, .request = request, .audio = {}, .traceFile = {}};
}

bool has(const Warnings& warnings, WarningCode code) {
    return std::ranges::any_of(warnings, [code](const Warning& warning) { return warning.code == code; });
}

} // namespace

/// The planner through the engine's own door, on the demo models.
class TestEnginePlanner : public QObject {
    Q_OBJECT

private slots:
    void init() {
        qunsetenv("MAX_CUDA_VRAM");
        folder_ = std::make_unique<QTemporaryDir>();
        engine_.configure(plannerSettings());
    }

    void plansWhatWasLeftOpen();
    void keepsWhatTheUserSet();
    void equalSeedsGiveEqualPlans();
    void itemsOfABatchHaveCodesOfTheirOwn();
    void aLongWishEndsWithinTheTier_data();
    void aLongWishEndsWithinTheTier();
    void aWishAloneBecomesASong();
    void formatsCaptionAndLyrics();
    void understandsARecording();
    void readsTheCodesOfARecordingWithoutAPlanner();
    void noAnswerOutgrowsTheModel();
    void writesATrace();
    void songsFollowThePlan();
    void aPlannedRequestMakesTheSameSong();
    void goesOnWithoutAPlanner_data();
    void goesOnWithoutAPlanner();
    void aStopEndsThePlanAtOnce_data();
    void aStopEndsThePlanAtOnce();
    void recordingsAreReadBeforeTheModel();
    void badInputIsNamed_data();
    void badInputIsNamed();
    void badModelsAreNamed_data();
    void badModelsAreNamed();

private:
    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks = {}, std::stop_token stop = {}) {
        return engine_.plan(job, callbacks, stop);
    }
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path{folder_->path().toStdString()} / name;
    }
    std::filesystem::path recording(double seconds, float level) const;
    /// A planner that has less to say: one that was never trained seldom ends its lyrics by itself.
    void useShortContext(int tokens);

    Engine engine_{plannerSettings()};
    std::unique_ptr<QTemporaryDir> folder_;
    std::deque<ModelsCopy> shortModels_; ///< a folder each: an engine knows its models by their folders
};

void TestEnginePlanner::useShortContext(int tokens) {
    const std::filesystem::path config = kLm + "/config.json";
    const auto& models = shortModels_.emplace_back();
    auto values = nlohmann::json::parse(readBytes(models.root() / config));
    values["max_position_embeddings"] = tokens;
    models.remove(config);
    writeBytes(models.root() / config, values.dump());
    engine_.configure(plannerSettings(models.root()));
}

std::filesystem::path TestEnginePlanner::recording(double seconds, float level) const {
    AudioBuffer audio;
    audio.sampleRate = 48'000;
    audio.channels = 2;
    audio.samples.resize(static_cast<std::size_t>(seconds * 48'000) * 2);
    for (std::size_t i = 0; i < audio.samples.size(); ++i)
        audio.samples[i] = level * (static_cast<float>(i * 7919 % 1000) / 500.0F - 1);
    writeAudio(path("recording.wav"), audio, AudioFormat::Wav24, {});
    return path("recording.wav");
}

void TestEnginePlanner::plansWhatWasLeftOpen() {
    auto open = wish();
    open.duration = -1;
    open.thinking = false; // metadata alone
    const auto result = plan(planJob(open));
    QVERIFY(result.request.bpm && *result.request.bpm >= 30 && *result.request.bpm <= 300);
    QVERIFY(!result.request.keyscale.empty());
    QVERIFY(QStringList({"2", "3", "4", "6"}).contains(QString::fromStdString(result.request.timesignature)));
    QVERIFY(result.request.duration >= 10);
    QVERIFY(result.request.audioCodes.empty());
    QCOMPARE(result.plan.bpm, result.request.bpm);
    QCOMPARE(result.lm, kLm);
    QVERIFY(result.tokenCount > 10);
}

void TestEnginePlanner::keepsWhatTheUserSet() {
    auto request = wish();
    request.bpm = 97;
    request.keyscale = "F# minor";
    request.timesignature = "3";
    const auto result = plan(planJob(request));
    QCOMPARE(result.request.bpm, 97);
    QCOMPARE(result.request.keyscale, std::string{"F# minor"});
    QCOMPARE(result.request.timesignature, std::string{"3"});
    QCOMPARE(result.request.caption, request.caption);
    QCOMPARE(parseAudioCodes(result.request.audioCodes.of(0)).size(), std::size_t{50});
}

void TestEnginePlanner::equalSeedsGiveEqualPlans() {
    const auto first = plan(planJob(wish(5))), again = plan(planJob(wish(5))), other = plan(planJob(wish(6)));
    QCOMPARE(again.plan, first.plan);
    QVERIFY(!(other.plan == first.plan));
    auto separate = wish(6);
    separate.lmSeeds = {5};
    QCOMPARE(plan(planJob(separate)).plan, first.plan);
}

void TestEnginePlanner::itemsOfABatchHaveCodesOfTheirOwn() {
    auto request = wish();
    request.batchSize = 3;
    request.seeds = {1, 2, 1};
    const auto result = plan(planJob(request));
    QCOMPARE(result.request.audioCodes.items.size(), std::size_t{3});
    QVERIFY(result.request.audioCodes.of(0) != result.request.audioCodes.of(1));
    QCOMPARE(result.request.audioCodes.of(2), result.request.audioCodes.of(0));
    Warnings warnings;
    QCOMPARE(requestFromJson(requestToJson(result.request), warnings), result.request);
}

void TestEnginePlanner::aLongWishEndsWithinTheTier_data() {
    QTest::addColumn<QByteArray>("vram");
    QTest::newRow("8 GB") << QByteArray{"8"};
    QTest::newRow("12 GB") << QByteArray{"12"};
}

void TestEnginePlanner::aLongWishEndsWithinTheTier() {
    QFETCH(QByteArray, vram);
    qputenv("MAX_CUDA_VRAM", vram);
    auto settings = plannerSettings();
    settings.device = "auto";
    settings.overrides = {};
    engine_.configure(settings);
    auto request = wish();
    request.duration = 600;
    const auto result = plan(planJob(request));
    QVERIFY(has(result.warnings, WarningCode::DurationClamped));
    QCOMPARE(result.request.duration, 240.0);
    QCOMPARE(parseAudioCodes(result.request.audioCodes.of(0)).size(), std::size_t{1200});
}

void TestEnginePlanner::aWishAloneBecomesASong() {
    useShortContext(1200);
    auto request = wish(3);
    request.caption.clear();
    request.query = "warm 80s synth-pop, female voice";
    request.instrumental = true;
    const auto result = plan(planJob(request));
    QVERIFY(!result.request.caption.empty());
    QCOMPARE(result.plan.caption.empty(), false);
    QVERIFY(result.request.bpm.has_value());
    QCOMPARE(parseAudioCodes(result.request.audioCodes.of(0)).size(), std::size_t{50});
    validate(result.request);
}

void TestEnginePlanner::formatsCaptionAndLyrics() {
    useShortContext(1000);
    auto request = wish(2);
    request.lyrics = "[Verse]\nhello";
    request.bpm = 120;
    const auto result = plan({.task = PlannerTask::Format, .request = request, .audio = {}, .traceFile = {}});
    QVERIFY(!result.plan.caption.empty());
    QCOMPARE(result.plan.bpm, 120);
    validate(result.request);
}

void TestEnginePlanner::understandsARecording() {
    useShortContext(1000);
    const auto result =
        plan({.task = PlannerTask::Understand, .request = wish(4), .audio = recording(1.3, 0.5F), .traceFile = {}});
    QCOMPARE(parseAudioCodes(result.plan.audioCodes.front()).size(), std::size_t{7});
    QVERIFY(result.plan.bpm.has_value());
}

void TestEnginePlanner::readsTheCodesOfARecordingWithoutAPlanner() {
    const ModelsCopy models;
    models.remove(kLm + "/model.safetensors");
    engine_.configure(plannerSettings(models.root()));
    PlannerJob job{.task = PlannerTask::ReadCodes, .request = wish(), .audio = recording(1.3, 0.5F), .traceFile = {}};
    const auto result = plan(job);
    QCOMPARE(parseAudioCodes(result.plan.audioCodes.front()).size(), std::size_t{7});
    QCOMPARE(result.request.audioCodes.of(0), result.plan.audioCodes.front());
    QVERIFY(result.lm.empty());
    QCOMPARE(result.tokenCount, 0);
    job.audio = recording(1.3, 0);
    QVERIFY_FAULT(plan(job), ErrorCode::BadRequest, "is silent");
    engine_.configure(plannerSettings());
}

void TestEnginePlanner::noAnswerOutgrowsTheModel() {
    constexpr int kContext = 900;
    useShortContext(kContext);
    const auto result = plan({.task = PlannerTask::Inspire, .request = wish(2), .audio = {}, .traceFile = {}});
    QVERIFY(result.tokenCount < kContext);
    auto song = wish();
    song.duration = 200; // 1000 codes
    const auto fault = faultOf([&] { plan(planJob(song)); });
    const auto lack = complaint(fault, ErrorCode::BadRequest, {"too long"});
    QVERIFY2(lack.isEmpty(), qPrintable(lack));
}

void TestEnginePlanner::writesATrace() {
    auto job = planJob(wish());
    job.traceFile = path("trace.json");
    const auto result = plan(job);
    const auto steps = nlohmann::json::parse(readBytes(job.traceFile));
    QCOMPARE(static_cast<int>(steps.size()), result.tokenCount);
    QCOMPARE(steps.front().at("state").get<std::string>(), std::string{"THINK_TAG"});
    QCOMPARE(steps.front().at("allowed").get<int>(), 1);
    QCOMPARE(steps.back().at("text").get<std::string>(), std::string{"<|im_end|>"});
}

void TestEnginePlanner::songsFollowThePlan() {
    std::optional<PlanResult> heard;
    const JobCallbacks callbacks{
        .progress = {}, .audio = {}, .takeDone = {}, .planned = [&](const PlanResult& result) { heard = result; }};
    const auto result = engine_.generate(wish(), path("takes"), callbacks, {});
    QVERIFY(heard.has_value());
    QCOMPARE(result.request.audioCodes, heard->request.audioCodes);
    QCOMPARE(result.request.bpm, heard->plan.bpm);
    QCOMPARE(result.takes.front().durationSeconds, 10.0);
    QVERIFY(result.timings.planSeconds > 0);
    const auto sidecar = nlohmann::json::parse(readBytes(result.takes.front().sidecar));
    QVERIFY(sidecar.dump().find("audio_code_") != std::string::npos);
    QVERIFY(sidecar.dump().find(kLm) != std::string::npos);
}

void TestEnginePlanner::aPlannedRequestMakesTheSameSong() {
    const auto planned = plan(planJob(wish())).request;
    const auto whole = engine_.generate(wish(), path("whole"), {}, {});
    const auto inTwo = engine_.generate(planned, path("two"), {}, {});
    QCOMPARE(inTwo.timings.planSeconds, 0.0);
    QCOMPARE(readBytes(inTwo.takes.front().audio), readBytes(whole.takes.front().audio));
}

void TestEnginePlanner::goesOnWithoutAPlanner_data() {
    QTest::addColumn<bool>("installed");
    QTest::addColumn<bool>("thinking");
    QTest::addColumn<bool>("warns");
    QTest::newRow("the tier has none") << true << true << true;
    QTest::newRow("none is installed") << false << true << true;
    QTest::newRow("nobody asked for one") << false << false << false;
}

void TestEnginePlanner::goesOnWithoutAPlanner() {
    QFETCH(bool, installed);
    QFETCH(bool, thinking);
    QFETCH(bool, warns);
    const ModelsCopy models;
    if (!installed)
        models.remove(kLm);
    auto settings = plannerSettings(models.root());
    settings.lm.reset();
    settings.overrides.allowLm = installed ? std::nullopt : std::optional{true};
    engine_.configure(settings);
    auto request = wish();
    request.thinking = thinking;
    const auto result = engine_.generate(request, path("takes"), {}, {});
    QCOMPARE(result.takes.size(), std::size_t{1});
    QCOMPARE(has(result.warnings, WarningCode::LmUnavailable), warns);
    QVERIFY(result.request.audioCodes.empty());
}

void TestEnginePlanner::aStopEndsThePlanAtOnce_data() {
    QTest::addColumn<int>("token");
    for (const int token : {0, 1, 20, 45})
        QTest::addRow("at token %d", token) << token;
}

void TestEnginePlanner::aStopEndsThePlanAtOnce() {
    QFETCH(int, token);
    std::stop_source stop;
    int last = 0;
    const auto callbacks = onProgress([&](const Progress& progress) {
        if (progress.stage == Stage::Planning)
            last = progress.step;
        if (progress.stage == Stage::Planning && progress.step >= token)
            stop.request_stop();
    });
    bool cancelled = false;
    try {
        plan(planJob(wish()), callbacks, stop.get_token());
    } catch (const Cancelled&) {
        cancelled = true;
    }
    QVERIFY(cancelled);
    QVERIFY(last <= token + 1);
    QVERIFY(!plan(planJob(wish())).request.audioCodes.empty());
}

void TestEnginePlanner::recordingsAreReadBeforeTheModel() {
    const ModelsCopy models;
    std::filesystem::resize_file(models.own(kLm + "/model.safetensors"), 1'000);
    engine_.configure(plannerSettings(models.root()));
    PlannerJob job{.task = PlannerTask::Understand, .request = wish(), .audio = recording(2, 0.5F), .traceFile = {}};
    QVERIFY_FAULT(plan(job), ErrorCode::ModelCorrupt, "model.safetensors");
    job.audio = path("nothing.wav");
    QVERIFY_FAULT(plan(job), ErrorCode::FileFault, "nothing.wav");
    engine_.configure(plannerSettings());
}

void TestEnginePlanner::badInputIsNamed_data() {
    QTest::addColumn<int>("seconds10");
    QTest::addColumn<double>("level");
    QTest::addColumn<QString>("codes");
    QTest::addColumn<QString>("lyrics");
    QTest::addColumn<QString>("words");
    QTest::newRow("a silent recording") << 20 << 0.0 << ""
                                        << ""
                                        << "is silent";
    QTest::newRow("codes that are none") << 0 << 0.0 << "1, 2, three"
                                         << ""
                                         << "no audio code";
    QTest::newRow("nothing to understand") << 0 << 0.0 << " \n"
                                           << ""
                                           << "nothing to understand";
    QTest::newRow("lyrics beyond the context") << 0 << 0.0 << "" << QString{4000, QChar{0x9F98}} << "too long";
}

void TestEnginePlanner::badInputIsNamed() {
    QFETCH(int, seconds10);
    QFETCH(double, level);
    QFETCH(QString, codes);
    QFETCH(QString, lyrics);
    QFETCH(QString, words);
    auto job = planJob(wish());
    job.request.lyrics = lyrics.toStdString();
    if (lyrics.isEmpty()) {
        job.task = PlannerTask::Understand;
        job.request.audioCodes = codes.toStdString();
        if (seconds10 > 0)
            job.audio = recording(seconds10 / 10.0, static_cast<float>(level));
    }
    QVERIFY_FAULT(plan(job), ErrorCode::BadRequest, words);
    QVERIFY(!plan(planJob(wish())).request.audioCodes.empty());
}

void TestEnginePlanner::badModelsAreNamed_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("replacement");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    const auto corrupt = static_cast<int>(ErrorCode::ModelCorrupt), missing = static_cast<int>(ErrorCode::ModelMissing);
    QTest::newRow("tokenizer of another model")
        << QByteArray{"tokenizer.json"} << QByteArray{"Qwen3-Embedding-0.6B/tokenizer.json"} << corrupt << "tokenizer";
    QTest::newRow("no tokenizer") << QByteArray{"tokenizer.json"} << QByteArray{} << missing << "tokenizer.json";
    QTest::newRow("no weights") << QByteArray{"model.safetensors"} << QByteArray{} << missing << kLm.c_str();
    QTest::newRow("weights of another model")
        << QByteArray{"model.safetensors"} << QByteArray{"acestep-v15-turbo/model.safetensors"} << corrupt << "";
    QTest::newRow("another model's config")
        << QByteArray{"config.json"} << QByteArray{"Qwen3-Embedding-0.6B/config.json"} << corrupt << "";
}

void TestEnginePlanner::badModelsAreNamed() {
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, replacement);
    QFETCH(int, code);
    QFETCH(QString, words);
    const ModelsCopy models;
    const auto name = std::filesystem::path{kLm} / file.toStdString();
    models.remove(name);
    if (!replacement.isEmpty())
        models.link(name, demoModel() / replacement.toStdString());
    engine_.configure(plannerSettings(models.root()));
    QVERIFY_FAULT(plan(planJob(wish())), static_cast<ErrorCode>(code), words);
    models.restore(name);
    QVERIFY(!plan(planJob(wish())).request.audioCodes.empty());
}

QTEST_GUILESS_MAIN(TestEnginePlanner)
#include "tst_engine_planner.moc"
