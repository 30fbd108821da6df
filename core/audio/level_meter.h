#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ottava {

/// Levels of a stretch of audio: per channel the sample peak, dBFS, −inf for silence. Loudness (last 3 s) in LUFS,
/// unset until there is enough.
struct Levels {
    std::vector<float> peakDb;
    std::optional<double> shortTermLufs;
    std::optional<double> truePeakDb; ///< highest so far, dBTP
};

/// Measures audio as it passes, block by block. Source: EBU R 128. One thread at a time.
class LevelMeter {
public:
    LevelMeter(int channels, int sampleRate);
    ~LevelMeter();
    LevelMeter(const LevelMeter&) = delete;
    LevelMeter& operator=(const LevelMeter&) = delete;

    /// Takes the next interleaved frames; the levels after them. `peakDb` is that of these frames alone.
    Levels add(std::span<const float> samples);
    /// What comes next does not continue what was: loudness begins anew, the highest true peak is kept.
    void restart();

private:
    struct Loudness;

    int channels_;
    int sampleRate_;
    std::unique_ptr<Loudness> loudness_;
    std::int64_t framesSinceRestart_ = 0;
    std::int64_t framesSinceShortTerm_ = 0;
    std::optional<double> shortTermLufs_;
    double truePeak_ = 0; ///< linear
};

/// A linear amplitude in decibels; −inf for 0.
float toDecibels(float amplitude);

} // namespace ottava
