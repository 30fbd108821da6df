#include "core/planner/token_sampler.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace ottava {
namespace {

constexpr float kNever = -std::numeric_limits<float>::infinity();

std::span<float> values(const at::Tensor& scores) {
    return {scores.data_ptr<float>(), static_cast<std::size_t>(scores.numel())};
}

/// Scores fall into slices by their leading bits, best slice first: enough to find the one that a share of the
/// probability ends in, so that only its few tokens have to be sorted.
constexpr unsigned kSliceBits = 12;
constexpr std::size_t kSlices = std::size_t{1} << kSliceBits;

std::size_t sliceOf(float score) {
    const auto bits = std::bit_cast<std::uint32_t>(score);
    const auto ascending = (bits >> 31U) != 0 ? ~bits : bits | 0x8000'0000U;
    return kSlices - 1 - (ascending >> (32U - kSliceBits));
}

} // namespace

at::Tensor guide(const at::Tensor& conditional, const at::Tensor& unconditional, double scale) {
    const auto guided = unconditional + (conditional - unconditional) * scale;
    return at::where(guided.isnan(), kNever, guided);
}

void penalizeRepetition(at::Tensor& scores, std::span<const std::int64_t> seen, double penalty) {
    if (penalty == 1)
        return;
    std::vector<std::int64_t> once(seen.begin(), seen.end());
    std::ranges::sort(once);
    once.erase(std::ranges::unique(once).begin(), once.end());
    const auto all = values(scores);
    const auto factor = static_cast<float>(penalty);
    for (const auto position : once) {
        auto& score = all[static_cast<std::size_t>(position)];
        score = score < 0 ? score * factor : score / factor;
    }
}

void keepTopK(at::Tensor& scores, int k) {
    const auto all = values(scores);
    if (k <= 0 || static_cast<std::size_t>(k) >= all.size())
        return;
    std::vector<float> sorted(all.begin(), all.end());
    const auto last = sorted.begin() + (k - 1);
    std::nth_element(sorted.begin(), last, sorted.end(), std::greater<>{});
    std::ranges::replace_if(
        all, [limit = *last](float score) { return score < limit; }, kNever);
}

void keepTopP(at::Tensor& scores, double p) {
    if (!(p > 0 && p < 1))
        return;
    const auto probabilityTensor = at::softmax(scores, /*dim=*/-1);
    const auto all = values(scores), probabilities = values(probabilityTensor);
    std::array<double, kSlices> share{};
    for (std::size_t i = 0; i < all.size(); ++i)
        share[sliceOf(all[i])] += static_cast<double>(probabilities[i]);

    const auto limit = static_cast<float>(p);
    const auto exceeds = [limit](double sum) { return static_cast<float>(sum) > limit; };
    double before = 0; // the probability of all better slices
    std::size_t last = 0;
    while (last + 1 < kSlices && !exceeds(before + share[last]))
        before += share[last++];

    std::vector<std::size_t> inLast;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto slice = sliceOf(all[i]);
        if (slice > last)
            all[i] = kNever;
        else if (slice == last)
            inLast.push_back(i);
    }
    std::ranges::stable_sort(inLast, std::greater<>{}, [&](std::size_t i) { return all[i]; });
    for (const auto i : inLast) {
        if (exceeds(before))
            all[i] = kNever;
        before += static_cast<double>(probabilities[i]);
    }
}

TokenDraw::TokenDraw(std::int64_t seed)
    : TokenDraw(at::make_generator<at::CPUGeneratorImpl>(static_cast<std::uint64_t>(seed))) {}

const at::Tensor& TokenDraw::exponentials(std::int64_t rowSize) {
    if (!exponentials_.defined() || exponentials_.numel() != rowSize)
        exponentials_ = at::empty({rowSize}, at::kFloat);
    return exponentials_.exponential_(/*lambd=*/1, generator_);
}

std::int64_t TokenDraw::operator()(const at::Tensor& scores, double temperature, const Row& row) {
    if (temperature <= 0)
        return scores.argmax().item<std::int64_t>();
    const auto probabilities = at::softmax(scores / temperature, /*dim=*/-1);
    const float* chance = probabilities.data_ptr<float>();
    const float* exponential = exponentials(row.size).data_ptr<float>();
    std::int64_t best = 0, position = 0;
    float bestRatio = -1;
    for (const auto& range : row.positions.ranges()) {
        for (auto token = range.first; token < range.last; ++token, ++position) {
            const float ratio = chance[position] / exponential[token];
            if (ratio > bestRatio) {
                bestRatio = ratio;
                best = position;
            }
        }
    }
    return best;
}

void TokenDraw::skip(double temperature, std::int64_t rowSize) {
    if (temperature > 0)
        exponentials(rowSize);
}

} // namespace ottava
