#include "core/audio/player.h"

#include "core/base/log.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <stop_token>
#include <thread>

namespace ottava {
namespace {

/// How often the feeder looks after a stream: far more often than its buffer runs dry.
constexpr std::chrono::milliseconds kFeedInterval{10};
/// So many looks without a single callback mean that the device hangs (counted, so that a suspended machine is not).
constexpr int kStallLooks = 500;

/// A feed and the device it goes to. Its destruction waits until the device is closed.
class Stream : public OutputClient {
public:
    Stream(std::shared_ptr<const PlaybackTrack> track, const FeedStart& start) : feed(std::move(track), start) {}

    void open(const OpenOutput& openOutput, const OutputFormat& format) { device_ = openOutput(format, *this); }
    void render(std::span<float> out) noexcept override {
        callbacks_.fetch_add(1, std::memory_order_relaxed);
        feed.render(out);
    }
    void ended() noexcept override { ended_.store(true, std::memory_order_release); }

    /// For the feeder, once a look.
    bool isDead() {
        const auto callbacks = callbacks_.load(std::memory_order_relaxed);
        stalledLooks_ = callbacks == seenCallbacks_ ? stalledLooks_ + 1 : 0;
        seenCallbacks_ = callbacks;
        return ended_.load(std::memory_order_acquire) || stalledLooks_ > kStallLooks;
    }

    PlaybackFeed feed;

private:
    std::atomic<bool> ended_{false};
    std::atomic<std::uint64_t> callbacks_{0};
    std::uint64_t seenCallbacks_ = 0;
    int stalledLooks_ = 0;
    std::unique_ptr<OutputDevice> device_; // last: closed before anything it calls goes
};

} // namespace

/// The mutex guards every member; the callback takes it never. Streams are closed by the feeder outside of it, because
/// that waits until the device has played what it took.
struct Player::Impl {
    explicit Impl(PlayerOptions playerOptions)
        : options(std::move(playerOptions)), feeder([this](const std::stop_token& stop) { feed(stop); }) {}

    void feed(const std::stop_token& stop);
    void look();
    void closeRetired(std::unique_lock<std::mutex>& lock);
    void retire(std::int64_t position, State next);
    std::int64_t position() const { return stream ? stream->feed.positionFrames() : restFrame; }

    const PlayerOptions options;
    mutable std::mutex mutex;
    std::condition_variable_any wake;
    std::shared_ptr<const PlaybackTrack> track;
    std::unique_ptr<Stream> stream;  ///< unset while stopped, and when paused by a fault
    std::unique_ptr<Stream> retired; ///< waits to be closed
    bool closing = false;
    State state = State::Stopped;
    std::int64_t restFrame = 0; ///< the position while there is no stream
    std::optional<std::string> device;
    std::optional<FrameRange> loop;
    float volume = 1;
    std::int64_t earlierUnderruns = 0;
    std::optional<std::string> fault;
    std::jthread feeder; // last: ends before what it uses
};

void Player::Impl::feed(const std::stop_token& stop) {
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        closeRetired(lock);
        if (!stream) {
            wake.wait(lock, stop, [this] { return stream || retired; });
            continue;
        }
        look();
        wake.wait_for(lock, stop, kFeedInterval, [this] { return retired != nullptr; });
    }
    closeRetired(lock);
}

/// The feeder's round while there is a stream.
void Player::Impl::look() {
    if (stream->isDead()) {
        fault = "The audio device stopped or was unplugged. Plug it in or choose another one, then press Play.";
        retire(position(), State::Paused);
    } else if (stream->feed.isAtEnd()) {
        retire(0, State::Stopped);
    } else {
        stream->feed.pump();
    }
}

void Player::Impl::closeRetired(std::unique_lock<std::mutex>& lock) {
    if (!retired)
        return;
    auto leaving = std::move(retired);
    closing = true;
    lock.unlock();
    leaving.reset();
    lock.lock();
    closing = false;
    wake.notify_all();
}

