#pragma once

#include "core/audio/level_meter.h"
#include "core/audio/playback_track.h"
#include "core/audio/ring_buffer.h"

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

namespace ottava {

/// A stretch of a track, frames [first, last).
using FrameRange = std::pair<std::int64_t, std::int64_t>;

/// Where playback begins.
struct FeedStart {
    std::int64_t frame = 0;
    std::optional<FrameRange> loop;
    float volume = 1;
    double bufferSeconds = 0.3; ///< how far reading runs ahead of what is heard
};

/// The way of a track's frames to the device: `pump` reads ahead into a lock-free ring, `render` plays from it, and
/// what was really rendered tells the position. `render` is for the device's thread alone and never locks, allocates,
/// logs or throws; everything else is safe from any other thread.
class PlaybackFeed {
public:
    PlaybackFeed(std::shared_ptr<const PlaybackTrack> track, const FeedStart& start);

    /// Reads ahead as far as there is room and audio.
    void pump();
    void render(std::span<float> out) noexcept;

    void seek(std::int64_t frame);
    void setLoop(std::optional<FrameRange> range);
    void setVolume(float linear) { volume_.store(linear, std::memory_order_relaxed); }
    /// Paused, `render` gives silence and the position stands still.
    void setPaused(bool paused) { paused_.store(paused, std::memory_order_relaxed); }

    /// The track's frame that is rendered next.
    std::int64_t positionFrames() const;
    /// Of what was rendered last, before the volume.
    Levels levels() const;
    /// Every frame to the track's end has been rendered.
    bool isAtEnd() const;
    /// How often `render` ran dry although the track had more.
    std::int64_t underruns() const { return underruns_.load(std::memory_order_relaxed); }

private:
    /// From rendered frame `rendered` on, the track's frames from `track` on.
    struct Segment {
        std::int64_t rendered, track;
    };
    struct Block {
        std::int64_t begin, end; ///< rendered frames
        Levels levels;
    };

    std::int64_t renderedLocked() const;
    std::int64_t positionLocked() const;
    std::size_t nextFramesLocked() const;
    void jumpLocked(std::int64_t frame);
    void restartLocked(std::int64_t frame);
    void forgetRenderedLocked();
    std::size_t readRamped(std::span<float> out) noexcept;
    std::size_t stepsTo(float gain) const noexcept;

    const std::shared_ptr<const PlaybackTrack> track_;
    const std::size_t channels_;
    const std::int64_t aheadFrames_;
    RingBuffer ring_;

    mutable std::mutex mutex_; // the feeding side's
    LevelMeter meter_;
    std::vector<float> scratch_;
    std::int64_t cursor_;      ///< the track's frame that is read next
    std::int64_t written_ = 0; ///< frames put into the ring so far
    std::optional<FrameRange> loop_;
    std::deque<Segment> segments_;
    std::deque<Block> blocks_;

    std::atomic<std::int64_t> rendered_{0}; ///< frames taken out of the ring so far
    std::atomic<std::int64_t> skipTo_{0};   ///< frames before this one are void
    std::atomic<bool> moreFollows_{false};  ///< an empty ring would be an underrun
    std::atomic<bool> paused_{false};
    std::atomic<float> volume_;
    std::atomic<std::int64_t> underruns_{0};

    const float rampStep_;
    float gain_; ///< the device thread's: follows the volume
};

} // namespace ottava
