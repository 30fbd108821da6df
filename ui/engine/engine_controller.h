#pragma once

#include "ui/engine/engine_worker.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <set>

namespace ottava::ui {

/// The window's side of the engine: jobs go in, signals come out, all on the GUI thread; the work happens in a thread
/// of its own. Values cross the border, never pointers to live state. The destructor stops what runs and waits for it.
class EngineController : public QObject {
    Q_OBJECT
public:
    explicit EngineController(EnginePort engine, QObject* parent = nullptr);
    ~EngineController() override;

    /// Queues a job with the settings of this moment; it begins when those before it have ended.
    JobId enqueue(Request request, std::filesystem::path outDir, EngineSettings settings);
    /// The same for work of the language model alone; it takes its turn among the songs.
    JobId enqueuePlan(PlannerJob job, EngineSettings settings);
    /// A waiting job goes at once; a running one stops within one step, token or tile.
    void cancel(JobId id);
    void cancelRunning();
    void cancelAll();
    /// Loaded models leave memory as soon as no job runs; `modelsReleased` follows.
    void releaseModels();
    /// The same by itself after so long without work; 0: never.
    void setIdleRelease(std::chrono::milliseconds wait);

    std::optional<JobId> running() const { return queue_.running(); }
    int waitingCount() const { return static_cast<int>(queue_.waiting().size()); }
    bool isIdle() const { return open_.empty(); }

signals:
    void modelsReleased();
    void jobQueued(ottava::JobId id);
    void jobStarted(ottava::JobId id);
    void progressed(ottava::JobId id, ottava::Progress progress);
    void audioArrived(ottava::JobId id, ottava::AudioChunk chunk);
    void takeFinished(ottava::JobId id, int item, ottava::Take take);
    /// What was planned for a song, before its music is made.
    void planned(ottava::JobId id, ottava::PlanResult result);
    /// A job of the language model alone has ended.
    void planFinished(ottava::JobId id, ottava::PlanResult result);
    void jobFinished(ottava::JobId id, ottava::GenerateResult result);
    void jobCancelled(ottava::JobId id);
    /// `detail`: the engine's own English words, where `message` stands for them.
    void jobFailed(ottava::JobId id, ottava::ErrorCode code, QString message, QString remedy, QString detail);

private:
    void connectWorker();
    JobId opened(JobId id);
    bool close(JobId id);

    QTimer idle_; ///< runs while there is no work
    JobQueue queue_;
    QThread thread_;
    EngineWorker* worker_; ///< lives in thread_, deleted when it ends
    std::set<JobId> open_; ///< queued or running, as far as the window knows
};

} // namespace ottava::ui
