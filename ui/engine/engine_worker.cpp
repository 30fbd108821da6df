#include "ui/engine/engine_worker.h"

#include "ui/widgets/core_words.h"

#include <exception>
#include <utility>

namespace ottava::ui {

EngineWorker::EngineWorker(EnginePort engine, JobQueue& queue) : engine_(std::move(engine)), queue_(queue) {}

JobId EngineWorker::enqueue(Request request, std::filesystem::path outDir, EngineSettings settings) {
    return push(std::move(request), std::move(outDir), {.settings = std::move(settings), .plan = {}});
}

JobId EngineWorker::enqueuePlan(PlannerJob job, EngineSettings settings) {
    const auto request = job.request;
    return push(request, {}, {.settings = std::move(settings), .plan = std::move(job)});
}

JobId EngineWorker::push(Request request, std::filesystem::path outDir, Ticket ticket) {
    const std::lock_guard lock(ticketsMutex_); // held across push: the job may be taken before this returns
    const auto id = queue_.push(std::move(request), std::move(outDir));
    tickets_.emplace(id, std::move(ticket));
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

void EngineWorker::releaseModels() {
    if (engine_.release)
        engine_.release();
    emit modelsReleased();
}

void EngineWorker::run(const Job& job) try {
    auto ticket = takeTicket(job.id);
    engine_.configure(std::move(ticket.settings));
    const auto callbacks = callbacksOf(job.id);
    if (ticket.plan)
        emit planFinished(job.id, engine_.plan(*ticket.plan, callbacks, job.stop.get_token()));
    else
        emit finished(job.id, engine_.generate(job.request, job.outDir, callbacks, job.stop.get_token()));
} catch (const Cancelled&) {
    emit cancelled(job.id);
} catch (const Error& error) {
    const auto words = wordsOf(error);
    emit failed(job.id, error.code, words.what, words.remedy, words.detail);
} catch (const std::exception& error) {
    emit failed(job.id, ErrorCode::Internal, QString::fromUtf8(error.what()),
                EngineWorker::tr("This is a mistake of the program. Copy the report and tell its makers."), {});
}

JobCallbacks EngineWorker::callbacksOf(JobId id) {
    return {.progress = [this, id](const Progress& progress) { emit progressed(id, progress); },
            .audio = [this, id](const AudioChunk& chunk) { emit audioArrived(id, chunk); },
            .takeDone = [this, id](int item, const Take& take) { emit takeFinished(id, item, take); },
            .planned = [this, id](const PlanResult& result) { emit planned(id, result); }};
}

EngineWorker::Ticket EngineWorker::takeTicket(JobId id) {
    const std::lock_guard lock(ticketsMutex_);
    auto entry = tickets_.extract(id);
    tickets_.erase(tickets_.begin(), tickets_.lower_bound(id)); // of jobs that were cancelled before their turn
    return std::move(entry.mapped());
}

} // namespace ottava::ui
