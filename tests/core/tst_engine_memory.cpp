#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "core/engine/memory_text.h"
#include "core/nn/tensor_memory.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/full_card.h"

using namespace ottava;
using namespace ottava::test;

namespace {

const std::string kLm = "acestep-5Hz-lm-0.6B";
constexpr double kRoomy = 8; // GB: more than the demo models ever need

/// The processor stands in for a card of `gb`.
EngineSettings onCard(double gb, bool planner = false) {
    auto settings = demoSettings();
    settings.memoryGb = gb;
    settings.overrides.maxBatch = 4;
    if (planner) {
        settings.lmEnabled = true;
        settings.lm = kLm;
        settings.overrides.allowLm = true;
    }
    return settings;
}

Request batch(int items) {
    auto request = shortRequest();
    request.batchSize = items;
    request.seeds = {1, 2, 3, 4};
    return request;
}

std::vector<std::string> relieved(const Warnings& warnings) {
    std::vector<std::string> messages;
    for (const auto& warning : warnings)
        if (warning.code == WarningCode::MemoryRelieved)
            messages.push_back(warning.message);
    return messages;
}

at::Tensor latentsOf(const GenerateResult& result, std::size_t item = 0) {
    return Safetensors::open(result.takes.at(item).latents)["latents"].clone();
}

} // namespace

/// Memory plans through the engine's own door, on the demo models: what is planned, what is held, and what happens when
/// memory runs out.
class TestEngineMemory : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qunsetenv("MAX_CUDA_VRAM"); }
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { tensor_memory::refuse({}); }

    void whatIsHeldStaysWithinThePlan_data();
    void whatIsHeldStaysWithinThePlan();
    void smallCardsGiveTheSameMusic_data();
    void smallCardsGiveTheSameMusic();
    void aFullCardIsClimbedDown_data();
    void aFullCardIsClimbedDown();
    void aPlanAloneIsClimbedDown_data();
    void aPlanAloneIsClimbedDown();
    void theSidecarSaysWhatWasChanged();
    void withoutACardNothingMovesOffIt();
    void aHeardTakeIsNotHeardTwice();
    void thePlanNeedsNoModelInMemory();

