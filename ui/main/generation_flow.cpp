#include "ui/main/generation_flow.h"

#include "ui/main/session.h"
#include "ui/widgets/core_words.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui/widgets/time_field.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ottava::ui {

namespace {

constexpr qsizetype kTitleChars = 40;

/// What a job goes through, as far as is known before.
std::set<Stage> stagesOf(std::optional<PlannerTask> task, bool withPlanner) {
    if (task == PlannerTask::ReadCodes)
        return {Stage::Loading, Stage::Encoding};
    if (task)
        return {Stage::Loading, Stage::Planning};
    std::set stages{Stage::Loading, Stage::Encoding, Stage::Diffusion, Stage::Decoding, Stage::Saving};
    if (withPlanner)
        stages.insert(Stage::Planning);
    return stages;
}

} // namespace

QString songTitle(const RequestDraft& draft) {
    const auto words = draft.description.simplified();
    if (words.isEmpty())
        return GenerationFlow::tr("Untitled");
    auto title = words.section(QLatin1Char(','), 0, 0);
    if (title.size() > kTitleChars)
        title = title.left(title.lastIndexOf(QLatin1Char(' '), kTitleChars)).left(kTitleChars) + QStringLiteral("…");
    return title.left(1).toUpper() + title.mid(1);
}

Message warningMessage(const Warning& warning) {
    const auto words = wordsOf(warning);
    return {MessageLevel::Warning, words.what, words.remedy, {}, words.detail};
}

GenerationFlow::GenerationFlow(EnginePort engine, Session& session, StageStrip& strip, MessageBar& messages,
                               QObject* parent)
    : QObject(parent), session_(session), strip_(strip), messages_(messages), controller_(std::move(engine)) {
    connect(&strip_, &StageStrip::cancelRequested, this, &GenerationFlow::cancel);
    connectStages();
    connectPlans();
    connectEnds();
    connect(&controller_, &EngineController::modelsReleased, this, [this] {
        if (std::exchange(freeAsked_, false))
            messages_.add(
                {MessageLevel::Info, tr("Memory is free again."), tr("The next song loads its models anew.")});
    });
    connect(&session_, &Session::settingsChanged, this, [this] { followIdleSetting(); });
    followIdleSetting();
}

void GenerationFlow::followIdleSetting() {
    controller_.setIdleRelease(std::chrono::minutes{session_.settings().freeAfterMinutes});
}

void GenerationFlow::freeMemory() {
    freeAsked_ = true;
    controller_.releaseModels();
}

void GenerationFlow::generate(const RequestDraft& draft) {
    messages_.clear();
    if (draft.edit)
        return edit(draft);
    const auto settings = session_.takeJobSettings(draft.withPlanner ? PlannerUse::Wanted : PlannerUse::Unwanted);
    auto request = toRequest(draft);
    const auto id = controller_.enqueue(request, session_.libraryDir(), settings);
    songs_[id] = {songTitle(draft), settings.lmEnabled, std::move(request)};
    showWaiting();
}

void GenerationFlow::edit(const RequestDraft& draft) {
    const auto jobs = editJobs(draft);
    const auto thinks = std::any_of(jobs.begin(), jobs.end(), [](const EditJob& job) { return job.request.thinking; });
    const auto settings = session_.takeJobSettings(thinks ? PlannerUse::Wanted : PlannerUse::Unwanted);
    ++groups_;
    for (const auto& job : jobs) {
        const auto id = controller_.enqueue(job.request, session_.libraryDir(), settings);
        songs_[id] = {.title = job.title, .withPlanner = settings.lmEnabled, .request = job.request, .group = groups_};
    }
    showWaiting();
}

void GenerationFlow::cancel() {
    const auto running = controller_.running();
    if (!running)
        return;
    std::vector<JobId> together;
    const auto group = songs_[*running].group;
    for (const auto& [id, song] : songs_)
        if (group && song.group == group && id != *running)
            together.push_back(id);
    for (const auto id : together) {
        songs_.erase(id); // its end is no news then
        controller_.cancel(id);
    }
    controller_.cancelRunning();
}

