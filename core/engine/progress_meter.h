#pragma once

#include "core/engine/progress.h"
#include "core/engine/work_rates.h"

#include <chrono>
#include <functional>
#include <optional>

namespace ottava {

/// The size of one job.
struct JobSize {
    std::int64_t frames = 0; ///< latent frames of an item
    std::int64_t items = 1;
    int steps = 0;
};

/// Turns "step 3 of 8" into progress with time left, and learns the machine's rates on the way. One thread.
class ProgressMeter {
public:
    using Clock = std::chrono::steady_clock;

    ProgressMeter(std::function<void(const Progress&)> report, WorkRates& rates);
    ProgressMeter(const ProgressMeter&) = delete;
    ProgressMeter& operator=(const ProgressMeter&) = delete;

    void resize(const JobSize& size) { size_ = size; }
    /// Reports that `step` of `steps` units of `stage` are done.
    void at(Stage stage, int step, int steps);
    double elapsedSeconds() const;

private:
    void learn(double stageSeconds, int step);
    std::optional<double> remainingSeconds(Stage stage, int step, int steps) const;
    std::optional<double> remainingMusic(Stage stage, int step, int steps) const;

    std::function<void(const Progress&)> report_;
    WorkRates& rates_;
    JobSize size_;
    Clock::time_point start_ = Clock::now(), stageStart_ = start_;
    Stage stage_ = Stage::Loading;
    int firstStep_ = 0;
};

} // namespace ottava
