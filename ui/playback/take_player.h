#pragma once

#include "core/audio/player.h"
#include "ui/playback/frame_selection.h"

#include <QObject>

#include <memory>
#include <optional>

class QTimer;

namespace ottava::ui {

/// The sound of the take panel: turns the player's state into signals while something sounds. GUI thread.
/// A device that is missing or vanishes becomes `fault`; the position stays and everything but sound goes on.
class TakePlayer : public QObject {
    Q_OBJECT
public:
    explicit TakePlayer(PlayerOptions options = {}, QObject* parent = nullptr);

    /// Puts `track` under the needle at its beginning, stopped; null: nothing to play. Forgets the loop.
    void setTrack(std::shared_ptr<PlaybackTrack> track);
    const std::shared_ptr<PlaybackTrack>& track() const { return track_; }

    void togglePlay();
    void play();
    void pause();
    /// Pauses and goes back to the start (of the loop, when there is one).
    void stop();
    void seek(std::int64_t frame);
    void setLoop(std::optional<FrameRange> range);
    void setVolume(double linear);
    /// Empty: the system's default. Sound that plays moves over.
    void setDevice(const QString& name);

    bool isPlaying() const { return playing_; }
    std::int64_t position() const { return position_; }

signals:
    void positionChanged(qint64 frame);
    /// About 30 times a second while something sounds.
    void levelsChanged(const ottava::Levels& levels);
    void playingChanged(bool playing);
    void fault(QString what, QString remedy);

private:
    void poll();
    void setPlaying(bool playing);
    void moveTo(std::int64_t frame);

    Player player_;
    std::shared_ptr<PlaybackTrack> track_;
    std::optional<FrameRange> loop_;
    QTimer* timer_;
    std::int64_t position_ = 0;
    bool playing_ = false;
};

} // namespace ottava::ui
