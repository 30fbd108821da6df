#pragma once

#include "core/engine/bench.h"
#include "core/engine/memory_plan.h"
#include "core/engine/tier_plans.h"

#include <functional>
#include <stop_token>

namespace ottava {

struct BenchMemoryOptions {
    BenchSize size = BenchSize::TwoB;
    BenchLm lm = BenchLm::None;
    double seconds = 30; ///< of music
    std::int64_t items = 1;
    bool guided = false;
    bool source = false;     ///< a recording is encoded
    bool asCard = false;     ///< layers of libtorch as a graphics card runs them, not the processor's own kernels
    std::int64_t layers = 0; ///< of the DiT and the language model; 0: all. A layer at work needs the same among few
};

/// Runs one unit of every stage as the plan for this machine has it, with random weights of the real size, and counts
/// what tensors hold: the plan with its stages measured. Throws Cancelled between stages.
MemoryPlan benchMemory(const EngineSettings& settings, const BenchMemoryOptions& options, const std::stop_token& stop);

/// Counts plans one after the other, each with at most `layers` layers of DiT and planner; `onCounted` hears of each.
/// Throws Cancelled between stages.
void countTiers(std::vector<TierPlan> plans, std::int64_t layers,
                const std::function<void(const TierPlan& counted)>& onCounted, const std::stop_token& stop);

} // namespace ottava
