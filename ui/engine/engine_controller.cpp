#include "ui/engine/engine_controller.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace ottava::ui {

namespace {

void registerValueTypes() {
    qRegisterMetaType<JobId>("ottava::JobId");
    qRegisterMetaType<Progress>("ottava::Progress");
    qRegisterMetaType<AudioChunk>("ottava::AudioChunk");
    qRegisterMetaType<Take>("ottava::Take");
    qRegisterMetaType<GenerateResult>("ottava::GenerateResult");
    qRegisterMetaType<PlanResult>("ottava::PlanResult");
    qRegisterMetaType<ErrorCode>("ottava::ErrorCode");
}

} // namespace

EngineController::EngineController(EnginePort engine, QObject* parent)
    : QObject(parent), worker_(new EngineWorker(std::move(engine), queue_)) {
    registerValueTypes();
    worker_->moveToThread(&thread_);
    connect(&thread_, &QThread::finished, worker_, &QObject::deleteLater);
    connectWorker();
    thread_.setObjectName(QStringLiteral("engine"));
    thread_.start();
}

EngineController::~EngineController() {
    queue_.cancelAll();
    thread_.quit();
    thread_.wait();
}

void EngineController::releaseModels() {
    QMetaObject::invokeMethod(worker_, &EngineWorker::releaseModels, Qt::QueuedConnection);
}

void EngineController::setIdleRelease(std::chrono::milliseconds wait) {
    idle_.stop();
    idle_.setInterval(wait);
    if (isIdle() && wait.count() > 0)
        idle_.start();
}

void EngineController::connectWorker() {
    idle_.setSingleShot(true);
    connect(&idle_, &QTimer::timeout, this, &EngineController::releaseModels);
    connect(worker_, &EngineWorker::modelsReleased, this, &EngineController::modelsReleased);
    connect(worker_, &EngineWorker::started, this, &EngineController::jobStarted);
    connect(worker_, &EngineWorker::progressed, this, &EngineController::progressed);
    connect(worker_, &EngineWorker::audioArrived, this, &EngineController::audioArrived);
    connect(worker_, &EngineWorker::takeFinished, this, &EngineController::takeFinished);
    connect(worker_, &EngineWorker::planned, this, &EngineController::planned);
    connect(worker_, &EngineWorker::planFinished, this, [this](JobId id, const PlanResult& result) {
        if (close(id))
            emit planFinished(id, result);
    });
    connect(worker_, &EngineWorker::finished, this, [this](JobId id, const GenerateResult& result) {
        if (close(id))
            emit jobFinished(id, result);
    });
    connect(worker_, &EngineWorker::cancelled, this, [this](JobId id) {
        if (close(id))
            emit jobCancelled(id);
    });
    connect(worker_, &EngineWorker::failed, this,
            [this](JobId id, ErrorCode code, const QString& message, const QString& remedy, const QString& detail) {
                if (close(id))
                    emit jobFailed(id, code, message, remedy, detail);
            });
}

JobId EngineController::enqueue(Request request, std::filesystem::path outDir, EngineSettings settings) {
    return opened(worker_->enqueue(std::move(request), std::move(outDir), std::move(settings)));
}

JobId EngineController::enqueuePlan(PlannerJob job, EngineSettings settings) {
    return opened(worker_->enqueuePlan(std::move(job), std::move(settings)));
}

JobId EngineController::opened(JobId id) {
    open_.insert(id);
    idle_.stop();
    emit jobQueued(id);
    QMetaObject::invokeMethod(worker_, &EngineWorker::runNext, Qt::QueuedConnection);
    return id;
}

void EngineController::cancel(JobId id) {
    const auto waiting = queue_.waiting();
    const auto waited = std::find(waiting.begin(), waiting.end(), id) != waiting.end();
    queue_.cancel(id);
    // Its turn may have come between the two lines: then the worker reports its end.
    if (waited && queue_.running() != id && close(id))
        emit jobCancelled(id);
}

void EngineController::cancelRunning() {
    if (const auto id = queue_.running())
        queue_.cancel(*id);
}

void EngineController::cancelAll() {
    for (const auto id : queue_.waiting())
        cancel(id);
    cancelRunning();
}

bool EngineController::close(JobId id) {
    const bool known = open_.erase(id) > 0;
    if (open_.empty() && idle_.interval() > 0)
        idle_.start();
    return known;
}

} // namespace ottava::ui
