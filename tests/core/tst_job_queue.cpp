#include "core/engine/job_queue.h"
#include "support/tsan_options.h"

#include <QtTest>

#include <thread>

using namespace ottava;

namespace {

Request named(const std::string& caption) {
    Request request;
    request.caption = caption;
    return request;
}

} // namespace

class TestJobQueue : public QObject {
    Q_OBJECT
private slots:
    void givesJobsInTheirOrder();
    void runsOneAtATime();
    void cancelRemovesAWaitingJob();
    void cancelStopsTheRunningJob();
    void cancelOfAnUnknownJobSaysSo();
    void cancelAllLeavesNothing();
    void movesAWaitingJob_data();
    void movesAWaitingJob();
    void finishOfAnotherJobChangesNothing();
    void stopCallbacksMayAskTheQueue();
    void waitingEndsWithTheStop();
    void everyJobIsRunOnceByTwoWorkers();
};

void TestJobQueue::givesJobsInTheirOrder() {
    JobQueue queue;
    const auto first = queue.push(named("a"), "/out");
    const auto second = queue.push(named("b"), "/out");
    const auto job = queue.tryPop();
    QVERIFY(job);
    QCOMPARE(job->id, first);
    QCOMPARE(job->request.caption, std::string{"a"});
    QCOMPARE(job->outDir, std::filesystem::path{"/out"});
    QCOMPARE(queue.running(), std::optional{first});
    QCOMPARE(queue.waiting(), std::vector{second});
}

void TestJobQueue::runsOneAtATime() {
    JobQueue queue;
    const auto first = queue.push({}, {});
    queue.push({}, {});
    QVERIFY(queue.tryPop());
    QVERIFY(!queue.tryPop());
    queue.finish(first);
    QVERIFY(!queue.running());
    QVERIFY(queue.tryPop());
}

void TestJobQueue::cancelRemovesAWaitingJob() {
    JobQueue queue;
    queue.push({}, {});
    const auto second = queue.push({}, {});
    QVERIFY(queue.cancel(second));
    QCOMPARE(queue.waiting().size(), std::size_t{1});
    QVERIFY(!queue.cancel(second));
}

void TestJobQueue::cancelStopsTheRunningJob() {
    JobQueue queue;
    const auto id = queue.push({}, {});
    const auto job = queue.tryPop();
    QVERIFY(!job->stop.stop_requested());
    QVERIFY(queue.cancel(id));
    QVERIFY(job->stop.stop_requested());
    QCOMPARE(queue.running(), std::optional{id}); // until whoever runs it says that it has ended
}

void TestJobQueue::cancelOfAnUnknownJobSaysSo() {
    JobQueue queue;
    const auto id = queue.push({}, {});
    queue.tryPop();
    queue.finish(id);
    QVERIFY(!queue.cancel(id));
    QVERIFY(!queue.cancel(id + 1));
}

void TestJobQueue::cancelAllLeavesNothing() {
    JobQueue queue;
    queue.push({}, {});
    queue.push({}, {});
    const auto running = queue.tryPop();
    queue.cancelAll();
    QVERIFY(running->stop.stop_requested());
    QVERIFY(queue.waiting().empty());
}

void TestJobQueue::movesAWaitingJob_data() {
    QTest::addColumn<int>("moved");
    QTest::addColumn<std::size_t>("position");
    QTest::addColumn<QList<int>>("order");
    QTest::newRow("to the front") << 3 << std::size_t{0} << QList<int>{3, 1, 2};
    QTest::newRow("to the back") << 1 << std::size_t{2} << QList<int>{2, 3, 1};
    QTest::newRow("past the end") << 1 << std::size_t{99} << QList<int>{2, 3, 1};
    QTest::newRow("to its own place") << 2 << std::size_t{1} << QList<int>{1, 2, 3};
}

void TestJobQueue::movesAWaitingJob() {
    QFETCH(int, moved);
    QFETCH(std::size_t, position);
    QFETCH(QList<int>, order);
    JobQueue queue;
    for (int count = 0; count < 3; ++count)
        queue.push({}, {});
    QVERIFY(queue.move(static_cast<JobId>(moved), position));
    const auto waiting = queue.waiting();
    QCOMPARE(QList<int>(waiting.begin(), waiting.end()), order);
    QVERIFY(!queue.move(99, 0));
}

void TestJobQueue::finishOfAnotherJobChangesNothing() {
    JobQueue queue;
    const auto id = queue.push({}, {});
    queue.tryPop();
    queue.finish(id + 1);
    QCOMPARE(queue.running(), std::optional{id});
}

void TestJobQueue::stopCallbacksMayAskTheQueue() {
    JobQueue queue;
    const auto id = queue.push({}, {});
    const auto job = queue.tryPop();
    std::optional<JobId> seen;
    const std::stop_callback asks{job->stop.get_token(), [&] { seen = queue.running(); }};
    queue.cancel(id);
    QCOMPARE(seen, std::optional{id});
}

void TestJobQueue::waitingEndsWithTheStop() {
    JobQueue queue;
    bool gotJob = true;
    std::jthread worker{[&](const std::stop_token& stop) { gotJob = queue.waitPop(stop).has_value(); }};
    worker.request_stop();
    worker.join();
    QVERIFY(!gotJob);
}

void TestJobQueue::everyJobIsRunOnceByTwoWorkers() {
    constexpr std::size_t kJobs = 300;
    JobQueue queue;
    std::vector<std::atomic<int>> runs(kJobs + 1);
    std::atomic<int> atOnce{0}, mostAtOnce{0};
    std::atomic<std::size_t> done{0};
    std::stop_source stop;
    const auto work = [&] {
        while (const auto job = queue.waitPop(stop.get_token())) {
            mostAtOnce = std::max(mostAtOnce.load(), ++atOnce);
            ++runs[job->id];
            --atOnce;
            queue.finish(job->id);
            if (++done == kJobs)
                stop.request_stop();
        }
    };
    std::jthread one{work}, two{work};
    for (std::size_t count = 0; count < kJobs; ++count)
        queue.push({}, {});
    one.join();
    two.join();
    QCOMPARE(mostAtOnce.load(), 1);
    QVERIFY(std::all_of(runs.begin() + 1, runs.end(), [](const auto& count) { return count == 1; }));
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
