#include "core/audio/playback_track.h"

#include <algorithm>

namespace ottava {

PlaybackTrack::PlaybackTrack(std::int64_t totalFrames, int channels, int sampleRate)
    : channels_(channels), sampleRate_(sampleRate), totalFrames_(totalFrames) {
    // All at once: growing would copy the whole take under the lock while the feeder waits for it.
    samples_.reserve(static_cast<std::size_t>(totalFrames * channels));
}

void PlaybackTrack::append(std::span<const float> samples) {
    const std::scoped_lock lock{mutex_};
    const auto room = static_cast<std::size_t>((totalFrames_ - availableLocked()) * channels_);
    const auto kept = samples.first(std::min(samples.size(), room));
    samples_.insert(samples_.end(), kept.begin(), kept.end());
}

void PlaybackTrack::replace(std::span<const float> samples) {
    std::vector<float> content{samples.begin(), samples.end()};
    const std::scoped_lock lock{mutex_};
    samples_.swap(content);
    totalFrames_ = availableLocked();
}

void PlaybackTrack::finish() {
    const std::scoped_lock lock{mutex_};
    totalFrames_ = availableLocked();
}

std::int64_t PlaybackTrack::totalFrames() const {
    const std::scoped_lock lock{mutex_};
    return totalFrames_;
}

std::int64_t PlaybackTrack::availableFrames() const {
    const std::scoped_lock lock{mutex_};
    return availableLocked();
}

std::size_t PlaybackTrack::read(std::int64_t frame, std::span<float> out) const {
    const std::scoped_lock lock{mutex_};
    const auto left = availableLocked() - frame;
    if (frame < 0 || left <= 0)
        return 0;
    const auto frames = std::min(left, static_cast<std::int64_t>(out.size()) / channels_);
    const auto count = static_cast<std::size_t>(frames * channels_);
    std::copy_n(samples_.begin() + frame * channels_, count, out.begin());
    return count;
}

} // namespace ottava
