#include "core/audio/overview.h"

#include <algorithm>
#include <limits>

namespace ottava {
namespace {

constexpr std::int64_t kRadix = 4;

constexpr PeakPair kNothing{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};

PeakPair joined(PeakPair a, PeakPair b) {
    return {std::min(a.low, b.low), std::max(a.high, b.high)};
}

template<class Iterator>
PeakPair joinedRange(Iterator begin, Iterator end) {
    auto pair = kNothing;
    for (; begin != end; ++begin)
        pair = joined(pair, *begin);
    return pair;
}

/// Comparisons with NaN are false, so a broken sample changes nothing.
PeakPair extremes(std::span<const float> samples) {
    auto pair = kNothing;
    for (const float sample : samples) {
        if (sample < pair.low)
            pair.low = sample;
        if (sample > pair.high)
            pair.high = sample;
    }
    return pair;
}

} // namespace

void Overview::append(std::span<const float> samples) {
    const auto binSamples = static_cast<std::size_t>(kBinFrames) * static_cast<std::size_t>(channels_);
    while (!samples.empty()) {
        const auto taken = std::min(samples.size(), binSamples - pending_.size());
        pending_.insert(pending_.end(), samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(taken));
        samples = samples.subspan(taken);
        if (pending_.size() == binSamples) {
            addBin(extremes(pending_));
            pending_.clear();
        }
    }
}

void Overview::addBin(PeakPair pair) {
    if (levels_.empty())
        levels_.emplace_back();
    levels_.front().push_back(pair);
    // A finished group of four makes one bin of the next level, which may finish a group there.
    for (std::size_t level = 0; levels_[level].size() % kRadix == 0; ++level) {
        if (level + 1 == levels_.size())
            levels_.emplace_back();
        levels_[level + 1].push_back(joinedRange(levels_[level].end() - kRadix, levels_[level].end()));
    }
}

void Overview::clear() {
    pending_.clear();
    levels_.clear();
}

std::int64_t Overview::frameCount() const {
    const auto bins = levels_.empty() ? std::size_t{0} : levels_.front().size();
    return static_cast<std::int64_t>(bins) * kBinFrames + static_cast<std::int64_t>(pending_.size()) / channels_;
}

std::vector<PeakPair> Overview::columns(std::int64_t first, std::int64_t last, int columns) const {
    std::vector<PeakPair> pairs(static_cast<std::size_t>(std::max(columns, 0)));
    const double step = static_cast<double>(last - first) / std::max(columns, 1);
    for (std::size_t column = 0; column < pairs.size(); ++column) {
        const auto begin = first + static_cast<std::int64_t>(step * static_cast<double>(column));
        const auto end = first + static_cast<std::int64_t>(step * static_cast<double>(column + 1));
        pairs[column] = range(begin, std::max(end, begin + 1));
    }
    return pairs;
}

/// Climbs the pyramid: at each level at most three bins on either side are taken singly, what is left between them is
/// whole groups of the next level.
PeakPair Overview::range(std::int64_t first, std::int64_t last) const {
    first = std::max<std::int64_t>(first, 0);
    last = std::min(last, frameCount());
    if (first >= last)
        return {};
    const auto wholeBins = levels_.empty() ? std::int64_t{0} : static_cast<std::int64_t>(levels_.front().size());
    auto pair = last > wholeBins * kBinFrames ? extremes(pending_) : kNothing;
    auto begin = first / kBinFrames;
    auto end = std::min((last + kBinFrames - 1) / kBinFrames, wholeBins);
    for (std::size_t level = 0; begin < end; ++level, begin /= kRadix, end /= kRadix) {
        const auto& bins = levels_[level];
        for (; begin < end && begin % kRadix != 0; ++begin)
            pair = joined(pair, bins[static_cast<std::size_t>(begin)]);
        for (; begin < end && end % kRadix != 0; --end)
            pair = joined(pair, bins[static_cast<std::size_t>(end - 1)]);
    }
    return pair.low > pair.high ? PeakPair{} : pair;
}

} // namespace ottava
