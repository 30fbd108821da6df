#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace ottava {

/// Audio that a player plays and that may still be growing: tiles are appended while earlier ones sound.
/// Safe from any thread.
class PlaybackTrack {
public:
    /// `totalFrames`: the length it will have when complete.
    explicit PlaybackTrack(std::int64_t totalFrames, int channels = 2, int sampleRate = 48'000);

    /// Interleaved samples, whole frames; what goes beyond `totalFrames` is left out.
    void append(std::span<const float> samples);
    /// Replaces everything (by the finished, normalised take); the track is then complete and as long as this.
    void replace(std::span<const float> samples);
    /// Nothing more will come (a cancelled job): what is there is all.
    void finish();

    std::int64_t totalFrames() const;
    std::int64_t availableFrames() const;
    int channels() const { return channels_; }
    int sampleRate() const { return sampleRate_; }
    /// Copies whole frames from `frame` on, up to out.size() samples; returns how many samples.
    std::size_t read(std::int64_t frame, std::span<float> out) const;

private:
    std::int64_t availableLocked() const { return static_cast<std::int64_t>(samples_.size()) / channels_; }

    const int channels_;
    const int sampleRate_;
    mutable std::mutex mutex_;
    std::vector<float> samples_;
    std::int64_t totalFrames_;
};

} // namespace ottava
