#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"

#include <thread>

using namespace ottava;
using namespace ottava::test;

class TestEngine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qunsetenv("MAX_CUDA_VRAM"); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void aTakeHasThreeFiles();
    void theSidecarHoldsTheRequestAsUsed();
    void equalSeedsGiveEqualAudio();
    void batchBeyondTheTierIsClamped();
    void progressRunsThroughTheStages();
    void audioChunksFollowOneAnother();
    void cancelInEveryStage_data();
    void cancelInEveryStage();
    void cancelKeepsFinishedTakes();
    void twoEnginesShareAFolder();
    void modelsFolderNamedInOtherBytesWorks();
    void whatCannotBeDoneIsRefusedBeforeAnyModelIsLoaded_data();
    void whatCannotBeDoneIsRefusedBeforeAnyModelIsLoaded();

private:
    std::filesystem::path out() const { return std::filesystem::path{folder_->path().toStdString()} / "takes"; }
    GenerateResult generate(const Request& request, const JobCallbacks& callbacks = {}, std::stop_token stop = {}) {
        return engine_.generate(request, out(), callbacks, stop);
    }
    /// Items of a batch that the processor's tier would not allow.
    Request batchOf(int items) {
        auto settings = demoSettings();
        settings.overrides.maxBatch = items;
        engine_.configure(settings);
        auto request = shortRequest();
        request.batchSize = items;
        request.seeds = {1, 2};
        return request;
    }

    Engine engine_{demoSettings()};
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestEngine::aTakeHasThreeFiles() {
    const auto result = generate(shortRequest());
    QCOMPARE(result.takes.size(), std::size_t{1});
    const auto& take = result.takes.front();
    QCOMPARE(take.seed, 1);
    QCOMPARE(take.durationSeconds, 5.12);
    QVERIFY(entriesOf(take.audio.parent_path())
            == (std::set<std::string>{"audio.wav", "latents.safetensors", "take.json"}));
    QVERIFY(Safetensors::open(take.latents)["latents"].sizes() == at::IntArrayRef({1, 128, 64}));
    QCOMPARE(entriesOf(out()).size(), std::size_t{1});
}

void TestEngine::theSidecarHoldsTheRequestAsUsed() {
    auto request = shortRequest();
    request.caption = "Größe \"日本\"\n\t\\";
    request.seeds.clear();
    const auto result = generate(request);
    const auto stored = TakeLibrary::read(result.takes.front().sidecar.parent_path());
    QVERIFY2(stored.problem.empty(), stored.problem.c_str());
    Warnings warnings;
    QVERIFY(requestFromJson(stored.requestJson, warnings) == result.request);
    QVERIFY(warnings.empty());
    QCOMPARE(result.request.seeds.size(), std::size_t{1});
    QCOMPARE(stored.seed, result.request.seeds.front());
    QCOMPARE(stored.title, request.caption);
}

void TestEngine::equalSeedsGiveEqualAudio() {
    const auto audio = [this](std::int64_t seed) {
        return readBytes(generate(shortRequest(seed)).takes.front().audio);
    };
    const auto first = audio(7);
    QVERIFY(first.size() > 1'000'000);
    QVERIFY(audio(7) == first);
    QVERIFY(audio(8) != first);
}

void TestEngine::batchBeyondTheTierIsClamped() {
    engine_.configure(demoSettings());
    auto request = shortRequest();
    request.batchSize = 4;
    const auto result = generate(request);
    QCOMPARE(result.takes.size(), std::size_t{1});
    QCOMPARE(result.request.batchSize, 1);
    QVERIFY(std::ranges::any_of(result.warnings,
                                [](const Warning& warning) { return warning.code == WarningCode::BatchClamped; }));
}

void TestEngine::progressRunsThroughTheStages() {
    std::vector<Progress> reports;
    generate(batchOf(2), onProgress([&](const Progress& report) { reports.push_back(report); }));
    std::map<Stage, Progress> last;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        last[reports[i].stage] = reports[i];
        if (i == 0)
            continue;
        QVERIFY(reports[i].stage >= reports[i - 1].stage);
        QVERIFY(reports[i].stage != reports[i - 1].stage || reports[i].step >= reports[i - 1].step);
        QVERIFY(reports[i].elapsedSeconds >= reports[i - 1].elapsedSeconds);
    }
    for (const auto stage : {Stage::Loading, Stage::Encoding, Stage::Diffusion, Stage::Decoding, Stage::Saving}) {
        QVERIFY2(last.contains(stage), stageName(stage));
        QVERIFY2(last[stage].steps > 0 && last[stage].step == last[stage].steps, stageName(stage));
    }
    QCOMPARE(last[Stage::Diffusion].steps, 2);
    QCOMPARE(last[Stage::Decoding].steps, 4);
    QCOMPARE(last[Stage::Saving].etaSeconds.value_or(-1), 0.0);
}

