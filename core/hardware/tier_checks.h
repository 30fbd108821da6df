#pragma once

#include "core/hardware/tiers.h"

#include <vector>

namespace ottava {

/// Checks one row by itself: limits above 0, batch 1 to 8, known planners, smallest first.
/// Throws Error (Internal) that names the row.
void checkTier(const Tier& tier);

/// Checks the rows against each other: spans that neither leave a gap nor overlap, from 0 to infinity, and a bigger
/// card never allowed less than a smaller one. Throws Error (Internal) that names the row.
void checkTierOrder(const std::vector<Tier>& tiers);

/// Checks that every nominal size is an edge of the table, ascending and further apart than the tolerance.
/// Throws Error (Internal).
void checkNominalSizes(const std::vector<double>& countsAsGb, double toleranceGb, const std::vector<Tier>& tiers);

} // namespace ottava
