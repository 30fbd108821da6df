#pragma once

#include "core/base/warning.h"
#include "core/engine/request.h"
#include "core/hardware/limits.h"

namespace ottava {

/// Lowers duration and batch to what is in force, adding a warning for each that names tier, limit and wish.
/// A value beyond the tier that an override allows stays, with a warning.
/// Seeds stay: those beyond the batch are not used.
Request clampToLimits(Request request, const Limits& limits, bool withLm, Warnings& warnings);

/// The same for a duration that is known later than the request: a planner's choice or a source's length. Seconds;
/// zero or less (left open) stays as it is.
double clampDuration(double durationSeconds, const Limits& limits, bool withLm, Warnings& warnings);

} // namespace ottava
