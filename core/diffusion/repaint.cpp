#include "core/diffusion/repaint.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linspace.h>
#include <ATen/ops/nonzero.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace ottava {

at::Tensor injectOutside(const RepaintRegion& region, const at::Tensor& x, const at::Tensor& noise, double t) {
    const auto outside = t * noise + (1 - t) * region.clean;
    return at::where(region.mask.to(at::kBool).unsqueeze(-1), x, outside);
}

at::Tensor blendBoundaries(const RepaintRegion& region, const at::Tensor& x) {
    const auto mask = region.mask.to(at::kBool).cpu();
    auto weights = mask.to(at::kFloat).clone(); // [B, T]
    const auto length = mask.size(1);
    for (std::int64_t item = 0; item < mask.size(0); ++item) {
        const auto inside = mask[item].nonzero().flatten();
        if (inside.numel() == 0 || inside.numel() == length)
            continue;
        const auto first = inside[0].item<std::int64_t>();
        const auto last = inside[-1].item<std::int64_t>();
        const auto before = std::min(region.crossfadeFrames, first);
        const auto after = std::min(region.crossfadeFrames, length - 1 - last);
        if (before > 0)
            weights[item].slice(0, first - before, first).copy_(at::linspace(0, 1, before + 2).slice(0, 1, before + 1));
        if (after > 0)
            weights[item]
                .slice(0, last + 1, last + 1 + after)
                .copy_(at::linspace(1, 0, after + 2).slice(0, 1, after + 1));
    }
    const auto w = weights.unsqueeze(-1).to(x.device());
    return w * x + (1 - w) * region.clean;
}

} // namespace ottava
