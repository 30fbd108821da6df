#pragma once

#include "core/engine/time_span.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava::ui {

/// What the ends of regions are drawn to.
enum class Snap { Off, Second, Beat, Bar };

/// Seconds, beats or bars, counted from the start of the source.
struct SnapGrid {
    Snap snap = Snap::Off;
    std::optional<int> bpm; ///< unset: beats and bars cannot be snapped to
    int beatsPerBar = 4;    ///< in quarters

    /// Seconds between two lines; unset while nothing is snapped to.
    std::optional<double> step() const;
    /// The nearest line, or the same time, rounded to the millisecond.
    double snapped(double seconds) const;
};

/// Quarters in a bar of a meter as the model writes it ("2", "3", "4", "6" for 6/8); 4 where it is open.
int beatsPerBar(const std::string& meter);

/// The parts of a recording that are made anew: sorted, apart from each other, inside the recording. Seconds.
class RegionSet {
public:
    /// Shortest region, s: one latent frame.
    static constexpr double kShortest = 0.04;

    /// Regions that no longer fit are cut or dropped.
    void setLength(double seconds);
    double length() const { return length_; }
    const std::vector<TimeSpan>& all() const { return spans_; }
    bool empty() const { return spans_.empty(); }
    std::size_t size() const { return spans_.size(); }

    void set(const std::vector<TimeSpan>& spans);
    /// Adds a region, its ends in either order; where it meets others they become one. Returns its place, unset when it
    /// is too short.
    std::optional<std::size_t> add(TimeSpan span);
    /// Moves the region at `index`; the same rules. One that became too short stays as it was.
    std::size_t change(std::size_t index, TimeSpan span);
    void remove(std::size_t index);
    void clear() { spans_.clear(); }
    /// The region around `seconds`.
    std::optional<std::size_t> at(double seconds) const;

private:
    TimeSpan fitted(TimeSpan span) const;
    std::size_t insert(TimeSpan span);

    std::vector<TimeSpan> spans_;
    double length_ = 0;
};

} // namespace ottava::ui
