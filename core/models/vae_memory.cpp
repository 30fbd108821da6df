#include "core/models/vae_memory.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ottava {
namespace {

/// Numbers of one signal that a segment makes at a time: few enough that a signal is still in the cache when the next
/// layer reads it, enough to hide how long it takes to begin.
constexpr std::int64_t kNumbersAtOnce = 512 << 10;
constexpr std::int64_t kFewestAtOnce = 64;
constexpr std::int64_t kFloatBytes = 4;
/// Rows on either side that residual units of dilation 1, 3 and 9 reach to.
constexpr std::array<std::int64_t, 3> kUnitReach{3, 9, 27};
constexpr std::int64_t kUnitsReach = 39;

/// A convolution that may change the rate, then perhaps residual units of as many channels.
struct Segment {
    std::int64_t in, out;
    std::int64_t window = 7, step = 1, rowsOut = 1; ///< rows: of input, of input, of output a window
    bool units = false;
};

std::vector<std::int64_t> channelCounts(const VaeConfig& config, std::int64_t width) {
    std::vector<std::int64_t> counts{width};
    for (const auto multiple : config.channelMultiples)
        counts.push_back(width * multiple);
    return counts;
}

std::vector<Segment> decoderSegments(const VaeConfig& config) {
    const auto channels = channelCounts(config, config.decoderChannels);
    std::vector<Segment> segments{{.in = config.decoderInputChannels, .out = channels.back()}};
    for (auto i = config.downsamplingRatios.size(); i-- > 0;)
        segments.push_back({.in = channels[i + 1],
                            .out = channels[i],
                            .window = 2,
                            .rowsOut = config.downsamplingRatios[i],
                            .units = true});
    segments.push_back({.in = channels.front(), .out = config.audioChannels});
    return segments;
}

std::vector<Segment> encoderSegments(const VaeConfig& config) {
    const auto channels = channelCounts(config, config.encoderHiddenSize);
    std::vector<Segment> segments{{.in = config.audioChannels, .out = channels.front(), .units = true}};
    for (std::size_t i = 0; i < config.downsamplingRatios.size(); ++i) {
        const auto stride = config.downsamplingRatios[i];
        segments.push_back({.in = channels[i],
                            .out = channels[i + 1],
                            .window = 2 * stride,
                            .step = stride,
                            .units = i + 1 < config.downsamplingRatios.size()});
    }
    segments.push_back({.in = channels.back(), .out = config.encoderHiddenSize, .window = 3});
    return segments;
}

/// All queues of a stream at their longest, after `rows` have been pushed at once.
std::int64_t streamedBytes(const std::vector<Segment>& segments, std::int64_t rows, std::int64_t fewestWindows,
                           VaeActivations activations) {
    const std::int64_t unitBytes = activations == VaeActivations::Bf16 ? 2 : 4;
    std::int64_t total = 0, scratch = 0, come = rows, all = rows;
    for (const auto& segment : segments) {
        const auto waiting = come + segment.window + fewestWindows * segment.step;
        total += waiting * segment.in * kFloatBytes;
        const auto windows = std::min(streamedWindowsAtOnce(segment.out * segment.rowsOut), waiting / segment.step);
        come = windows * segment.rowsOut;
        all = std::max<std::int64_t>(1, all / segment.step) * segment.rowsOut;
        if (!segment.units)
            continue;
        come += kUnitsReach; // the last stretch of a signal brings what the units held back
        for (const auto reach : kUnitReach)
            total += (come + 2 * reach) * segment.out * (kFloatBytes + unitBytes);
        scratch = std::max(scratch, come * segment.out * unitBytes);
    }
    return total + scratch + all * segments.back().out * kFloatBytes;
}

/// At a residual unit: what goes in, the signal before and after a convolution and once reordered, and the snake, in
/// float32. At a convolution: both sides.
std::int64_t layeredBytes(const std::vector<Segment>& segments, std::int64_t rows, std::int64_t numberBytes) {
    std::int64_t most = 0;
    for (const auto& segment : segments) {
        const auto before = rows * segment.in;
        rows = rows / segment.step * segment.rowsOut;
        const auto after = rows * segment.out;
        most = std::max(most, (2 * before + after) * numberBytes + before * kFloatBytes);
        if (segment.units)
            most = std::max(most, after * (4 * numberBytes + 2 * kFloatBytes));
    }
    return most;
}

} // namespace

std::int64_t streamedWindowsAtOnce(std::int64_t columns) {
    return std::max(kFewestAtOnce, kNumbersAtOnce / columns);
}

std::int64_t streamedDecodeBytes(const VaeConfig& config, std::int64_t tileFrames, VaeActivations activations) {
    return streamedBytes(decoderSegments(config), tileFrames, /*fewestWindows=*/1, activations);
}

std::int64_t streamedEncodeBytes(const VaeConfig& config, std::int64_t samples, VaeActivations activations) {
    return streamedBytes(encoderSegments(config), samples, kEncoderWindows, activations);
}

std::int64_t layeredDecodeBytes(const VaeConfig& config, std::int64_t frames, std::int64_t numberBytes) {
    return layeredBytes(decoderSegments(config), frames, numberBytes);
}

std::int64_t layeredEncodeBytes(const VaeConfig& config, std::int64_t samples, std::int64_t numberBytes) {
    return layeredBytes(encoderSegments(config), samples, numberBytes);
}

} // namespace ottava
