#pragma once

#include <cstdint>

namespace ottava {

/// Element `index` of `count` evenly spaced values from `first` to `last`, both included, counted from the nearer end
/// and rounded once, as the reference's linspace does.
inline float evenlySpaced(double first, double last, std::int64_t index, std::int64_t count) {
    if (count == 1)
        return static_cast<float>(first);
    const double step = static_cast<float>((last - first) / static_cast<double>(count - 1));
    if (index < count / 2)
        return static_cast<float>(first + step * static_cast<double>(index));
    return static_cast<float>(last - step * static_cast<double>(count - 1 - index));
}

} // namespace ottava
