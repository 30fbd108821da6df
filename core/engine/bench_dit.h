#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"

#include <stop_token>
#include <vector>

namespace ottava {

/// Steps of a transformer with four layers of the real size, on behalf of all layers.
class BenchSteps {
public:
    BenchSteps(BenchSize size, DeviceChoice device, std::stop_token stop);

    struct Cost {
        double stepSeconds = 0;      ///< fastest of `repeats`, after one that does not count
        double conditionSeconds = 0; ///< cross-attention keys and values
    };
    /// Throws Cancelled between evaluations.
    Cost measure(const DitOptions& options, std::int64_t frames, std::int64_t batch, int repeats) const;

    /// What each option saves, the others being as a user would have them.
    std::vector<BenchGain> gains(std::int64_t frames, std::int64_t batch) const;

    /// Seconds and memory of a step from `kSweepSeconds` of music by 1 … 8 songs; three lengths are measured, the
    /// others follow from them: a step grows with the length, and in full attention with its square.
    std::vector<BenchPoint> sweep() const;

private:
    BenchSize size_;
    DeviceChoice device_;
    std::stop_token stop_;
};

} // namespace ottava
