#include "core/audio/pcm.h"

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

double quantized(double value, double fullScale) {
    return std::isnan(value) ? 0.0 : std::clamp(std::nearbyint(value), -fullScale, fullScale - 1);
}

} // namespace

double PcmConverter::triangularNoise() {
    const auto first = static_cast<double>(noise_());
    const auto second = static_cast<double>(noise_());
    return (first - second) / (static_cast<double>(std::mt19937::max()) + 1);
}

void PcmConverter::toInt16(std::span<const float> samples, std::vector<std::int16_t>& out) {
    constexpr double kFullScale = 32'768;
    out.resize(samples.size());
    std::ranges::transform(samples, out.begin(), [this](float sample) {
        const double dithered = static_cast<double>(sample) * kFullScale + triangularNoise();
        return static_cast<std::int16_t>(quantized(dithered, kFullScale));
    });
}

void PcmConverter::toInt24(std::span<const float> samples, std::vector<std::int32_t>& out) {
    constexpr double kFullScale = 8'388'608;
    constexpr int kUnusedBits = 256;
    out.resize(samples.size());
    std::ranges::transform(samples, out.begin(), [](float sample) {
        return static_cast<std::int32_t>(quantized(static_cast<double>(sample) * kFullScale, kFullScale)) * kUnusedBits;
    });
}

} // namespace ottava
