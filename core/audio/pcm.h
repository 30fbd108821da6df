#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace ottava {

/// Turns float samples into whole numbers for files. Full scale ±1 is ±2^(bits−1); what lies beyond is clipped, a
/// sample that is not a number becomes 0.
class PcmConverter {
public:
    /// 16 bits, dithered: triangular noise of ±1 step makes the rounding error independent of the music. The noise is
    /// the same in every run, so the same take gives the same file.
    void toInt16(std::span<const float> samples, std::vector<std::int16_t>& out);

    /// 24 bits, rounded, in the upper part of 32 as libsndfile wants them.
    static void toInt24(std::span<const float> samples, std::vector<std::int32_t>& out);

private:
    double triangularNoise();

    std::mt19937 noise_{0x0771A7A};
};

} // namespace ottava
