#include "core/tasks/lyric_timestamps.h"

#include "core/tasks/time_warp.h"
#include "core/text/unicode.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/kthvalue.h>
#include <ATen/ops/lerp.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/std_mean.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ottava {
namespace {

constexpr double kSuppression = 2;
constexpr double kTiniest = 1e-9;

/// Median along `dim`, halfway between the two middle ones when their number is even. Not at::quantile, which refuses
/// the attention of a long song.
at::Tensor middle(const at::Tensor& x, std::int64_t dim) {
    const auto count = x.size(dim);
    const auto below = std::get<0>(at::kthvalue(x, (count + 1) / 2, dim, /*keepdim=*/true));
    return count % 2 != 0 ? below : at::lerp(below, std::get<0>(at::kthvalue(x, count / 2 + 1, dim, true)), 0.5);
}

/// What rises above twice the median of its row or column.
at::Tensor suppressed(const at::Tensor& x, std::int64_t dim) {
    return at::relu(x - kSuppression * middle(x, dim));
}

double milliseconds(double seconds) {
    return std::stod(fmt::format("{:.3f}", seconds));
}

std::string trimmed(const std::string& text) {
    std::size_t position = 0, first = std::string::npos, last = 0;
    while (position < text.size()) {
        const auto start = position;
        if (unicode::isSpace(unicode::next(text, position)))
            continue;
        first = std::min(first, start);
        last = position;
    }
    return first == std::string::npos ? std::string{} : text.substr(first, last - first);
}

/// What each token adds to the text of those before it. Empty where it only completes a character.
std::vector<std::string> contributions(std::span<const TokenId> tokens, const BpeTokenizer& tokenizer) {
    std::vector<std::string> texts;
    std::size_t before = 0;
    for (std::size_t count = 1; count <= tokens.size(); ++count) {
        const auto text = tokenizer.decode(tokens.first(count));
        auto added = text.substr(std::min(before, text.size()));
        texts.push_back(unicode::isUtf8(added) ? std::move(added) : std::string{});
        before = text.size();
    }
    return texts;
}

std::string timeTag(double seconds) {
    auto minutes = static_cast<int>(seconds / 60);
    auto rest = fmt::format("{:05.2f}", std::fmod(seconds, 60));
    if (rest == "60.00") { // rounded up to a full minute
        ++minutes;
        rest = "00.00";
    }
    return fmt::format("[{:02}:{}]", minutes, rest);
}

} // namespace

at::Tensor alignmentMatrix(const at::Tensor& attention) {
    auto agreed = at::empty_like(attention);
    for (std::int64_t head = 0; head < attention.size(0); ++head) { // one at a time, which is kinder to memory
        const auto weights = attention[head];                       // [L, N]
        const auto both = at::softmax(weights, /*dim=*/1) * at::softmax(weights, /*dim=*/0);
        agreed[head] = suppressed(suppressed(both, /*dim=*/1), /*dim=*/0).square();
    }
    const auto [deviation, mean] = at::std_mean(agreed, /*unbiased=*/false);
    return ((agreed - mean) / (deviation + kTiniest)).mean(/*dim=*/0);
}

std::vector<TokenTimestamp> timeTokens(const at::Tensor& alignment, std::span<const TokenId> tokens,
                                       double durationSeconds, const BpeTokenizer& tokenizer) {
    TORCH_CHECK(alignment.size(0) == static_cast<std::int64_t>(tokens.size()), "one row a token");
    const double secondsPerFrame = durationSeconds / static_cast<double>(alignment.size(1));
    const auto texts = contributions(tokens, tokenizer);
    std::vector<TokenTimestamp> stamps;
    for (const auto& step : warpPath(alignment)) { // meets every row, in order
        const double seconds = static_cast<double>(step.column) * secondsPerFrame;
        const auto row = static_cast<std::size_t>(step.row);
        if (row == stamps.size())
            stamps.push_back({tokens[row], texts[row], seconds, seconds});
        stamps.back().endSeconds = seconds;
    }
    return stamps;
}

std::vector<LineTimestamp> timeLines(std::span<const TokenTimestamp> tokens, const BpeTokenizer& tokenizer) {
    std::vector<LineTimestamp> lines;
    std::vector<TokenId> ids;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        ids.push_back(tokens[i].id);
        if (tokens[i].text.find('\n') == std::string::npos && i + 1 < tokens.size())
            continue;
        // All of a line's bytes at once: tokens may split characters.
        if (auto text = trimmed(tokenizer.decode(ids)); !text.empty())
            lines.push_back({std::move(text), milliseconds(tokens[i + 1 - ids.size()].startSeconds),
                             milliseconds(tokens[i].endSeconds)});
        ids.clear();
    }
    return lines;
}

std::string lrcText(std::span<const LineTimestamp> lines) {
    std::string text;
    for (const auto& line : lines)
        text += fmt::format("{}{}{}", text.empty() ? "" : "\n", timeTag(line.startSeconds), line.text);
    return text;
}

} // namespace ottava