void TestEngine::audioChunksFollowOneAnother() {
    auto request = batchOf(2);
    request.duration = 12;
    std::map<int, std::int64_t> heard;
    bool inOrder = true;
    int chunks = 0;
    const auto result =
        generate(request, onAudio([&](const AudioChunk& chunk) {
                     ++chunks;
                     inOrder = inOrder && chunk.firstFrame == heard[chunk.item] && chunk.totalFrames == 576'000;
                     heard[chunk.item] += static_cast<std::int64_t>(chunk.samples->size()) / 2;
                 }));
    QVERIFY(inOrder);
    QCOMPARE(chunks, 10);
    QVERIFY((heard == std::map<int, std::int64_t>{{0, 576'000}, {1, 576'000}}));
    QCOMPARE(result.takes.at(1).durationSeconds, 12.0);
}

void TestEngine::cancelInEveryStage_data() {
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("step");
    QTest::newRow("before the first model") << static_cast<int>(Stage::Loading) << 0;
    QTest::newRow("between models") << static_cast<int>(Stage::Loading) << 2;
    QTest::newRow("encoding") << static_cast<int>(Stage::Encoding) << 0;
    QTest::newRow("before the first step") << static_cast<int>(Stage::Diffusion) << 0;
    QTest::newRow("after a step") << static_cast<int>(Stage::Diffusion) << 1;
    QTest::newRow("before the first tile") << static_cast<int>(Stage::Decoding) << 0;
    QTest::newRow("after a tile") << static_cast<int>(Stage::Decoding) << 1;
    QTest::newRow("saving") << static_cast<int>(Stage::Saving) << 0;
}

void TestEngine::cancelInEveryStage() {
    QFETCH(int, stage);
    QFETCH(int, step);
    auto request = shortRequest();
    request.duration = static_cast<Stage>(stage) == Stage::Decoding ? 12 : 5.12;
    std::stop_source stop;
    std::optional<Progress> last;
    const auto callbacks = onProgress([&](const Progress& report) {
        last = report;
        if (report.stage == static_cast<Stage>(stage) && report.step == step)
            stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(generate(request, callbacks, stop.get_token()), Cancelled);
    QVERIFY2(static_cast<int>(last->stage) == stage && last->step <= step + 1, stageName(last->stage));
    QVERIFY(entriesOf(out()).empty());
    QCOMPARE(generate(shortRequest()).takes.size(), std::size_t{1});
}

void TestEngine::cancelKeepsFinishedTakes() {
    std::stop_source stop;
    std::optional<Take> done;
    const auto callbacks = onTake([&](int, const Take& take) {
        done = take;
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(generate(batchOf(2), callbacks, stop.get_token()), Cancelled);
    QVERIFY(done);
    QCOMPARE(entriesOf(out()).size(), std::size_t{1});
    QVERIFY(TakeLibrary::read(done->sidecar.parent_path()).problem.empty());
}

void TestEngine::twoEnginesShareAFolder() {
    const auto work = [this] {
        Engine engine{demoSettings()};
        for (int round = 0; round < 2; ++round)
            engine.generate(shortRequest(), out(), {}, {});
    };
    { const std::jthread first{work}, second{work}; }
    const auto takes = TakeLibrary{out()}.list();
    QCOMPARE(takes.size(), std::size_t{4});
    QCOMPARE(entriesOf(out()).size(), std::size_t{4});
    for (const auto& take : takes) {
        QVERIFY2(take.problem.empty(), take.problem.c_str());
        QVERIFY(readBytes(take.audio) == readBytes(takes.front().audio));
    }
}

void TestEngine::modelsFolderNamedInOtherBytesWorks() {
    const ModelsCopy models;
    std::filesystem::rename(models.root() / "acestep-v15-turbo", models.root() / "acestep-caf\xe9");
    auto settings = demoSettings(models.root());
    settings.dit = "acestep-caf\xe9";
    engine_.configure(settings);
    const auto result = generate(shortRequest());
    QVERIFY(TakeLibrary::read(result.takes.front().sidecar.parent_path()).problem.empty());
    engine_.configure(demoSettings());
    std::filesystem::remove_all(models.root() / settings.dit); // QTemporaryDir cannot name it
}

void TestEngine::whatCannotBeDoneIsRefusedBeforeAnyModelIsLoaded_data() {
    QTest::addColumn<int>("what");
    QTest::newRow("cover without a source") << 0;
    QTest::newRow("morph without a source") << 1;
    QTest::newRow("adapter without a name") << 2;
    QTest::newRow("lyrics of 100 kB") << 3;
    QTest::newRow("caption that is not UTF-8") << 4;
    QTest::newRow("no steps") << 5;
    QTest::newRow("codes that hold no code") << 6;
}

void TestEngine::whatCannotBeDoneIsRefusedBeforeAnyModelIsLoaded() {
    QFETCH(int, what);
    auto request = shortRequest();
    if (what == 0)
        request.taskType = TaskType::Cover;
    if (what == 1)
        request.flowEditMorph = true;
    if (what == 2)
        request.useLora = true;
    if (what == 3)
        request.lyrics = std::string(100'000, 'x');
    if (what == 4)
        request.caption = "caf\xe9";
    if (what == 5)
        request.inferenceSteps = 0;
    if (what == 6)
        request.audioCodes = "<|audio_code_x|>";
    engine_.configure(demoSettings("/nowhere"));
    QVERIFY_FAULT(generate(request), ErrorCode::BadRequest);
    QVERIFY(!std::filesystem::exists(out()));
    engine_.configure(demoSettings());
}

QTEST_GUILESS_MAIN(TestEngine)
#include "tst_engine.moc"
