#pragma once

#include "core/engine/take.h"
#include "core/engine/time_span.h"
#include "core/library/take_library.h"
#include "ui/compose/variation.h"
#include "ui/edit/edit_task.h"
#include "ui/playback/take_player.h"

#include <QFrame>

#include <functional>
#include <memory>
#include <optional>

class QStackedWidget;

namespace ottava::ui {

class TakeExporter;
class TakePage;
struct LoadedTake;

/// The centre column: one take with its sound, picture and facts, and the ways to take it out of the program. Shows
/// a take while it is still being decoded, and plays it from its first tile on. GUI thread; files are read and written
/// in the background.
class TakePanel : public QFrame {
    Q_OBJECT
public:
    explicit TakePanel(QWidget* parent = nullptr, PlayerOptions options = {});

    void setVolume(double linear); ///< 0 to 1
    /// Name of the output; empty: the system's default.
    void setAudioDevice(const QString& name);

    bool isPlaying() const { return player_.isPlaying(); }
    /// The take that is shown, once it is complete.
    const std::optional<StoredTake>& storedTake() const { return stored_; }
    /// What is marked in it, s.
    std::optional<TimeSpan> selection() const;

public slots:
    /// A take begins to be decoded. While another one sounds it waits behind a button instead of interrupting.
    void beginTake(int item, std::int64_t totalFrames, const QString& title);
    void appendAudio(const ottava::AudioChunk& chunk);
    /// The take that `beginTake` announced is complete: its finished sound replaces the tiles without a stop.
    void finishTake(int item, const ottava::StoredTake& take);
    void showTake(const ottava::StoredTake& take);
    /// What is being decoded will not be finished: it goes, whether it is shown or waits.
    void abandonTake();
    /// Shows it and plays it as soon as it is read.
    void playTake(const ottava::StoredTake& take);
    void clear();
    void togglePlay();
    void toggleLoop();
    void exportTake();
    void copyTakeAsFile();
    void seekBy(double seconds);
    void seekToStart();
    void seekToEnd();

signals:
    void message(QString what, QString remedy);
    /// One more take like the one that is shown.
    void againRequested(ottava::ui::Again kind);
    /// The take that is shown is to be changed.
    void editRequested(ottava::ui::EditTask task);
    void playingChanged(bool playing);
    void volumeChanged(double linear);
    void audioDeviceChosen(QString name);

private:
    struct Growing;

    void connectPlayer();
    void connectPage();
    std::shared_ptr<Growing> growingOf(int item) const;
    void showGrowing(std::shared_ptr<Growing> growing);
    void showWaiting();
    void load(const StoredTake& take, std::shared_ptr<PlaybackTrack> growing, std::function<void(LoadedTake&)> done);
    void showThen(const StoredTake& take, std::function<void()> then);
    void showLoaded(const StoredTake& take, LoadedTake& loaded);
    void completeShown(const StoredTake& take, LoadedTake& loaded);
    void describe(const StoredTake& take, const LoadedTake& loaded);
    void updateTimes();
    void updateLoop();

    TakePlayer player_;
    TakeExporter* exporter_;
    QStackedWidget* pages_;
    TakePage* page_;

    std::shared_ptr<Growing> growing_; ///< shown and still being decoded
    std::shared_ptr<Growing> waiting_; ///< begun while another take sounded
    std::optional<StoredTake> stored_; ///< shown and complete
    int shown_ = 0;                    ///< counts what was asked to be shown: a slow file must not replace a later one
};

} // namespace ottava::ui
