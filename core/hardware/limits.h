#pragma once

#include "core/base/warning.h"
#include "core/hardware/device_probe.h"
#include "core/hardware/tiers.h"

#include <optional>
#include <string>

namespace ottava {

/// Hard ends of the two limits, whatever the tier or the user says: the model is not made for more.
inline constexpr int kShortestDurationLimit = 10, kLongestDurationLimit = 600; // s
inline constexpr int kLargestBatchLimit = 8;

/// What the user allowed beyond the tier. Unset: the tier's own number.
struct LimitOverrides {
    std::optional<int> maxDurationSeconds = {}; ///< s, kShortestDurationLimit to kLongestDurationLimit
    std::optional<int> maxBatch = {};           ///< 1 to kLargestBatchLimit
    std::optional<bool> allowLm = {};
    bool operator==(const LimitOverrides&) const = default;
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
    /// The planner to load by default: the largest that the tier allows. Unset in tiers without one and where the
    /// planner was ruled out.
    std::optional<std::string> defaultLm() const;
    /// Whether the planner starts unless the user says otherwise.
    bool lmOnByDefault() const;
    bool lmAllowed() const;
};

Limits limitsFor(const Device& device, const TierTable& table, const LimitOverrides& overrides = {});

/// One LimitOverridden warning for each override that goes beyond the tier, and for a planner `lm` that the tier does
/// not list: each names the tier, its limit and the wish.
void warnOfOverrides(const Limits& limits, const std::optional<std::string>& lm, Warnings& warnings);

/// `info --json` of the contract, without models and versions: device, vram_gb, simulated, tier, limits, lm_models,
/// lm_default, lm_on_by_default, lm_memory_gb, defaults; besides them device_name, rule, ram_gb, threads, native_bf16.
/// `limits` are those in force.
std::string limitsToJson(const Limits& limits);

} // namespace ottava
