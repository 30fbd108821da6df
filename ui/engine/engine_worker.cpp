#include "ui/engine/engine_worker.h"

#include <exception>
#include <utility>

namespace ottava::ui {

EngineWorker::EngineWorker(EnginePort engine, JobQueue& queue) : engine_(std::move(engine)), queue_(queue) {}

JobId EngineWorker::enqueue(Request request, std::filesystem::path outDir, EngineSettings settings) {
    const std::lock_guard lock(settingsMutex_); // held across push: the job may be taken before this returns
    const auto id = queue_.push(std::move(request), std::move(outDir));
    settings_.emplace(id, std::move(settings));
    return id;
}

void EngineWorker::runNext() {
    const auto job = queue_.tryPop();
    if (!job)
        return; // it was cancelled while it waited
    emit started(job->id);
    run(*job);
    queue_.finish(job->id);
}

void EngineWorker::run(const Job& job) try {
    engine_.configure(takeSettings(job.id));
    const JobCallbacks callbacks{
        .progress = [this, id = job.id](const Progress& progress) { emit progressed(id, progress); },
        .audio = [this, id = job.id](const AudioChunk& chunk) { emit audioArrived(id, chunk); },
        .takeDone = [this, id = job.id](int item, const Take& take) { emit takeFinished(id, item, take); },
        .planned = {}};
    emit finished(job.id, engine_.generate(job.request, job.outDir, callbacks, job.stop.get_token()));
} catch (const Cancelled&) {
    emit cancelled(job.id);
} catch (const Error& error) {
    emit failed(job.id, error.code, QString::fromUtf8(error.what()), QString::fromStdString(error.remedy));
} catch (const std::exception& error) {
    emit failed(job.id, ErrorCode::Internal, QString::fromUtf8(error.what()),
                EngineWorker::tr("This is a mistake of the program. Copy the report and tell its makers."));
}

EngineSettings EngineWorker::takeSettings(JobId id) {
    const std::lock_guard lock(settingsMutex_);
    auto entry = settings_.extract(id);
    settings_.erase(settings_.begin(), settings_.lower_bound(id)); // of jobs that were cancelled before their turn
    return std::move(entry.mapped());
}

} // namespace ottava::ui
