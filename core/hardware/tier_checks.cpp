#include "core/hardware/tier_checks.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace ottava {
namespace {

/// The planners that exist, smallest first. Another name in the table is a slip of the pen.
constexpr std::array<std::string_view, 3> kPlanners = {"acestep-5Hz-lm-0.6B", "acestep-5Hz-lm-1.7B",
                                                       "acestep-5Hz-lm-4B"};
constexpr int kLargestBatch = 8;

void require(bool holds, const std::string& row, std::string_view contradiction) {
    if (!holds)
        throw Error{ErrorCode::Internal, sentence("The tier table contradicts itself at {}: {}.", row, contradiction),
                    sentence("Install Ottava again: its tiers.json was changed or damaged.")};
}

void checkLimit(const TierLimit& limit, const std::string& row) {
    require(limit.maxDurationSeconds > 0, row, "the longest duration is not above 0");
    require(limit.maxBatch >= 1 && limit.maxBatch <= kLargestBatch, row, "the largest batch is not 1 to 8");
}

void checkPlanners(const Tier& tier) {
    auto next = kPlanners.begin();
    std::optional<double> memory;
    for (const auto& lm : tier.lms) {
        const auto known = std::find(kPlanners.begin(), kPlanners.end(), lm.name);
        require(known != kPlanners.end(), tier.id, fmt::format("there is no language model '{}'", lm.name));
        require(known >= next, tier.id, "the language models are not listed smallest first");
        next = known + 1;
        require(!lm.memoryGb || *lm.memoryGb > memory.value_or(0), tier.id,
                fmt::format("the memory of '{}' is not above 0 and above a smaller one's", lm.name));
        memory = lm.memoryGb;
    }
}

bool allowsNoLess(const TierLimit& bigger, const TierLimit& smaller) {
    return bigger.maxDurationSeconds >= smaller.maxDurationSeconds && bigger.maxBatch >= smaller.maxBatch;
}

void checkFollows(const Tier& tier, const Tier& before) {
    const auto& span = tier.span;
    require(span.fromGb == before.span.toGb, tier.id,
            fmt::format("it starts at {} GB, but {} ends at {} GB", span.fromGb, before.id, before.span.toGb));
    require(span.includesFrom != before.span.includesTo, tier.id,
            fmt::format("{} GB belongs to it and to {}, or to neither", span.fromGb, before.id));
    require(allowsNoLess(tier.withoutLm, before.withoutLm), tier.id, fmt::format("it allows less than {}", before.id));
    require(!before.withLm || (tier.withLm && allowsNoLess(*tier.withLm, *before.withLm)), tier.id,
            fmt::format("it allows less with the language model than {}", before.id));
    require(tier.lms.size() >= before.lms.size() && (tier.lmOnByDefault || !before.lmOnByDefault), tier.id,
            fmt::format("it offers less of the language model than {}", before.id));
}

} // namespace

void checkTier(const Tier& tier) {
    require(!tier.id.empty(), "a row", "it has no id");
    const auto& span = tier.span;
    require(span.fromGb >= 0 && std::isfinite(span.fromGb) && span.fromGb < span.toGb, tier.id,
            "its span of memory is empty or negative");
    checkLimit(tier.withoutLm, tier.id);
    require(tier.withLm.has_value() != tier.lms.empty(), tier.id,
            "limits with the language model and a list of language models go together");
    require(!tier.lmOnByDefault || tier.withLm, tier.id, "a language model is on by default, but none is allowed");
    if (tier.withLm) {
        checkLimit(*tier.withLm, tier.id);
        require(allowsNoLess(tier.withoutLm, *tier.withLm), tier.id,
                "it allows more with the language model than without");
    }
    checkPlanners(tier);
}

void checkTierOrder(const std::vector<Tier>& tiers) {
    require(!tiers.empty(), "the table", "it has no rows");
    require(tiers.front().span.fromGb == 0 && tiers.front().span.includesFrom, tiers.front().id,
            "the first row does not start at no memory");
    require(std::isinf(tiers.back().span.toGb), tiers.back().id, "the last row has an end");
    std::set<std::string> ids;
    for (std::size_t row = 0; row < tiers.size(); ++row) {
        require(ids.insert(tiers[row].id).second, tiers[row].id, "two rows have this id");
        if (row > 0)
            checkFollows(tiers[row], tiers[row - 1]);
    }
}

void checkNominalSizes(const std::vector<double>& countsAsGb, double toleranceGb, const std::vector<Tier>& tiers) {
    require(toleranceGb >= 0 && std::isfinite(toleranceGb), "tolerance_gb", "it is negative");
    double below = 0;
    for (const double size : countsAsGb) {
        const auto row = fmt::format("counts_as_gb {}", size);
        require(size - toleranceGb > below, row, "the sizes are not ascending and further apart than the tolerance");
        require(std::any_of(tiers.begin(), tiers.end(),
                            [size](const Tier& tier) { return tier.span.fromGb == size && tier.span.includesFrom; }),
                row, "no row starts there");
        below = size;
    }
}

} // namespace ottava
