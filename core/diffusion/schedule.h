#pragma once

#include <optional>
#include <vector>

namespace ottava {

/// Timesteps that a run visits, 1 = pure noise, 0 = music. Values are rounded to float32, as the reference holds them.
struct Schedule {
    std::vector<double> timesteps; ///< where the model is evaluated, falling
    double end = 0;                ///< where the last step arrives
    bool distilled = false;        ///< turbo: the last step is always a plain one, straight to clean latents
    int requestedSteps = 0;        ///< what the cover switch counts, before any truncation

    int stepCount() const { return static_cast<int>(timesteps.size()); }
    double next(int step) const { return step + 1 < stepCount() ? timesteps[static_cast<std::size_t>(step) + 1] : end; }
};

/// t' = s·t / (1 + (s − 1)·t). Source: Esser et al. 2024.
double shiftTimestep(double t, double shift);

/// Turbo: `custom` (trailing zeros dropped, at most 20, each moved to the nearest allowed value), else
/// min(steps, 20) shifted steps; without `steps` the shift is rounded to 1, 2 or 3 and there are 8.
/// Source: synthesis specification §11.
Schedule turboSchedule(std::optional<int> steps, double shift, const std::vector<double>& custom);

/// Base family: shifted linspace(1, 0, steps + 1), or `custom` as it stands (its last entry is the end point).
Schedule linearSchedule(int steps, double shift, const std::vector<double>& custom);

/// Starts at the timestep nearest to `level` (the first on ties) and drops the earlier ones.
Schedule truncatedAt(Schedule schedule, double level);

} // namespace ottava
