#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace ottava {

/// What a repaint keeps. Source: synthesis specification §11, repaint injection and boundary blend.
struct RepaintRegion {
    at::Tensor mask;             ///< [B, T] bool: 1 = made anew
    at::Tensor clean;            ///< [B, T, 64]: the source's latents
    double injectionRatio = 0.5; ///< share of the steps after which the outside is put back
    std::int64_t crossfadeFrames = 0;
};

/// Outside the mask: t·noise + (1 − t)·clean; inside: x.
at::Tensor injectOutside(const RepaintRegion& region, const at::Tensor& x, const at::Tensor& noise, double t);

/// Blends x into the clean latents over up to `crossfadeFrames` on either side of each stretch of each item's mask.
at::Tensor blendBoundaries(const RepaintRegion& region, const at::Tensor& x);

} // namespace ottava
