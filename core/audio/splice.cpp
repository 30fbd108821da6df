#include "core/audio/splice.h"

#include "core/audio/evenly_spaced.h"

#include <algorithm>
#include <cstddef>

namespace ottava {
namespace {

/// How much of what was made is heard in each frame: 1 inside a region, ramps beside it.
std::vector<float> weights(std::int64_t frames, const std::vector<FrameRange>& regions, std::int64_t rampFrames) {
    std::vector<float> weight(static_cast<std::size_t>(frames), 0.0F);
    const auto raise = [&](std::int64_t frame, float value) {
        auto& at = weight[static_cast<std::size_t>(frame)];
        at = std::max(at, value);
    };
    for (const auto& region : regions) {
        const auto begin = std::clamp<std::int64_t>(region.begin, 0, frames);
        const auto end = std::clamp(region.end, begin, frames);
        const auto before = std::min(rampFrames, begin);
        const auto after = std::min(rampFrames, frames - end);
        for (std::int64_t i = 0; i < before; ++i)
            raise(begin - before + i, evenlySpaced(0, 1, i + 1, before + 2));
        for (auto frame = begin; frame < end; ++frame)
            raise(frame, 1);
        for (std::int64_t i = 0; i < after; ++i)
            raise(end + i, evenlySpaced(1, 0, i + 1, after + 2));
    }
    return weight;
}

} // namespace

void spliceOutside(AudioBuffer& made, const AudioBuffer& source, const std::vector<FrameRange>& regions,
                   std::int64_t rampFrames) {
    const auto frames = std::min(made.frameCount(), source.frameCount());
    const auto weight = weights(frames, regions, rampFrames);
    const auto channels = static_cast<std::size_t>(made.channels);
    for (std::size_t frame = 0; frame < weight.size(); ++frame) {
        const float w = weight[frame];
        if (w >= 1)
            continue;
        for (auto sample = frame * channels; sample < (frame + 1) * channels; ++sample)
            made.samples[sample] =
                w > 0 ? w * made.samples[sample] + (1 - w) * source.samples[sample] : source.samples[sample];
    }
}

} // namespace ottava
