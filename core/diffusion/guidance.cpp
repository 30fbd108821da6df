#include "core/diffusion/guidance.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/acos.h>
#include <ATen/ops/clamp_max.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/where.h>

#include <algorithm>

namespace ottava {
namespace {

constexpr double kMomentum = -0.75;
constexpr double kNormThreshold = 2.5;
constexpr double kLargestAngle = 3.14 / 6;
constexpr double kSmallestSine = 1e-3;

at::Tensor normOver(const at::Tensor& x, std::int64_t dimension) {
    return at::linalg_vector_norm(x, 2, at::IntArrayRef{dimension}, /*keepdim=*/true);
}

bool inInterval(const GuidanceOptions& options, double t) {
    const auto exact = [](double value) { return static_cast<float>(value); };
    return exact(t) >= exact(options.intervalStart) && exact(t) <= exact(options.intervalEnd);
}

} // namespace

at::Tensor guideCfg(const Prediction& prediction, double scale) {
    const auto& unconditional = *prediction.unconditional;
    return unconditional + scale * (prediction.conditional - unconditional);
}

at::Tensor guideApg(const Prediction& prediction, double scale, GuidanceMomentum& momentum) {
    const auto& conditional = prediction.conditional;
    auto direction = conditional - *prediction.unconditional;
    if (momentum.average)
        direction = direction + kMomentum * *momentum.average;
    momentum.average = direction;
    direction = direction * (kNormThreshold / normOver(direction, 1)).clamp_max(1);
    const auto exact = direction.to(at::kDouble);
    const auto reference = conditional.to(at::kDouble);
    const auto unit = reference / normOver(reference, 1).clamp_min(1e-12);
    const auto orthogonal = exact - (exact * unit).sum(/*dim=*/1, /*keepdim=*/true) * unit;
    return conditional + (scale - 1) * orthogonal.to(conditional.scalar_type());
}

at::Tensor guideAdg(const Prediction& prediction, const at::Tensor& x, double t, double scale) {
    const double weight = std::max(scale - 1, 0.0) + 1e-3;
    const auto a = x - t * prediction.conditional; // predicted clean latents [B, T, 64]
    const auto b = x - t * *prediction.unconditional;
    const auto exactA = a.to(at::kDouble);
    const auto exactB = b.to(at::kDouble);
    const auto cosine = (exactA / normOver(exactA, 2) * (exactB / normOver(exactB, 2)))
                            .sum(/*dim=*/2, /*keepdim=*/true)
                            .clamp(-1 + 1e-6, 1 - 1e-6);
    const auto angle = cosine.acos(); // [B, T, 1]
    const auto wider = (weight * angle).clamp(-kLargestAngle, kLargestAngle);
    const auto difference = a - b;
    const auto along =
        (difference * b).sum(/*dim=*/2, /*keepdim=*/true) / ((b * b).sum(/*dim=*/2, /*keepdim=*/true) + 1e-8);
    const auto perpendicular = difference - along * b;
    const auto sine = angle.sin();
    const auto stretch = at::where(sine > kSmallestSine, wider.sin() / sine, at::full_like(sine, weight));
    const auto guided = wider.cos() * a + perpendicular * stretch;
    return ((x - guided) / t).to(x.scalar_type());
}

at::Tensor guide(const GuidanceOptions& options, const Prediction& prediction, const at::Tensor& x, double t,
                 GuidanceMomentum& momentum) {
    if (!prediction.unconditional || !inInterval(options, t))
        return prediction.conditional;
    return options.adaptive ? guideAdg(prediction, x, t, options.scale) : guideApg(prediction, options.scale, momentum);
}

at::Tensor guideCorrector(const GuidanceOptions& options, const Prediction& prediction, const at::Tensor& x, double t) {
    if (!prediction.unconditional || !inInterval(options, t))
        return prediction.conditional;
    return options.adaptive && t > 0 ? guideAdg(prediction, x, t, options.scale) : guideCfg(prediction, options.scale);
}

} // namespace ottava
