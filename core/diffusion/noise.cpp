#include "core/diffusion/noise.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>

#include <cmath>
#include <numbers>

namespace ottava {

at::Generator seededGenerator(std::int64_t seed) {
    return at::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(seed));
}

at::Tensor initialNoise(const std::vector<std::int64_t>& seeds, std::int64_t frames, std::int64_t channels) {
    std::vector<at::Tensor> items;
    items.reserve(seeds.size());
    for (const auto seed : seeds)
        items.push_back(at::randn({1, frames, channels}, seededGenerator(seed), at::TensorOptions{}.dtype(at::kFloat)));
    return at::cat(items, /*dim=*/0);
}

at::Tensor mixRetake(const at::Tensor& noise, const at::Tensor& retake, double variance) {
    const auto angle = variance * std::numbers::pi / 2;
    return std::cos(angle) * noise + std::sin(angle) * retake;
}

} // namespace ottava
