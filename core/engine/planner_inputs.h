#pragma once

#include "core/engine/plan.h"
#include "core/planner/planner_api.h"

#include <cstdint>
#include <vector>

namespace ottava {

// Between requests, which the program speaks, and the planner's own inputs and answers.

/// `lmSeeds`: one an item, settled.
SongInput songInput(const Request& request, const std::vector<std::int64_t>& lmSeeds);
InspireInput inspireInput(const Request& request);
FormatInput formatInput(const Request& request);
TokenSampling samplingOf(const Request& request);

/// What the model wrote.
Plan planOf(const SongPlan& song);
Plan planOf(const SampleText& song);

/// What the user left open and now holds a value was written by the model, in whichever of its runs.
void fillOpenFields(const Request& asked, const Request& planned, Plan& plan);

/// Puts the plan into the request: what the DiT is to be given. Values outside a field's hard range stay out.
void applyPlan(const SongPlan& song, Request& request);
/// Replaces caption, lyrics and metadata by what the model wrote; what it did not write stays.
void applyDescription(const SampleText& song, Request& request);

} // namespace ottava
