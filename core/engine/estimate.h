#pragma once

#include "core/engine/memory_plan.h"
#include "core/engine/request.h"
#include "core/engine/work_rates.h"

#include <optional>

namespace ottava {

/// What a song will need, before it is made.
struct SongEstimate {
    MemoryPlan memory;
    std::optional<double> seconds; ///< from the press to the last take; unset until this machine has made a song so
};

/// Seconds of such a song at these rates; unset while a stage's is not known.
std::optional<double> songSeconds(const SongSize& song, const Request& request, bool turbo, const WorkRates& rates);

} // namespace ottava
