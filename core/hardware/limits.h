#pragma once

#include "core/hardware/device_probe.h"
#include "core/hardware/tiers.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// What the user allowed beyond the tier. Unset: the tier's own number.
struct LimitOverrides {
    std::optional<int> maxDurationSeconds;
    std::optional<int> maxBatch;
    std::optional<bool> allowLm;
};

/// What this machine allows, in one place: the tier, its limits with and without the planner, and the overrides.
struct Limits {
    Device device;
    Tier tier;
    TierDefaults defaults;
    std::string rule; ///< which edge of the table applied, one sentence
    LimitOverrides overrides;

    /// Limits in force with (or without) the planner; a tier without planner answers `withoutLm` to both.
    TierLimit inForce(bool withLm) const;
    /// The tier's own limits, whatever was overridden.
    TierLimit ofTier(bool withLm) const;
    /// The planner to load by default: the largest that the tier allows. Unset in tiers without one.
    std::optional<std::string> defaultLm() const;
    bool lmAllowed() const;
};

Limits limitsFor(const Device& device, const TierTable& table, const LimitOverrides& overrides = {});

/// `info --json` of the contract, without models and versions: device, vram_gb, simulated, tier, limits, lm_models,
/// lm_default, lm_on_by_default, lm_memory_gb, defaults.
std::string limitsToJson(const Limits& limits);

} // namespace ottava
