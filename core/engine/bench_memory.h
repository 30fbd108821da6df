#pragma once

#include "core/engine/bench.h"
#include "core/engine/memory_plan.h"

#include <stop_token>

namespace ottava {

struct BenchMemoryOptions {
    BenchSize size = BenchSize::TwoB;
    double seconds = 30; ///< of music
    std::int64_t items = 1;
    bool guided = false;
    std::int64_t ditLayers = 0; ///< that are made of the DiT; 0: all. What a layer needs at work is the same with few
    std::optional<MemoryChoices> choices = {}; ///< unset: the plan's
};

/// Runs one unit of every stage (one denoising step, one tile) as the plan has it, with random weights of the real
/// size, and counts at libtorch's allocator what tensors hold: the plan with its stages measured. The processor stands
/// in for the card. Throws Cancelled
/// between stages.
MemoryPlan benchMemory(const EngineSettings& settings, const BenchMemoryOptions& options, const std::stop_token& stop);

} // namespace ottava
