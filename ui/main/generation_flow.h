#pragma once

#include "ui/compose/request_draft.h"
#include "ui/engine/audio_feed.h"
#include "ui/engine/engine_controller.h"

#include <QObject>

#include <map>

namespace ottava::ui {

class MessageBar;
class Session;
class StageStrip;

/// One song's way through the window: from the filled form to the finished takes. Owns the engine's controller and
/// tells strip and messages what happens; sound and takes go out as signals. GUI thread.
class GenerationFlow : public QObject {
    Q_OBJECT
public:
    GenerationFlow(EnginePort engine, Session& session, StageStrip& strip, MessageBar& messages,
                   QObject* parent = nullptr);

    void generate(const RequestDraft& draft);
    bool isBusy() const { return !controller_.isIdle(); }

signals:
    /// A stretch of the take at `chunk.item` of the running job is there to be heard.
    void audioArrived(ottava::AudioChunk chunk, QString title);
    void takeFinished(int item, ottava::Take take);
    void finished(ottava::GenerateResult result);
    /// The job ended without finishing what it began.
    void abandoned();
    /// The fault may come from the models folder: it is worth another look.
    void modelsDoubtful();

private:
    void connectStages();
    void connectEnds();
    void end(JobId id, const QString& lastWord);
    void showWaiting();

    Session& session_;
    StageStrip& strip_;
    MessageBar& messages_;
    AudioFeed feed_;
    EngineController controller_;
    struct Song {
        QString title;
        bool withPlanner = false;
    };
    std::map<JobId, Song> songs_; ///< queued and running
};

/// A working title: the first words of what was asked for.
QString songTitle(const RequestDraft& draft);

} // namespace ottava::ui