private:
    std::filesystem::path out() const { return std::filesystem::path{folder_->path().toStdString()} / "takes"; }
    GenerateResult generate(const EngineSettings& settings, const Request& request,
                            const JobCallbacks& callbacks = {}) const {
        Engine engine{settings};
        return engine.generate(request, out(), callbacks, {});
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

/// Cards from roomy to so small that something is done about every stage.
void TestEngineMemory::whatIsHeldStaysWithinThePlan_data() {
    QTest::addColumn<double>("gb");
    QTest::addColumn<int>("items");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<bool>("planner");
    const auto row = [](double gb, int items, double seconds, bool planner) {
        QTest::addRow("%g GB, %d takes of %g s%s", gb, items, seconds, planner ? ", planned" : "")
            << gb << items << seconds << planner;
    };
    for (const double gb : {kRoomy, 0.125, 0.06, 0.04}) {
        row(gb, 1, 5.12, false);
        row(gb, 4, 20, false);
        row(gb, 2, 10, true);
    }
}

void TestEngineMemory::whatIsHeldStaysWithinThePlan() {
    QFETCH(double, gb);
    QFETCH(int, items);
    QFETCH(double, seconds);
    QFETCH(bool, planner);
    auto request = batch(items);
    request.duration = seconds;
    request.thinking = planner;
    request.inferenceSteps = 1;
    const auto result = generate(onCard(gb, planner), request);
    QCOMPARE(result.takes.size(), static_cast<std::size_t>(items));
    const auto& plan = result.memory;
    const auto line = memoryPlanLine(plan);
    QVERIFY2(plan.fits(), line.c_str());
    for (const auto& stage : plan.stages) {
        QVERIFY(stage.measured.has_value());
        const auto measured = static_cast<double>(*stage.measured), predicted = static_cast<double>(stage.bytes);
        const auto figures = QString{"%1: %2 MiB of %3 predicted; %4"}
                                 .arg(memoryStageName(stage.stage))
                                 .arg(measured / (1 << 20))
                                 .arg(predicted / (1 << 20))
                                 .arg(line.c_str());
        QVERIFY2(measured <= 1.05 * predicted, qPrintable(figures));
    }
    QVERIFY(relieved(result.warnings).empty()); // the plan sufficed
}

void TestEngineMemory::smallCardsGiveTheSameMusic_data() {
    QTest::addColumn<double>("gb");
    for (const double gb : {0.25, 0.125, 0.08, 0.06, 0.02})
        QTest::addRow("%g GB", gb) << gb;
}

void TestEngineMemory::smallCardsGiveTheSameMusic() {
    QFETCH(double, gb);
    const auto roomy = generate(onCard(kRoomy), batch(2));
    const auto small = generate(onCard(gb), batch(2));
    for (const std::size_t item : {0U, 1U})
        QVERIFY_CLOSE(latentsOf(small, item), latentsOf(roomy, item), (Tolerance{.rtol = 1e-3, .atol = 1e-4}));
}

void TestEngineMemory::aFullCardIsClimbedDown_data() {
    QTest::addColumn<int>("stage");
    QTest::addColumn<int>("times");
    QTest::addColumn<bool>("planner");
    QTest::addColumn<QString>("told");
    const auto row = [](const char* name, Stage stage, int times, bool planner, const char* told) {
        QTest::newRow(name) << static_cast<int>(stage) << times << planner << told;
    };
    constexpr int kForEver = -1;
    row("loading once", Stage::Loading, 1, false,
        "while reading text and sources; finished with one model loaded at a time.");
    row("loading for ever", Stage::Loading, kForEver, false, "everything on the processor");
    row("encoding once", Stage::Encoding, 1, false,
        "while reading text and sources; finished with one model loaded at a time.");
    row("encoding for ever", Stage::Encoding, kForEver, false, "everything on the processor");
    row("planning once", Stage::Planning, 1, true,
        "while planning the song; finished with one model loaded at a time.");
    row("planning for ever", Stage::Planning, kForEver, true, "the language model on the processor");
    row("diffusion once, planned", Stage::Diffusion, 1, true,
        "while diffusing; finished with the language model moved out.");
    row("diffusion once", Stage::Diffusion, 1, false, "while diffusing; finished with one model loaded at a time.");
    row("diffusion twice", Stage::Diffusion, 2, false, "the batch split.");
    row("diffusion three times", Stage::Diffusion, 3, false, "the diffusion model loaded layer by layer.");
    row("diffusion for ever", Stage::Diffusion, kForEver, false, "everything on the processor.");
    row("decoding once", Stage::Decoding, 1, false,
        "while decoding the audio; finished with one model loaded at a time.");
    row("decoding twice", Stage::Decoding, 2, false, "shorter decoding tiles.");
    row("decoding five times", Stage::Decoding, 5, false, "decoding on the processor.");
    row("decoding for ever", Stage::Decoding, kForEver, false, "decoding on the processor.");
}

void TestEngineMemory::aFullCardIsClimbedDown() {
    QFETCH(int, stage);
    QFETCH(int, times);
    QFETCH(bool, planner);
    QFETCH(QString, told);
    auto request = batch(2);
    request.thinking = planner;
    request.duration = 10;
    request.inferMethod = InferMethod::Sde; // draws on the way: the same draws are wanted again
    const auto undisturbed = generate(onCard(kRoomy, planner), request);
    QVERIFY(relieved(undisturbed.warnings).empty());
    FullCard card{static_cast<Stage>(stage), times};
    const auto result = generate(onCard(kRoomy, planner), request, card.watch());
    QCOMPARE(result.takes.size(), std::size_t{2});
    const auto messages = relieved(result.warnings);
    QVERIFY(!messages.empty());
    QVERIFY2(messages.front().find(told.toStdString()) != std::string::npos, messages.front().c_str());
    QVERIFY(messages.front().starts_with("GPU memory ran out while "));
    for (const std::size_t item : {0U, 1U})
        QVERIFY_CLOSE(latentsOf(result, item), latentsOf(undisturbed, item), (Tolerance{.rtol = 1e-3, .atol = 1e-4}));
}

void TestEngineMemory::aPlanAloneIsClimbedDown_data() {
    QTest::addColumn<int>("times");
    QTest::addColumn<QString>("told");
    QTest::newRow("once") << 1
                          << "GPU memory ran out while planning the song; finished with one model loaded at a time.";
    QTest::newRow("for ever") << -1 << "the language model on the processor";
}

void TestEngineMemory::aPlanAloneIsClimbedDown() {
    QFETCH(int, times);
    QFETCH(QString, told);
    auto request = batch(1);
    request.thinking = true;
    request.duration = 10;
    const PlannerJob job{.task = PlannerTask::Plan, .request = request, .audio = {}, .traceFile = {}};
    const auto undisturbed = Engine{onCard(kRoomy, /*planner=*/true)}.plan(job, {}, {});
    QVERIFY(relieved(undisturbed.warnings).empty());
    FullCard card{Stage::Planning, times};
    const auto result = Engine{onCard(kRoomy, /*planner=*/true)}.plan(job, card.watch(), {});
    const auto messages = relieved(result.warnings);
    QCOMPARE(messages.size(), std::size_t{1});
    QVERIFY2(messages.front().find(told.toStdString()) != std::string::npos, messages.front().c_str());
    QCOMPARE(result.request.audioCodes.of(0), undisturbed.request.audioCodes.of(0));
}

void TestEngineMemory::theSidecarSaysWhatWasChanged() {
    FullCard card{Stage::Decoding, 1};
    const auto result = generate(onCard(kRoomy), shortRequest(), card.watch());
    const auto sidecar = readTextFile(result.takes.front().sidecar);
    QVERIFY(sidecar.find("memory_relieved") != std::string::npos);
    QVERIFY(sidecar.find(relieved(result.warnings).at(0)) != std::string::npos);
}

void TestEngineMemory::withoutACardNothingMovesOffIt() {
    FullCard memory{Stage::Diffusion, -1};
    try {
        generate(demoSettings(), shortRequest(), memory.watch());
        QFAIL("nothing was thrown");
    } catch (const Error& error) {
        QVERIFY(error.code == ErrorCode::OutOfMemory);
        QCOMPARE(QString{error.what()}, QString{"Not enough memory for 5 s × 1 take."});
        QVERIFY(!error.remedy.empty());
    }
    QVERIFY(entriesOf(out()).empty());
}

void TestEngineMemory::aHeardTakeIsNotHeardTwice() {
    auto request = shortRequest();
    request.duration = 20;
    std::int64_t heard = 0;
    bool gaps = false;
    int tiles = 0;
    std::atomic<bool> failing = false;
    tensor_memory::refuse([&](std::size_t bytes) { return failing.load() && bytes > (1 << 15); });
    const auto result =
        generate(onCard(kRoomy), request,
                 {.progress =
                      [&](const Progress& progress) {
                          // The second tile fails once.
                          failing = progress.stage == Stage::Decoding && progress.step == 1 && tiles++ == 0;
                      },
                  .audio =
                      [&](const AudioChunk& chunk) {
                          gaps = gaps || chunk.firstFrame != heard;
                          heard = chunk.firstFrame + static_cast<std::int64_t>(chunk.samples->size()) / 2;
                      },
                  .takeDone = {},
                  .planned = {}});
    QVERIFY(!gaps);
    QCOMPARE(heard, std::int64_t{20 * 48'000});
    QVERIFY(!relieved(result.warnings).empty());
}

void TestEngineMemory::thePlanNeedsNoModelInMemory() {
    const auto before = tensor_memory::cardBytes();
    const Engine engine{onCard(4, /*planner=*/true)};
    auto request = batch(2);
    request.thinking = true;
    const auto plan = engine.estimate(request).memory;
    QCOMPARE(tensor_memory::cardBytes(), before);
    QVERIFY(plan.fits());
    QCOMPARE(plan.modules.size(), std::size_t{5});
    QVERIFY(std::ranges::all_of(plan.modules, [](const PlannedModule& module) { return module.bytes > 0; }));
}

QTEST_GUILESS_MAIN(TestEngineMemory)
#include "tst_engine_memory.moc"
