#pragma once

#include "core/engine/engine.h"
#include "core/engine/progress_meter.h"
#include "core/tasks/model_store.h"

#include <stop_token>

namespace ottava {

/// Everything a run of the planner needs from outside.
struct PlanningInputs {
    ModelStore& models;
    const Limits& limits;
    ProgressMeter& progress;
    std::string lm; ///< folder name; the one that `models` was told to load
    std::stop_token stop;
};

/// Whether the planner has anything to do for this request: its task is one that is planned, and codes or metadata are
/// missing. Source: language-model specification §4.
bool wantsPlan(const Request& request);

/// Carries out a job of the planner. The result's request has seeds filled in and the plan in it, its duration within
/// the limits in force with the planner. Throws Error (BadRequest) when the job lacks what its task needs, Error
/// (Internal) when the model's answer is of no use; throws Cancelled within one token after a stop was asked for.
PlanResult runPlanner(const PlannerJob& job, const PlanningInputs& inputs);

} // namespace ottava
