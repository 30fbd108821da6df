#pragma once

#include "app/cli/arguments.h"
#include "core/engine/plan.h"

namespace ottava::cli {

/// Runs the language model alone on `job` with the command's engine options, showing progress and, on stderr, warnings
/// (those of reading the request come first).
PlanResult runPlanner(const Arguments& arguments, const PlannerJob& job, Warnings warnings);

} // namespace ottava::cli
