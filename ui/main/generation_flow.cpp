#include "ui/main/generation_flow.h"

#include "ui/main/session.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui/widgets/time_field.h"

#include <utility>

namespace ottava::ui {

namespace {

constexpr qsizetype kTitleChars = 40;

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

GenerationFlow::GenerationFlow(EnginePort engine, Session& session, StageStrip& strip, MessageBar& messages,
                               QObject* parent)
    : QObject(parent), session_(session), strip_(strip), messages_(messages), controller_(std::move(engine)) {
    connect(&strip_, &StageStrip::cancelRequested, &controller_, &EngineController::cancelRunning);
    connectStages();
    connectEnds();
}

void GenerationFlow::generate(const RequestDraft& draft) {
    messages_.clear();
    const auto settings = session_.takeJobSettings();
    const auto id = controller_.enqueue(toRequest(draft), session_.libraryDir(), settings);
    songs_[id] = {songTitle(draft), settings.lmEnabled};
    showWaiting();
}

void GenerationFlow::connectStages() {
    connect(&controller_, &EngineController::jobStarted, this, [this](JobId id) {
        strip_.begin(songs_[id].withPlanner);
        showWaiting();
    });
    connect(&controller_, &EngineController::progressed, this,
            [this](JobId, const Progress& progress) { strip_.setProgress(progress); });
    connect(&controller_, &EngineController::audioArrived, this,
            [this](JobId id, const AudioChunk& chunk) { feed_.push(chunk, songs_[id].title); });
    connect(&feed_, &AudioFeed::piece, this, &GenerationFlow::audioArrived);
    connect(&controller_, &EngineController::takeFinished, this, [this](JobId, int item, const Take& take) {
        feed_.then([this, item, take] { emit takeFinished(item, take); });
    });
}

void GenerationFlow::connectEnds() {
    connect(&controller_, &EngineController::jobFinished, this, [this](JobId id, const GenerateResult& result) {
        end(id, tr("Done in %1").arg(formatTime(result.timings.totalSeconds)));
        for (const auto& warning : result.warnings)
            messages_.add({MessageLevel::Warning, QString::fromStdString(warning.message), {}});
        emit finished(result);
    });
    connect(&controller_, &EngineController::jobCancelled, this, [this](JobId id) {
        end(id, tr("Cancelled"));
        feed_.then([this] { emit abandoned(); });
    });
    connect(&controller_, &EngineController::jobFailed, this,
            [this](JobId id, ErrorCode code, const QString& message, const QString& remedy) {
                end(id, tr("Not finished"));
                messages_.add({MessageLevel::Error, message, remedy});
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
