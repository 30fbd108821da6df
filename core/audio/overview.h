#pragma once

#include "core/audio/audio_buffer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace ottava {

/// Lowest and highest sample of a stretch, over all channels.
struct PeakPair {
    float low = 0, high = 0;
};

/// Peak pyramid of a take: answers "min and max between these frames" at any zoom in time that grows with the logarithm
/// of the length only. Grows while tiles arrive. One thread at a time.
class Overview {
public:
    /// The finest bin, frames: answers are exact for stretches that begin and end on multiples of it (or at the end),
    /// others are rounded outwards to them.
    static constexpr std::int64_t kBinFrames = 16;

    explicit Overview(int channels = 2) : channels_(channels) {}

    /// Appends interleaved samples behind what is there.
    void append(std::span<const float> samples);
    void clear();
    std::int64_t frameCount() const;

    /// `columns` pairs that together cover frames [first, last). Stretches past the end are 0, 0.
    std::vector<PeakPair> columns(std::int64_t first, std::int64_t last, int columns) const;

private:
    void addBin(PeakPair pair);
    PeakPair range(std::int64_t first, std::int64_t last) const;

    int channels_;
    std::vector<float> pending_;                ///< samples of the last, unfinished bin
    std::vector<std::vector<PeakPair>> levels_; ///< level k: one pair per 16·4^k frames, finished ones only
};

} // namespace ottava
