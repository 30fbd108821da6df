#include "core/audio/playback_feed.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ottava {
namespace {

/// Read and measured at once: about 21 ms, finer than a meter is drawn.
constexpr std::int64_t kBlockFrames = 1'024;
/// From silence to full volume, s: too short to notice, too long to click.
constexpr float kRampSeconds = 0.005F;
/// What `levels` looks back over, s.
constexpr double kMeterSeconds = 0.05;

std::int64_t framesIn(double seconds, const PlaybackTrack& track) {
    return static_cast<std::int64_t>(std::ceil(seconds * track.sampleRate()));
}

std::optional<FrameRange> usable(std::optional<FrameRange> range, const PlaybackTrack& track) {
    if (!range)
        return std::nullopt;
    const FrameRange cut{std::max<std::int64_t>(range->first, 0), std::min(range->second, track.totalFrames())};
    return cut.first < cut.second ? std::optional{cut} : std::nullopt;
}

} // namespace

PlaybackFeed::PlaybackFeed(std::shared_ptr<const PlaybackTrack> track, const FeedStart& start)
    : track_(std::move(track)),
      channels_(static_cast<std::size_t>(track_->channels())),
      aheadFrames_(std::max(framesIn(start.bufferSeconds, *track_), kBlockFrames)),
      // Twice what is read ahead: a seek finds room at once, while what it made void still lies in the ring.
      ring_(2 * static_cast<std::size_t>(aheadFrames_) * channels_),
      meter_(track_->channels(), track_->sampleRate()),
      scratch_(static_cast<std::size_t>(kBlockFrames) * channels_),
      cursor_(start.frame),
      loop_(usable(start.loop, *track_)),
      segments_{{0, start.frame}},
      volume_(start.volume),
      rampStep_(1.0F / (kRampSeconds * static_cast<float>(track_->sampleRate()))),
      gain_(start.volume) {}

std::int64_t PlaybackFeed::renderedLocked() const {
    return std::max(rendered_.load(std::memory_order_acquire), skipTo_.load(std::memory_order_relaxed));
}

/// How many frames may be read in one piece from the cursor on: up to a block, the room, the loop's end.
std::size_t PlaybackFeed::nextFramesLocked() const {
    const auto ahead = written_ - renderedLocked();
    const auto room = static_cast<std::int64_t>(ring_.writable() / channels_);
    auto frames = std::min({kBlockFrames, room, aheadFrames_ - ahead});
    if (loop_)
        frames = std::min(frames, loop_->second - cursor_);
    return static_cast<std::size_t>(std::max<std::int64_t>(frames, 0));
}

void PlaybackFeed::jumpLocked(std::int64_t frame) {
    cursor_ = frame;
    segments_.push_back({written_, frame});
}

void PlaybackFeed::pump() {
    const std::scoped_lock lock{mutex_};
    forgetRenderedLocked();
    for (;;) {
        if (loop_ && cursor_ >= loop_->second)
            jumpLocked(loop_->first);
        const auto wanted = nextFramesLocked();
        const auto samples =
            std::span{scratch_}.first(track_->read(cursor_, std::span{scratch_}.first(wanted * channels_)));
        if (samples.empty()) {
            const bool ahead = written_ > renderedLocked();
            moreFollows_.store(ahead && cursor_ < track_->availableFrames(), std::memory_order_release);
            return;
        }
        const auto frames = static_cast<std::int64_t>(samples.size() / channels_);
        ring_.write(samples);
        blocks_.push_back({written_, written_ + frames, meter_.add(samples)});
        written_ += frames;
        cursor_ += frames;
    }
}

void PlaybackFeed::forgetRenderedLocked() {
    const auto rendered = renderedLocked();
    while (segments_.size() > 1 && segments_[1].rendered <= rendered)
        segments_.pop_front();
    const auto oldest = rendered - framesIn(kMeterSeconds, *track_);
    while (!blocks_.empty() && blocks_.front().end <= oldest)
        blocks_.pop_front();
}

void PlaybackFeed::seek(std::int64_t frame) {
    const std::scoped_lock lock{mutex_};
    restartLocked(std::clamp<std::int64_t>(frame, 0, track_->totalFrames()));
}