/// Lets go of the stream, if there is one. The mutex is held.
void Player::Impl::retire(std::int64_t position, State next) {
    restFrame = position;
    state = next;
    if (!stream)
        return;
    stream->feed.setPaused(true);
    earlierUnderruns += stream->feed.underruns();
    if (earlierUnderruns > 0)
        log::debug("Playback ran dry {} times so far.", earlierUnderruns);
    retired = std::move(stream);
    wake.notify_all();
}

Player::Player(PlayerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Player::~Player() {
    stop();
}

std::vector<AudioDevice> Player::devices() {
    return outputDevices();
}

void Player::setDevice(std::optional<std::string> name) {
    const std::scoped_lock lock{impl_->mutex};
    impl_->device = std::move(name);
}

void Player::setTrack(std::shared_ptr<const PlaybackTrack> track) {
    const std::scoped_lock lock{impl_->mutex};
    impl_->retire(0, State::Stopped);
    impl_->track = std::move(track);
    impl_->loop.reset();
}

void Player::play() {
    auto& my = *impl_;
    std::unique_lock lock{my.mutex};
    if (!my.track || my.state == State::Playing)
        return;
    if (!my.stream) {
        // A card may let only one stream in, so the one before has to be gone.
        my.wake.wait(lock, [&my] { return !my.retired && !my.closing; });
        if (my.restFrame >= my.track->totalFrames())
            my.restFrame = 0;
        const FeedStart start{
            .frame = my.restFrame, .loop = my.loop, .volume = my.volume, .bufferSeconds = my.options.bufferSeconds};
        auto stream = std::make_unique<Stream>(my.track, start);
        stream->feed.pump();
        stream->open(my.options.open, {my.track->channels(), my.track->sampleRate(), my.device});
        my.stream = std::move(stream);
        my.wake.notify_all();
    }
    my.fault.reset();
    my.stream->feed.setPaused(false);
    my.state = State::Playing;
}

void Player::pause() {
    const std::scoped_lock lock{impl_->mutex};
    if (impl_->state != State::Playing)
        return;
    impl_->stream->feed.setPaused(true);
    impl_->state = State::Paused;
}

void Player::stop() {
    const std::scoped_lock lock{impl_->mutex};
    impl_->retire(0, State::Stopped);
}

void Player::seek(std::int64_t frame) {
    const std::scoped_lock lock{impl_->mutex};
    const auto last = impl_->track ? impl_->track->totalFrames() : 0;
    impl_->restFrame = std::clamp<std::int64_t>(frame, 0, last);
    if (!impl_->stream)
        return;
    impl_->stream->feed.seek(impl_->restFrame);
    impl_->stream->feed.pump();
}

void Player::setLoop(std::optional<FrameRange> range) {
    const std::scoped_lock lock{impl_->mutex};
    impl_->loop = range;
    if (!impl_->stream)
        return;
    impl_->stream->feed.setLoop(range);
    impl_->stream->feed.pump();
}

void Player::setVolume(float linear) {
    const std::scoped_lock lock{impl_->mutex};
    impl_->volume = std::clamp(linear, 0.0F, 1.0F);
    if (impl_->stream)
        impl_->stream->feed.setVolume(impl_->volume);
}

Player::State Player::state() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->state;
}

std::int64_t Player::positionFrames() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->position();
}

Levels Player::levels() const {
    const std::scoped_lock lock{impl_->mutex};
    if (impl_->stream)
        return impl_->stream->feed.levels();
    const auto channels = impl_->track ? static_cast<std::size_t>(impl_->track->channels()) : 0;
    Levels silence;
    silence.peakDb.assign(channels, -std::numeric_limits<float>::infinity());
    return silence;
}

std::int64_t Player::underruns() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->earlierUnderruns + (impl_->stream ? impl_->stream->feed.underruns() : 0);
}

std::optional<std::string> Player::takeFault() {
    const std::scoped_lock lock{impl_->mutex};
    return std::exchange(impl_->fault, std::nullopt);
}

} // namespace ottava
