#include "core/checkpoints/adapter.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>

namespace ottava {
namespace {

template<class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

} // namespace

std::int64_t AdapterDelta::inputs() const {
    return std::visit(Overloaded{[](const LowRankDelta& delta) { return delta.down.size(1); },
                                 [](const KroneckerDelta& delta) { return delta.outer.size(1) * delta.inner.size(1); }},
                      factors);
}

std::int64_t AdapterDelta::outputs() const {
    return std::visit(Overloaded{[](const LowRankDelta& delta) { return delta.up.size(0); },
                                 [](const KroneckerDelta& delta) { return delta.outer.size(0) * delta.inner.size(0); }},
                      factors);
}

AdapterDelta AdapterDelta::readyFor(const at::TensorOptions& options, double strength) const {
    const auto ready = [&](const at::Tensor& factor, double scale) {
        // Scaled in float32: the strength must not be lost to a coarser type before it is applied.
        return (factor.to(at::kFloat) * scale).to(options);
    };
    const double scale = scaling * strength;
    return std::visit(
        Overloaded{[&](const LowRankDelta& delta) {
                       return AdapterDelta{LowRankDelta{ready(delta.down, 1), ready(delta.up, scale)}, 1};
                   },
                   [&](const KroneckerDelta& delta) {
                       return AdapterDelta{KroneckerDelta{ready(delta.outer, scale), ready(delta.inner, 1)}, 1};
                   }},
        factors);
}

at::Tensor AdapterDelta::operator()(const at::Tensor& x) const {
    return std::visit(
        Overloaded{[&](const LowRankDelta& delta) { return at::linear(at::linear(x, delta.down), delta.up); },
                   [&](const KroneckerDelta& delta) {
                       // (outer ⊗ inner) x = outer · X · innerᵀ with x laid out as X [i₁, i₂].
                       const auto laid = x.unflatten(-1, {delta.outer.size(1), delta.inner.size(1)});
                       return at::matmul(delta.outer, at::linear(laid, delta.inner)).flatten(-2);
                   }},
        factors);
}

} // namespace ottava
