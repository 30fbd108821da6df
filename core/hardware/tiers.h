#pragma once

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

struct Tier {
    std::string id;                  ///< "tier1" … "tier6", "unlimited"
    double fromGb = 0, toGb = 0;     ///< nominal span of video memory
    std::optional<TierLimit> withLm; ///< unset: this tier has no planner
    TierLimit withoutLm;
    std::vector<TierLm> lms; ///< smallest first
    bool lmOnByDefault = false;
};

/// Defaults of the four options of the compatibility guide.
struct TierDefaults {
    bool flashAttention = true, offload = true, compile = true, quantization = true;
};

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
    std::vector<Tier> tiers_;
    TierDefaults defaults_;
};

} // namespace ottava
