#include "ui/playback/take_player.h"

#include "core/base/error.h"
#include "ui/widgets/core_words.h"

#include <QTimer>

#include <algorithm>

namespace ottava::ui {

namespace {

constexpr int kPollMs = 33;

} // namespace

TakePlayer::TakePlayer(PlayerOptions options, QObject* parent)
    : QObject(parent), player_(std::move(options)), timer_(new QTimer(this)) {
    timer_->setInterval(kPollMs);
    connect(timer_, &QTimer::timeout, this, &TakePlayer::poll);
}

void TakePlayer::setTrack(std::shared_ptr<PlaybackTrack> track) {
    if (track_)
        player_.stop();
    setPlaying(false);
    track_ = std::move(track);
    loop_.reset();
    player_.setTrack(track_);
    moveTo(0);
}

void TakePlayer::togglePlay() {
    if (playing_)
        pause();
    else
        play();
}

void TakePlayer::play() {
    if (!track_)
        return;
    if (position_ >= track_->totalFrames())
        seek(loop_ ? loop_->first : 0);
    try {
        player_.play();
        setPlaying(true);
    } catch (const Error& e) {
        player_.seek(position_);
        emit fault(inWindowLanguage(e.message), inWindowLanguage(e.advice));
    }
}

void TakePlayer::pause() {
    if (!playing_)
        return;
    player_.pause();
    moveTo(player_.positionFrames());
    setPlaying(false);
}

void TakePlayer::stop() {
    pause();
    seek(loop_ ? loop_->first : 0);
}

void TakePlayer::seek(std::int64_t frame) {
    if (!track_)
        return;
    const auto target = std::clamp<std::int64_t>(frame, 0, track_->totalFrames());
    player_.seek(target);
    moveTo(target);
}

void TakePlayer::setLoop(std::optional<FrameRange> range) {
    loop_ = range;
    player_.setLoop(range);
}

void TakePlayer::setVolume(double linear) {
    player_.setVolume(static_cast<float>(std::clamp(linear, 0.0, 1.0)));
}

void TakePlayer::setDevice(const QString& name) {
    player_.setDevice(name.isEmpty() ? std::nullopt : std::optional(name.toStdString()));
    if (!track_)
        return;
    const auto resumes = playing_;
    pause();
    player_.stop(); // only a stopped player lets go of the device it has
    player_.seek(position_);
    if (resumes)
        play();
}

void TakePlayer::poll() {
    if (const auto problem = player_.takeFault()) {
        setPlaying(false);
        emit fault(QString::fromStdString(*problem),
                   tr("The position is kept. Choose another output with the headphones button, then press Play."));
        return;
    }
    // The state first: a song that ends between the two questions has then moved its position already.
    const auto ended = player_.state() != Player::State::Playing;
    moveTo(player_.positionFrames());
    emit levelsChanged(player_.levels());
    if (ended)
        setPlaying(false);
}

void TakePlayer::setPlaying(bool playing) {
    if (playing == playing_)
        return;
    playing_ = playing;
    if (playing)
        timer_->start();
    else
        timer_->stop();
    emit playingChanged(playing);
}

void TakePlayer::moveTo(std::int64_t frame) {
    if (frame == position_)
        return;
    position_ = frame;
    emit positionChanged(frame);
}

} // namespace ottava::ui
