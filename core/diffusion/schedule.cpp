#include "core/diffusion/schedule.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linspace.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ottava {
namespace {

constexpr int kMostTurboSteps = 20;
constexpr int kDistilledSteps = 8;

/// Every timestep that the distilled model was trained on: 8 steps at shift 1, 2 and 3.
constexpr std::array<double, 20> kTurboTimesteps{1.0,       21.0 / 22, 14.0 / 15, 9.0 / 10, 7.0 / 8, 6.0 / 7,  5.0 / 6,
                                                 10.0 / 13, 3.0 / 4,   2.0 / 3,   9.0 / 14, 5.0 / 8, 6.0 / 11, 1.0 / 2,
                                                 2.0 / 5,   3.0 / 8,   3.0 / 10,  1.0 / 4,  2.0 / 9, 1.0 / 8};

template<class Range>
auto nearest(const Range& values, double wish) {
    return std::ranges::min_element(values, {}, [wish](double value) { return std::abs(value - wish); });
}

double rounded(double t) {
    return static_cast<double>(static_cast<float>(t));
}

Schedule turbo(std::vector<double> timesteps) {
    std::ranges::transform(timesteps, timesteps.begin(), rounded);
    const auto count = static_cast<int>(timesteps.size());
    return Schedule{.timesteps = std::move(timesteps), .end = 0, .distilled = true, .requestedSteps = count};
}

std::vector<double> shiftedSteps(int steps, double shift) {
    std::vector<double> timesteps;
    for (int i = 0; i < steps; ++i)
        timesteps.push_back(shiftTimestep(1.0 - static_cast<double>(i) / steps, shift));
    return timesteps;
}

/// The same for the base family, whose reference computes in float32 throughout: the last bit decides guidance
/// intervals.
std::vector<double> shiftedLinspace(int steps, double shift) {
    const auto even = at::linspace(1.0, 0.0, steps + 1, at::TensorOptions{}.dtype(at::kFloat));
    const auto warped = shift == 1.0 ? even : shift * even / (1 + (shift - 1) * even);
    const auto* values = warped.const_data_ptr<float>();
    return {values, values + steps};
}

} // namespace

double shiftTimestep(double t, double shift) {
    return shift == 1.0 ? t : shift * t / (1.0 + (shift - 1.0) * t);
}

Schedule turboSchedule(std::optional<int> steps, double shift, const std::vector<double>& custom) {
    auto wished = custom;
    while (!wished.empty() && wished.back() == 0)
        wished.pop_back();
    if (!wished.empty()) {
        wished.resize(std::min<std::size_t>(wished.size(), kMostTurboSteps));
        std::ranges::transform(wished, wished.begin(), [](double t) { return *nearest(kTurboTimesteps, t); });
        return turbo(std::move(wished));
    }
    if (steps)
        return turbo(shiftedSteps(std::clamp(*steps, 1, kMostTurboSteps), shift));
    return turbo(shiftedSteps(kDistilledSteps, *nearest(std::array{1.0, 2.0, 3.0}, shift)));
}

Schedule linearSchedule(int steps, double shift, const std::vector<double>& custom) {
    Schedule schedule{.timesteps = {}, .end = 0, .distilled = false, .requestedSteps = steps};
    if (custom.size() > 1) {
        schedule.timesteps.assign(custom.begin(), custom.end() - 1);
        schedule.end = rounded(custom.back());
    } else {
        schedule.timesteps = shiftedLinspace(steps, shift);
    }
    std::ranges::transform(schedule.timesteps, schedule.timesteps.begin(), rounded);
    return schedule;
}

Schedule truncatedAt(Schedule schedule, double level) {
    schedule.timesteps.erase(schedule.timesteps.begin(), nearest(schedule.timesteps, level));
    schedule.requestedSteps = schedule.stepCount();
    return schedule;
}

} // namespace ottava
