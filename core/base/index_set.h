#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace ottava {

/// Indices first … last − 1.
struct IndexRange {
    std::int32_t first = 0, last = 0;

    std::int64_t size() const { return static_cast<std::int64_t>(last) - first; }
    bool operator==(const IndexRange&) const = default;
};

/// A set of indices below some size (tokens of a vocabulary, rows of an output head), as ascending ranges that neither
/// overlap nor touch: "all audio codes" costs as little as one token. A value.
class IndexSet {
public:
    IndexSet() = default;
    /// Any order, duplicates and overlaps allowed.
    static IndexSet of(std::vector<std::int32_t> indices);
    static IndexSet of(std::vector<IndexRange> ranges);
    static IndexSet range(std::int32_t first, std::int32_t last) { return of({IndexRange{first, last}}); }

    IndexSet united(const IndexSet& other) const;
    IndexSet without(const IndexSet& other) const;
    IndexSet intersected(const IndexSet& other) const;

    bool contains(std::int32_t index) const;
    bool empty() const { return ranges_.empty(); }
    std::int64_t size() const;
    std::span<const IndexRange> ranges() const { return ranges_; }
    /// The n-th smallest index (0 ≤ n < size()), and back: how many are smaller than `index`.
    std::int32_t at(std::int64_t n) const;
    std::int64_t rankOf(std::int32_t index) const;
    std::vector<std::int32_t> toVector() const;

    bool operator==(const IndexSet&) const = default;

private:
    std::vector<IndexRange> ranges_;
};

} // namespace ottava
