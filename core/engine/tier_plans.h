#pragma once

#include "core/engine/memory_plan.h"
#include "core/hardware/tiers.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// A published model on a card of one size, at the most that the card's tier allows.
struct TierPlan {
    double cardGb = 0;
    std::string tier, model;
    std::optional<std::string> lm; ///< folder name of the planner; unset: without one
    TierLimit limit;
    MemoryModels models;
    SongSize song; ///< the largest that the limit allows
    MemoryPlan plan;
};

/// Cards as they are sold, GB: one in every tier, and the largest.
inline constexpr double kTypicalCards[] = {4, 6, 7, 8, 10, 12, 16, 20, 24, 32, 48};

/// Longest song and largest batch of every tier, with each planner that it allows and without one, for the 2B model,
/// for it with guidance, and for XL on cards that the guide gives it (12 GB and more).
std::vector<TierPlan> tierPlans(const TierTable& table);

/// The page docs/memory.md.
std::string tierPlansPage(const std::vector<TierPlan>& plans);

/// Those on the smallest card of each tier, which leaves the least room, without a planner and with the largest one.
std::vector<TierPlan> tightestPlans(const std::vector<TierPlan>& plans);

/// The page docs/memory-counted.md: its words, for plans with `layers` layers in each DiT and planner, and the row of a
/// plan that was counted.
std::string countedTiersIntroduction(std::int64_t layers);
std::string countedTierRow(const TierPlan& counted);

} // namespace ottava
