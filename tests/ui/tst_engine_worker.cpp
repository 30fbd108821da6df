#include "tests/ui/fake_engine.h"
#include "tests/ui/heartbeat.h"
#include "ui/engine/engine_controller.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr int kMaxStallMs = 50;
constexpr int kBeats = 200;

Request requestFor(const char* caption) {
    Request request;
    request.caption = caption;
    request.batchSize = 1;
    return request;
}

} // namespace

class TestEngineWorker : public QObject {
    Q_OBJECT

private slots:
    void jobsRunInTheOrderTheyWereQueued();
    void eachJobRunsWithTheSettingsItWasQueuedWith();
    void progressAudioAndTakesArriveBeforeTheEnd();
    void aRunningJobStopsWhenCancelled();
    void aWaitingJobGoesAtOnceWhenCancelled();
    void cancelAllEndsEveryJobOnce();
    void anErrorKeepsItsCodeMessageAndRemedy();
    void anyOtherExceptionBecomesAFailure();
    void theNextJobRunsAfterAFailure();
    void modelsAreReleasedAfterTheRunningJob();
    void idleModelsAreReleased();
    void aJobKeepsModelsFromIdling();
    void destructionStopsARunningJob();
    void theWindowStaysResponsiveDuringAGeneration();

private:
    std::unique_ptr<EngineController> start() { return std::make_unique<EngineController>(engine_->port()); }

    std::unique_ptr<test::FakeEngine> engine_;

private slots:
    void init() { engine_ = std::make_unique<test::FakeEngine>(); }
};

void TestEngineWorker::jobsRunInTheOrderTheyWereQueued() {
    auto controller = start();
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    for (const auto* caption : {"one", "two", "three"})
        controller->enqueue(requestFor(caption), {}, {});
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 3, kTimeoutMs);
    const auto requests = engine_->requests();
    QCOMPARE(requests.size(), std::size_t{3});
    QCOMPARE(requests[0].caption, std::string("one"));
    QCOMPARE(requests[2].caption, std::string("three"));
    QVERIFY(controller->isIdle());
}

void TestEngineWorker::eachJobRunsWithTheSettingsItWasQueuedWith() {
    auto controller = start();
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    for (const auto* device : {"cpu", "cuda:1"}) {
        EngineSettings settings;
        settings.device = device;
        controller->enqueue(requestFor("song"), {}, settings);
    }
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, kTimeoutMs);
    QCOMPARE(engine_->settings()[0].device, std::string("cpu"));
    QCOMPARE(engine_->settings()[1].device, std::string("cuda:1"));
}

void TestEngineWorker::progressAudioAndTakesArriveBeforeTheEnd() {
    auto controller = start();
    QStringList order;
    connect(controller.get(), &EngineController::jobStarted, this, [&] { order << "started"; });
    connect(controller.get(), &EngineController::progressed, this, [&](JobId, const Progress& progress) {
        if (progress.step == progress.steps)
            order << "progress";
    });
    connect(controller.get(), &EngineController::planned, this, [&](JobId, const PlanResult&) { order << "planned"; });
    connect(controller.get(), &EngineController::audioArrived, this,
            [&](JobId, const AudioChunk& chunk) { order << QStringLiteral("audio %1").arg(chunk.samples->size()); });
    connect(controller.get(), &EngineController::takeFinished, this, [&](JobId, int, const Take&) { order << "take"; });
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    controller->enqueue(requestFor("song"), "out", {});
    QVERIFY(finished.wait(kTimeoutMs));
    QCOMPARE(order, QStringList({"started", "progress", "planned", "progress", "audio 9600", "take"}));
    QCOMPARE(finished[0][1].value<GenerateResult>().takes.front().audio, std::filesystem::path("out/take.wav"));
}

void TestEngineWorker::aRunningJobStopsWhenCancelled() {
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    QSignalSpy cancelled(controller.get(), &EngineController::jobCancelled);
    const auto id = controller->enqueue(requestFor("wait"), {}, {});
    QVERIFY(started.wait(kTimeoutMs));
    controller->cancel(id);
    QVERIFY(cancelled.wait(kTimeoutMs));
    QCOMPARE(cancelled[0][0].value<JobId>(), id);
    QVERIFY(controller->isIdle());
}

void TestEngineWorker::aWaitingJobGoesAtOnceWhenCancelled() {
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    QSignalSpy cancelled(controller.get(), &EngineController::jobCancelled);
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    controller->enqueue(requestFor("wait"), {}, {});
    const auto second = controller->enqueue(requestFor("never"), {}, {});
    QVERIFY(started.wait(kTimeoutMs));
    controller->cancel(second);
    QCOMPARE(cancelled.count(), 1);
    engine_->release();
    QVERIFY(finished.wait(kTimeoutMs));
    QCOMPARE(engine_->requests().size(), std::size_t{1});
}

