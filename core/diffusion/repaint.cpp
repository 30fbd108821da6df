#include "core/diffusion/repaint.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/maximum.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace ottava {
namespace {

/// Raises the weights [T] beside the frames from `first` to `last` to ramps of up to `crossfade` frames.
void rampBeside(at::Tensor weights, std::int64_t first, std::int64_t last, std::int64_t crossfade) {
    const auto raise = [&weights](std::int64_t begin, std::int64_t end, const at::Tensor& ramp) {
        auto part = weights.slice(0, begin, end);
        part.copy_(at::maximum(part, ramp));
    };
    const auto before = std::min(crossfade, first);
    const auto after = std::min(crossfade, weights.size(0) - 1 - last);
    if (before > 0)
        raise(first - before, first, at::linspace(0, 1, before + 2).slice(0, 1, before + 1));
    if (after > 0)
        raise(last + 1, last + 1 + after, at::linspace(1, 0, after + 2).slice(0, 1, after + 1));
}

} // namespace

at::Tensor injectOutside(const RepaintRegion& region, const at::Tensor& x, const at::Tensor& noise, double t) {
    const auto outside = t * noise + (1 - t) * region.clean;
    return at::where(region.mask.to(at::kBool).unsqueeze(-1), x, outside);
}

at::Tensor blendBoundaries(const RepaintRegion& region, const at::Tensor& x) {
    const auto mask = region.mask.to(at::kBool).cpu().contiguous();
    auto weights = mask.to(at::kFloat).clone(); // [B, T]
    const auto length = mask.size(1);
    for (std::int64_t item = 0; item < mask.size(0); ++item) {
        const auto* inside = mask.const_data_ptr<bool>() + item * length;
        for (std::int64_t first = 0, last = 0; first < length; first = last + 1) {
            last = first;
            if (!inside[first])
                continue;
            while (last + 1 < length && inside[last + 1])
                ++last;
            rampBeside(weights[item], first, last, region.crossfadeFrames);
        }
    }
    const auto w = weights.unsqueeze(-1).to(x.device());
    return w * x + (1 - w) * region.clean;
}

} // namespace ottava
