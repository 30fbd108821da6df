#pragma once

#include "ui/compose/request_draft.h"
#include "ui/engine/audio_feed.h"
#include "ui/engine/engine_controller.h"

#include <QObject>

#include <map>
#include <optional>

namespace ottava::ui {

class MessageBar;
struct Message;
class Session;
class StageStrip;

/// One song's way through the window: from the filled form to the finished takes. Owns the engine's controller and
/// tells strip and messages what happens; sound and takes go out as signals. GUI thread.
class GenerationFlow : public QObject {
    Q_OBJECT
public:
    GenerationFlow(EnginePort engine, Session& session, StageStrip& strip, MessageBar& messages,
                   QObject* parent = nullptr);

    /// Makes the song of the form, or the songs of an edit as one group.
    void generate(const RequestDraft& draft);
    /// Makes a finished request, such as a variation of a take.
    void generate(const Request& request, const QString& title);
    /// Asks the language model alone. `audio`: the recording to understand.
    void plan(PlannerTask task, const RequestDraft& draft, const QString& audio);
    /// Loaded models leave memory, after the song that is being made.
    void freeMemory();
    bool isBusy() const { return !controller_.isIdle(); }

signals:
    /// A stretch of the take at `chunk.item` of the running job is there to be heard.
    void audioArrived(ottava::AudioChunk chunk, QString title);
    /// `title`: what the take is to be called; empty: as the engine called it.
    void takeFinished(int item, ottava::Take take, QString title);
    void finished(ottava::GenerateResult result);
    /// What was planned for the request `typed`, before or instead of its music.
    void planned(ottava::Request typed, ottava::PlanResult result);
    /// The language model wrote a text for the form.
    void written(ottava::Plan plan);
    /// The audio codes of a recording.
    void codesRead(QString codes);
    /// The job ended without finishing what it began.
    void abandoned();
    /// The fault may come from the models folder: it is worth another look.
    void modelsDoubtful();

private:
    void connectStages();
    void connectEnds();
    void connectPlans();
    void edit(const RequestDraft& draft);
    void cancel();
    void showWarnings(const Warnings& warnings);
    void end(JobId id, const QString& lastWord);
    void showWaiting();
    void followIdleSetting();

    Session& session_;
    StageStrip& strip_;
    MessageBar& messages_;
    bool freeAsked_ = false; ///< somebody waits to hear that memory is free
    AudioFeed feed_;
    EngineController controller_;
    struct Song {
        QString title;
        bool withPlanner = false;
        Request request;
        std::optional<PlannerTask> task = {}; ///< unset: a song
        std::optional<int> group = {};        ///< of an edit: they are stopped together, and named after their titles
    };
    std::map<JobId, Song> songs_; ///< queued and running
    int groups_ = 0;              ///< so far
};

/// A warning as the message bar shows it: in the user's words what it means, behind that what the engine says.
Message warningMessage(const Warning& warning);

/// A working title: the first words of what was asked for.
QString songTitle(const RequestDraft& draft);

} // namespace ottava::ui
