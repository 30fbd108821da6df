#pragma once

namespace ottava {

/// A stretch of a recording, seconds. An end below 0 stands for the recording's own.
struct TimeSpan {
    double start = 0, end = -1;

    bool operator==(const TimeSpan&) const = default;
};

} // namespace ottava