void TestEngineWorker::cancelAllEndsEveryJobOnce() {
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    QSignalSpy cancelled(controller.get(), &EngineController::jobCancelled);
    for (int i = 0; i < 3; ++i)
        controller->enqueue(requestFor("wait"), {}, {});
    QVERIFY(started.wait(kTimeoutMs));
    controller->cancelAll();
    QTRY_VERIFY_WITH_TIMEOUT(controller->isIdle(), kTimeoutMs);
    QCOMPARE(cancelled.count(), 3);
}

void TestEngineWorker::anErrorKeepsItsCodeMessageAndRemedy() {
    auto controller = start();
    QSignalSpy failed(controller.get(), &EngineController::jobFailed);
    controller->enqueue(requestFor("fail"), {}, {});
    QVERIFY(failed.wait(kTimeoutMs));
    QCOMPARE(failed[0][1].value<ErrorCode>(), ErrorCode::OutOfMemory);
    QCOMPARE(failed[0][2].toString(), QStringLiteral("Not enough memory."));
    QCOMPARE(failed[0][3].toString(), QStringLiteral("Make the song shorter."));
}

void TestEngineWorker::anyOtherExceptionBecomesAFailure() {
    auto controller = start();
    QSignalSpy failed(controller.get(), &EngineController::jobFailed);
    controller->enqueue(requestFor("break"), {}, {});
    QVERIFY(failed.wait(kTimeoutMs));
    QCOMPARE(failed[0][1].value<ErrorCode>(), ErrorCode::Internal);
    QVERIFY(!failed[0][3].toString().isEmpty());
}

void TestEngineWorker::theNextJobRunsAfterAFailure() {
    auto controller = start();
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    controller->enqueue(requestFor("fail"), {}, {});
    controller->enqueue(requestFor("song"), {}, {});
    QVERIFY(finished.wait(kTimeoutMs));
    QVERIFY(controller->isIdle());
}

void TestEngineWorker::modelsAreReleasedAfterTheRunningJob() {
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    QSignalSpy released(controller.get(), &EngineController::modelsReleased);
    controller->enqueue(requestFor("wait"), {}, {});
    QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, kTimeoutMs);
    controller->releaseModels();
    QCOMPARE(engine_->releases.load(), 0);
    engine_->release();
    QTRY_COMPARE_WITH_TIMEOUT(released.count(), 1, kTimeoutMs);
    QCOMPARE(engine_->releases.load(), 1);
}

void TestEngineWorker::idleModelsAreReleased() {
    auto controller = start();
    QSignalSpy released(controller.get(), &EngineController::modelsReleased);
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    controller->setIdleRelease(std::chrono::milliseconds{1});
    controller->enqueue(requestFor("song"), {}, {});
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kTimeoutMs);
    QTRY_VERIFY_WITH_TIMEOUT(released.count() >= 1, kTimeoutMs);
    QVERIFY(engine_->releases.load() >= 1);
}

/// While a job runs nothing is asked to leave, however long it takes.
void TestEngineWorker::aJobKeepsModelsFromIdling() {
    auto controller = start();
    QSignalSpy released(controller.get(), &EngineController::modelsReleased);
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    controller->enqueue(requestFor("wait"), {}, {});
    QTRY_COMPARE_WITH_TIMEOUT(started.count(), 1, kTimeoutMs);
    controller->setIdleRelease(std::chrono::milliseconds{1});
    for (int turn = 0; turn < 50; ++turn)
        QTest::qWait(2);
    QCOMPARE(released.count(), 0);
    engine_->release();
    QTRY_VERIFY_WITH_TIMEOUT(released.count() >= 1, kTimeoutMs);
}

void TestEngineWorker::destructionStopsARunningJob() {
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    controller->enqueue(requestFor("wait"), {}, {});
    controller->enqueue(requestFor("never"), {}, {});
    QVERIFY(started.wait(kTimeoutMs));
    controller.reset(); // hangs here if the job is not stopped
    QCOMPARE(engine_->requests().size(), std::size_t{1});
}

void TestEngineWorker::theWindowStaysResponsiveDuringAGeneration() {
    std::atomic<bool> enough = false;
    std::atomic<double> sum = 0;
    engine_->busy = [&](const JobCallbacks&) { // as much arithmetic as the thread can do while the heart beats
        for (int i = 1; !enough; ++i)
            sum = sum + 1.0 / i;
    };
    auto controller = start();
    QSignalSpy started(controller.get(), &EngineController::jobStarted);
    QSignalSpy finished(controller.get(), &EngineController::jobFinished);
    controller->enqueue(requestFor("song"), {}, {});
    QVERIFY(started.wait(kTimeoutMs));
    const test::Heartbeat heartbeat;
    QTRY_VERIFY_WITH_TIMEOUT(heartbeat.beats() >= kBeats, kTimeoutMs);
    enough = true;
    QVERIFY(finished.wait(kTimeoutMs));
    qInfo("longest gap of the event loop during a generation: %lld ms",
          static_cast<long long>(heartbeat.longestGapMs()));
    QVERIFY2(heartbeat.longestGapMs() <= kMaxStallMs, qPrintable(QString::number(heartbeat.longestGapMs())));
}

QTEST_MAIN(TestEngineWorker)
#include "tst_engine_worker.moc"
