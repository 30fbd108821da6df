#include "ui/edit/region_set.h"

#include <algorithm>
#include <cmath>

namespace ottava::ui {

std::optional<double> SnapGrid::step() const {
    if (snap == Snap::Second)
        return 1.0;
    if (snap == Snap::Off || !bpm || *bpm <= 0)
        return std::nullopt;
    const auto beat = 60.0 / *bpm;
    return snap == Snap::Beat ? beat : beat * beatsPerBar;
}

double SnapGrid::snapped(double seconds) const {
    const auto line = step();
    const auto target = line ? std::round(seconds / *line) * *line : seconds;
    return std::round(target * 1000) / 1000;
}

int beatsPerBar(const std::string& meter) {
    if (meter == "2")
        return 2;
    return meter == "3" || meter == "6" ? 3 : 4; // six eighths are three quarters
}

TimeSpan RegionSet::fitted(TimeSpan span) const {
    const auto [first, last] = std::minmax(span.start, span.end);
    return {std::clamp(first, 0.0, length_), std::clamp(last, 0.0, length_)};
}

void RegionSet::setLength(double seconds) {
    length_ = seconds;
    set(std::vector<TimeSpan>(spans_));
}

void RegionSet::set(const std::vector<TimeSpan>& spans) {
    spans_.clear();
    for (auto span : spans) {
        if (span.end < 0)
            span.end = length_;
        add(span);
    }
}

std::optional<std::size_t> RegionSet::add(TimeSpan span) {
    const auto fit = fitted(span);
    if (fit.end - fit.start < kShortest)
        return std::nullopt;
    return insert(fit);
}

std::size_t RegionSet::change(std::size_t index, TimeSpan span) {
    const auto fit = fitted(span);
    if (fit.end - fit.start < kShortest)
        return index;
    remove(index);
    return insert(fit);
}

std::size_t RegionSet::insert(TimeSpan span) {
    std::vector<TimeSpan> apart;
    for (const auto& other : spans_) {
        if (other.start <= span.end && span.start <= other.end)
            span = {std::min(span.start, other.start), std::max(span.end, other.end)};
        else
            apart.push_back(other);
    }
    const auto place =
        std::find_if(apart.begin(), apart.end(), [&](const TimeSpan& other) { return other.start > span.start; });
    const auto index = static_cast<std::size_t>(place - apart.begin());
    apart.insert(place, span);
    spans_ = std::move(apart);
    return index;
}

void RegionSet::remove(std::size_t index) {
    if (index < spans_.size())
        spans_.erase(spans_.begin() + static_cast<std::ptrdiff_t>(index));
}

std::optional<std::size_t> RegionSet::at(double seconds) const {
    for (std::size_t i = 0; i < spans_.size(); ++i)
        if (seconds >= spans_[i].start && seconds <= spans_[i].end)
            return i;
    return std::nullopt;
}

} // namespace ottava::ui
