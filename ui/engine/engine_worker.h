#pragma once

#include "core/base/error.h"
#include "core/engine/job_queue.h"
#include "ui/engine/engine_port.h"

#include <QObject>
#include <QString>

#include <map>
#include <mutex>
#include <optional>

namespace ottava::ui {

/// Runs jobs one after the other. Lives in the engine thread: everything but `enqueue` is called there, through queued
/// calls. Nothing that a job throws leaves it; every job that began ends with exactly one of finished, cancelled and
/// failed.
class EngineWorker : public QObject {
    Q_OBJECT
public:
    EngineWorker(EnginePort engine, JobQueue& queue);

    /// Any thread. Queues the job together with the settings that it is to run with.
    JobId enqueue(Request request, std::filesystem::path outDir, EngineSettings settings);
    /// Any thread. The same for work of the language model alone; it takes its turn among the songs.
    JobId enqueuePlan(PlannerJob job, EngineSettings settings);

public slots:
    /// Takes the next job, if one still waits, and runs it to its end.
    void runNext();
    /// Loaded models leave memory.
    void releaseModels();

signals:
    void modelsReleased();
    void started(ottava::JobId id);
    void progressed(ottava::JobId id, ottava::Progress progress);
    void audioArrived(ottava::JobId id, ottava::AudioChunk chunk);
    void takeFinished(ottava::JobId id, int item, ottava::Take take);
    /// What was planned for a song, before its music is made.
    void planned(ottava::JobId id, ottava::PlanResult result);
    void planFinished(ottava::JobId id, ottava::PlanResult result);
    void finished(ottava::JobId id, ottava::GenerateResult result);
    void cancelled(ottava::JobId id);
    void failed(ottava::JobId id, ottava::ErrorCode code, QString message, QString remedy, QString detail);

private:
    /// What the queue does not carry of a job.
    struct Ticket {
        EngineSettings settings;
        std::optional<PlannerJob> plan; ///< unset: the job makes a song
    };

    JobId push(Request request, std::filesystem::path outDir, Ticket ticket);
    void run(const Job& job);
    JobCallbacks callbacksOf(JobId id);
    Ticket takeTicket(JobId id);

    EnginePort engine_;
    JobQueue& queue_;
    std::mutex ticketsMutex_;
    std::map<JobId, Ticket> tickets_; ///< of the jobs that have not begun
};

} // namespace ottava::ui
