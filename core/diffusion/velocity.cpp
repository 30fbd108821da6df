#include "core/diffusion/velocity.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linalg_vector_norm.h>

namespace ottava {
namespace {

/// Norm over time and channels of each item, [B, 1, 1].
at::Tensor itemNorm(const at::Tensor& x) {
    return at::linalg_vector_norm(x, 2, at::IntArrayRef{1, 2}, /*keepdim=*/true);
}

} // namespace

at::Tensor clampVelocity(const at::Tensor& velocity, const at::Tensor& x, double threshold) {
    if (threshold <= 0)
        return velocity;
    const auto limit = threshold * (itemNorm(x) + 1e-10);
    return velocity * (limit / (itemNorm(velocity) + 1e-10)).clamp_max(1);
}

at::Tensor smoothVelocity(const at::Tensor& velocity, const std::optional<at::Tensor>& before, double factor) {
    if (factor <= 0 || !before)
        return velocity;
    return (1 - factor) * velocity + factor * *before;
}

} // namespace ottava
