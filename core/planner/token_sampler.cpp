#include "core/planner/token_sampler.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <mutex>
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

/// What the generator gives a row of tokens, one uniform number of [0, 1) each. Whoever makes one uses up the row.
class UniformRow {
public:
    UniformRow(at::Generator& generator, std::int64_t size)
        : guard_(generator.mutex()), generator_(*at::check_generator<at::CPUGeneratorImpl>(generator)), size_(size) {}
    ~UniformRow() { skipTo(size_); }
    UniformRow(const UniformRow&) = delete;
    UniformRow& operator=(const UniformRow&) = delete;

    double next() {
        constexpr int kBits = std::numeric_limits<double>::digits;
        constexpr auto kMask = (std::uint64_t{1} << kBits) - 1;
        ++token_;
        return static_cast<double>(generator_.random64() & kMask) * 0x1p-53;
    }
    void skipTo(std::int64_t token) {
        for (; token_ < token; ++token_)
            generator_.random64();
    }

private:
    std::scoped_lock<std::mutex> guard_;
    at::CPUGeneratorImpl& generator_;
    std::int64_t size_, token_ = 0;
};

/// The token with the largest p / e wins, where e = −log(1 − u) is exponential. Since e ≥ u, most are out without their
/// logarithm, which would cost more than all the rest of a draw.
class Race {
public:
    void enter(std::int64_t token, float chance, double uniform) {
        constexpr float kRoundedUp = 1 - 1e-5F;
        if (chance <= 0 || chance < best_ * static_cast<float>(uniform) * kRoundedUp)
            return;
        const float ratio = chance / static_cast<float>(-std::log1p(-uniform));
        if (ratio > best_) {
            best_ = ratio;
            winner_ = token;
        }
    }
    std::int64_t winner() const { return winner_; }

private:
    float best_ = -1;
    std::int64_t winner_ = 0;
};

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

std::int64_t TokenDraw::operator()(const at::Tensor& scores, double temperature, const Row& row) {
    if (temperature <= 0)
        return scores.argmax().item<std::int64_t>();
    const auto probabilities = at::softmax(scores / temperature, /*dim=*/-1);
    UniformRow uniforms{generator_, row.size};
    Race race;
    std::int64_t position = 0;
    for (const auto& range : row.positions.ranges()) {
        uniforms.skipTo(range.first);
        for (const auto chance :
             values(probabilities).subspan(static_cast<std::size_t>(position), static_cast<std::size_t>(range.size())))
            race.enter(position++, chance, uniforms.next());
    }
    return race.winner();
}

void TokenDraw::skip(double temperature, std::int64_t rowSize) {
    if (temperature > 0)
        UniformRow{generator_, rowSize};
}

} // namespace ottava
