#pragma once

#include "core/base/sentence.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// What one row of the tier table allows, with or without the planner loaded.
struct TierLimit {
    int maxDurationSeconds = 0;
    int maxBatch = 0;
    bool operator==(const TierLimit&) const = default;
};

/// A planner size that a tier allows, and the memory the guide sets aside for it.
struct TierLm {
    std::string name;               ///< "acestep-5Hz-lm-0.6B", …
    std::optional<double> memoryGb; ///< unset: no limit
};

/// A stretch of video memory, GiB. Each edge says whether it belongs to the span itself.
struct TierSpan {
    double fromGb = 0, toGb = 0; ///< the last row's end is infinity
    bool includesFrom = true, includesTo = false;
    bool contains(double gb) const;
};

struct Tier {
    std::string id; ///< "tier1" … "tier6", "unlimited"
    TierSpan span;
    std::optional<TierLimit> withLm; ///< unset: this tier has no planner
    TierLimit withoutLm;
    std::vector<TierLm> lms; ///< smallest first
    bool lmOnByDefault = false;

    /// The row that `lms` has for a planner of that name; null when the tier does not allow it.
    const TierLm* lm(std::string_view name) const;
};

/// Defaults of the four options of the compatibility guide.
struct TierDefaults {
    bool flashAttention = true, offload = true, compile = true, quantization = true;
};

/// How a tier is called in sentences: "Tier 4", "The unlimited tier".
Sentence tierTitle(const Tier& tier);

/// The table of the GPU compatibility guide.
class TierTable {
public:
    /// Throws Error (FileFault) when unreadable, Error (Internal) naming the row when the table contradicts itself.
    static TierTable load(const std::filesystem::path& file);
    static TierTable parse(std::string_view json);

    /// The row for a card of `vramGb`; 0 or less: no GPU. A card up to 0.5 GB under 8, 12, 16 or 24 counts as that
    /// size, since cards report a little less than their name. `rule` (if given) receives one sentence saying which
    /// edge applied.
    const Tier& forVram(double vramGb, std::string* rule = nullptr) const;

    const std::vector<Tier>& tiers() const { return tiers_; }
    const TierDefaults& defaults() const { return defaults_; }

private:
    double nominalGb(double vramGb) const;

    std::vector<Tier> tiers_;
    TierDefaults defaults_;
    std::vector<double> countsAsGb_; ///< sizes that cards are sold as, ascending
    double toleranceGb_ = 0;
};

} // namespace ottava
