#include "core/tasks/lyric_score.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros_like.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace ottava {
namespace {

constexpr double kFlat = 1e-9;
constexpr double kHeard = 0.1;       ///< a token whose energy exceeds this somewhere is covered
constexpr double kCounted = 0.01;    ///< energy up to this does not move a token's centre
constexpr double kOverlapFrames = 9; ///< how far back in time a token may lie without being out of order
constexpr double kNoWeight = kFlat;

double fourDecimals(double value) {
    return std::stod(fmt::format("{:.4f}", value));
}

double coverage(const at::Tensor& energy, const std::vector<bool>& sung) {
    const auto peaks = energy.amax(/*dim=*/1);
    std::int64_t all = 0, heard = 0;
    for (std::size_t row = 0; row < sung.size(); ++row) {
        all += sung[row];
        heard += sung[row] && peaks[static_cast<std::int64_t>(row)].item<double>() > kHeard;
    }
    return all == 0 ? 1 : static_cast<double>(heard) / static_cast<double>(all);
}

/// Centres of energy in time of the sung tokens that have any, in frames.
std::vector<double> centres(const at::Tensor& energy, const std::vector<bool>& sung) {
    const auto weights = at::where(energy > kCounted, energy, at::zeros_like(energy));
    const auto frames = at::arange(energy.size(1), energy.options());
    const auto sums = weights.sum(/*dim=*/1), moments = (weights * frames).sum(/*dim=*/1);
    std::vector<double> found;
    for (std::size_t i = 0; i < sung.size(); ++i) {
        const auto row = static_cast<std::int64_t>(i);
        if (const double sum = sums[row].item<double>(); sung[i] && sum > kNoWeight)
            found.push_back(moments[row].item<double>() / sum);
    }
    return found;
}

double monotonicity(const std::vector<double>& centres) {
    if (centres.size() < 2)
        return 1;
    int ordered = 0;
    for (std::size_t i = 1; i < centres.size(); ++i)
        ordered += centres[i] >= centres[i - 1] - kOverlapFrames;
    return ordered / static_cast<double>(centres.size() - 1);
}

double confidence(const at::Tensor& energy, const std::vector<WarpStep>& path) {
    const auto values = energy.accessor<double, 2>();
    double sum = 0;
    for (const auto& step : path)
        sum += values[step.row][step.column];
    return sum / static_cast<double>(path.size());
}

} // namespace

at::Tensor lyricEnergy(const at::Tensor& attention) {
    const auto mean = attention.mean(/*dim=*/0); // [L, N]
    const auto lowest = mean.min(), range = mean.max() - lowest;
    return range.item<double>() > kFlat ? (mean - lowest) / range : at::zeros_like(mean);
}

std::vector<bool> sungTokens(std::span<const TokenId> tokens, const BpeTokenizer& tokenizer) {
    std::vector<bool> sung;
    bool inTag = false;
    for (const auto token : tokens) {
        const auto text = tokenizer.decode(std::span{&token, 1});
        const bool opens = text.find('[') != std::string::npos, closes = text.find(']') != std::string::npos;
        inTag = inTag || opens;
        sung.push_back(!inTag && !closes);
        inTag = inTag && !closes;
    }
    return sung;
}

LyricScore scoreLyrics(const at::Tensor& energy, const std::vector<bool>& sung) {
    TORCH_CHECK(energy.size(0) == static_cast<std::int64_t>(sung.size()), "one row a token");
    const auto exact = energy.to(at::kDouble).contiguous();
    LyricScore score{.coverage = coverage(exact, sung),
                     .monotonicity = monotonicity(centres(exact, sung)),
                     .confidence = confidence(exact, warpPath(energy.square()))};
    const double heard = score.coverage * score.monotonicity;
    score.total = fourDecimals(std::clamp(heard * heard * score.confidence, 0.0, 1.0));
    return score;
}

} // namespace ottava
