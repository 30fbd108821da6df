#include "core/base/index_set.h"

#include <algorithm>

namespace ottava {

IndexSet IndexSet::of(std::vector<IndexRange> ranges) {
    std::erase_if(ranges, [](const IndexRange& range) { return range.last <= range.first; });
    std::ranges::sort(ranges, {}, &IndexRange::first);
    IndexSet set;
    for (const auto& range : ranges) {
        if (!set.ranges_.empty() && range.first <= set.ranges_.back().last)
            set.ranges_.back().last = std::max(set.ranges_.back().last, range.last);
        else
            set.ranges_.push_back(range);
    }
    return set;
}

IndexSet IndexSet::of(std::vector<std::int32_t> indices) {
    std::vector<IndexRange> ranges;
    ranges.reserve(indices.size());
    for (const auto index : indices)
        ranges.push_back({index, index + 1});
    return of(std::move(ranges));
}

IndexSet IndexSet::united(const IndexSet& other) const {
    auto all = ranges_;
    all.insert(all.end(), other.ranges_.begin(), other.ranges_.end());
    return of(std::move(all));
}

IndexSet IndexSet::without(const IndexSet& other) const {
    std::vector<IndexRange> kept;
    for (auto range : ranges_) {
        for (const auto& hole : other.ranges_) {
            if (hole.last <= range.first)
                continue;
            if (hole.first >= range.last)
                break;
            kept.push_back({range.first, hole.first});
            range.first = std::min(hole.last, range.last);
        }
        kept.push_back(range);
    }
    return of(std::move(kept));
}

IndexSet IndexSet::intersected(const IndexSet& other) const {
    return without(without(other));
}

bool IndexSet::contains(std::int32_t index) const {
    const auto after = std::ranges::upper_bound(ranges_, index, {}, &IndexRange::first);
    return after != ranges_.begin() && index < std::prev(after)->last;
}

std::int64_t IndexSet::size() const {
    std::int64_t count = 0;
    for (const auto& range : ranges_)
        count += range.size();
    return count;
}

std::int32_t IndexSet::at(std::int64_t n) const {
    for (const auto& range : ranges_) {
        if (n < range.size())
            return static_cast<std::int32_t>(range.first + n);
        n -= range.size();
    }
    return -1;
}

std::int64_t IndexSet::rankOf(std::int32_t index) const {
    std::int64_t rank = 0;
    for (const auto& range : ranges_) {
        if (index < range.last)
            return rank + std::max<std::int64_t>(0, static_cast<std::int64_t>(index) - range.first);
        rank += range.size();
    }
    return rank;
}

std::vector<std::int32_t> IndexSet::toVector() const {
    std::vector<std::int32_t> indices;
    indices.reserve(static_cast<std::size_t>(size()));
    for (const auto& range : ranges_)
        for (auto index = range.first; index < range.last; ++index)
            indices.push_back(index);
    return indices;
}

} // namespace ottava
