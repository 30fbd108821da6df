#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ottava {

/// Audio in memory: interleaved float samples, full scale ±1.
struct AudioBuffer {
    int channels = 2;
    int sampleRate = 48'000;
    std::vector<float> samples; ///< frame by frame; size = frames · channels

    std::int64_t frameCount() const { return channels == 0 ? 0 : static_cast<std::int64_t>(samples.size()) / channels; }
    double durationSeconds() const { return static_cast<double>(frameCount()) / sampleRate; }
};

} // namespace ottava