void GenerationFlow::generate(const Request& request, const QString& title) {
    messages_.clear();
    const auto settings = session_.takeJobSettings(request.thinking ? PlannerUse::Wanted : PlannerUse::Unwanted);
    const auto id = controller_.enqueue(request, session_.libraryDir(), settings);
    songs_[id] = {title, settings.lmEnabled, request};
    showWaiting();
}

void GenerationFlow::plan(PlannerTask task, const RequestDraft& draft, const QString& audio) {
    messages_.clear();
    auto request = toRequest(draft);
    if (task == PlannerTask::Inspire && request.query.empty())
        request.query = request.caption;
    const PlannerJob job{.task = task, .request = request, .audio = audio.toStdString(), .traceFile = {}};
    const auto use = task == PlannerTask::ReadCodes ? PlannerUse::Unwanted : PlannerUse::Wanted;
    const auto id = controller_.enqueuePlan(job, session_.takeJobSettings(use));
    songs_[id] = {songTitle(draft), use == PlannerUse::Wanted, std::move(request), task};
    showWaiting();
}

void GenerationFlow::connectPlans() {
    connect(&controller_, &EngineController::planned, this,
            [this](JobId id, const PlanResult& result) { emit planned(songs_[id].request, result); });
    connect(&controller_, &EngineController::planFinished, this, [this](JobId id, const PlanResult& result) {
        const auto song = songs_[id];
        if (song.task == PlannerTask::ReadCodes) {
            end(id, tr("Codes read in %1").arg(formatTime(result.planSeconds)));
            showWarnings(result.warnings);
            emit codesRead(QString::fromStdString(result.plan.audioCodes.front()));
            return;
        }
        end(id, tr("Planned in %1").arg(formatTime(result.planSeconds)));
        showWarnings(result.warnings);
        if (song.task == PlannerTask::Plan)
            emit planned(song.request, result);
        else
            emit written(result.plan);
    });
}

void GenerationFlow::showWarnings(const Warnings& warnings) {
    for (const auto& warning : warnings)
        messages_.add(warningMessage(warning));
}

void GenerationFlow::connectStages() {
    connect(&controller_, &EngineController::jobStarted, this, [this](JobId id) {
        strip_.begin(stagesOf(songs_[id].task, songs_[id].withPlanner));
        showWaiting();
    });
    connect(&controller_, &EngineController::progressed, this,
            [this](JobId, const Progress& progress) { strip_.setProgress(progress); });
    connect(&controller_, &EngineController::audioArrived, this,
            [this](JobId id, const AudioChunk& chunk) { feed_.push(chunk, songs_[id].title); });
    connect(&feed_, &AudioFeed::piece, this, &GenerationFlow::audioArrived);
    connect(&controller_, &EngineController::takeFinished, this, [this](JobId id, int item, const Take& take) {
        const auto& song = songs_[id];
        feed_.then(
            [this, item, take, title = song.group ? song.title : QString()] { emit takeFinished(item, take, title); });
    });
}

void GenerationFlow::connectEnds() {
    connect(&controller_, &EngineController::jobFinished, this, [this](JobId id, const GenerateResult& result) {
        end(id, tr("Done in %1").arg(formatTime(result.timings.totalSeconds)));
        showWarnings(result.warnings);
        emit finished(result);
    });
    connect(&controller_, &EngineController::jobCancelled, this, [this](JobId id) {
        if (!songs_.contains(id))
            return showWaiting();
        end(id, tr("Cancelled"));
        feed_.then([this] { emit abandoned(); });
    });
    connect(&controller_, &EngineController::jobFailed, this,
            [this](JobId id, ErrorCode code, const QString& message, const QString& remedy, const QString& detail) {
                end(id, tr("Not finished"));
                messages_.add({MessageLevel::Error, message, remedy, {}, detail});
                feed_.then([this] { emit abandoned(); });
                if (code == ErrorCode::ModelMissing || code == ErrorCode::ModelCorrupt)
                    emit modelsDoubtful();
            });
}

void GenerationFlow::end(JobId id, const QString& lastWord) {
    songs_.erase(id);
    strip_.rest(lastWord);
    showWaiting();
}

void GenerationFlow::showWaiting() {
    strip_.setWaiting(controller_.waitingCount());
}

} // namespace ottava::ui