/// Makes void what lies in the ring; the next frame rendered is `frame`.
void PlaybackFeed::restartLocked(std::int64_t frame) {
    moreFollows_.store(false, std::memory_order_release);
    skipTo_.store(written_, std::memory_order_release);
    segments_.clear();
    blocks_.clear();
    meter_.restart();
    jumpLocked(frame);
}

void PlaybackFeed::setLoop(std::optional<FrameRange> range) {
    const std::scoped_lock lock{mutex_};
    loop_ = usable(range, *track_);
    // What was read ahead may pass the new end or still turn round at the old one: then it is read again.
    const auto position = positionLocked();
    const bool turned = segments_.back().rendered > renderedLocked();
    if (turned || (loop_ && cursor_ > loop_->second))
        restartLocked(loop_ && position >= loop_->second ? loop_->first : position);
}

std::int64_t PlaybackFeed::positionFrames() const {
    const std::scoped_lock lock{mutex_};
    return positionLocked();
}

std::int64_t PlaybackFeed::positionLocked() const {
    const auto rendered = renderedLocked();
    const auto after = std::ranges::upper_bound(segments_, rendered, {}, &Segment::rendered);
    const auto& segment = *std::prev(after);
    return segment.track + rendered - segment.rendered;
}

Levels PlaybackFeed::levels() const {
    const std::scoped_lock lock{mutex_};
    const auto rendered = renderedLocked();
    const auto oldest = rendered - framesIn(kMeterSeconds, *track_);
    Levels levels;
    levels.peakDb.assign(channels_, -std::numeric_limits<float>::infinity());
    for (const auto& block : blocks_) {
        if (block.begin >= rendered)
            break;
        levels.shortTermLufs = block.levels.shortTermLufs;
        levels.truePeakDb = block.levels.truePeakDb;
        if (block.end <= oldest || paused_.load(std::memory_order_relaxed))
            continue;
        for (std::size_t channel = 0; channel < channels_; ++channel)
            levels.peakDb[channel] = std::max(levels.peakDb[channel], block.levels.peakDb[channel]);
    }
    return levels;
}

bool PlaybackFeed::isAtEnd() const {
    const std::scoped_lock lock{mutex_};
    return !loop_ && cursor_ >= track_->totalFrames() && renderedLocked() >= written_;
}

void PlaybackFeed::render(std::span<float> out) noexcept {
    auto rendered = rendered_.load(std::memory_order_relaxed);
    if (const auto skipTo = skipTo_.load(std::memory_order_acquire); rendered < skipTo) {
        ring_.skip(static_cast<std::size_t>(skipTo - rendered) * channels_);
        rendered = skipTo;
    }
    // After the skip, since a ring that a seek has just emptied is no underrun; before the read, since what `pump` adds
    // before it sets this must be found there.
    const bool moreFollows = moreFollows_.load(std::memory_order_acquire);
    const bool paused = paused_.load(std::memory_order_relaxed);
    const auto played = readRamped(out);
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(played), out.end(), 0.0F);
    if (played < out.size() && !paused && moreFollows)
        underruns_.fetch_add(1, std::memory_order_relaxed);
    rendered_.store(rendered + static_cast<std::int64_t>(played / channels_), std::memory_order_release);
}

/// Reads what is due, at a volume that moves towards the wanted one in small steps; returns how many samples.
std::size_t PlaybackFeed::readRamped(std::span<float> out) noexcept {
    const bool paused = paused_.load(std::memory_order_relaxed);
    const float wanted = paused ? 0.0F : volume_.load(std::memory_order_relaxed);
    if (paused) // only as much as it takes to fade out
        out = out.first(std::min(out.size(), stepsTo(0.0F) * channels_));
    const auto read = ring_.read(out);
    for (std::size_t frame = 0; frame < read; frame += channels_) {
        gain_ = stepsTo(wanted) <= 1 ? wanted : gain_ + std::copysign(rampStep_, wanted - gain_);
        for (std::size_t sample = frame; sample < frame + channels_; ++sample)
            out[sample] *= gain_;
    }
    return read;
}

/// A hair less than the quotient, or the rounding of many steps would add one.
std::size_t PlaybackFeed::stepsTo(float gain) const noexcept {
    constexpr float kHair = 0.01F;
    return static_cast<std::size_t>(std::max(0.0F, std::ceil(std::abs(gain - gain_) / rampStep_ - kHair)));
}

} // namespace ottava
