#include "core/planner/decoding_limits.h"

#include <algorithm>
#include <array>

namespace ottava {
namespace {

constexpr double kShortestSeconds = 10, kLongestSeconds = 600;
constexpr int kCodesPerSecond = 5;
constexpr int kContextReserve = 64;
constexpr int kMetadataTokens = 500; ///< room for the block, where it is written in the same run
constexpr int kSpareCodes = 10;

struct SizeFacts {
    LmSize size;
    std::string_view name;
    double weightsGb, cacheGb; ///< cache of keys and values at 4096 tokens
};

constexpr std::array<SizeFacts, 3> kSizes{
    {{LmSize::Small, "0.6B", 1.2, 0.6}, {LmSize::Medium, "1.7B", 3.4, 1.0}, {LmSize::Large, "4B", 8.0, 1.6}}};

const SizeFacts& factsOf(LmSize size) {
    return kSizes.at(static_cast<std::size_t>(size));
}

} // namespace

int maxNewTokens(const TokenLimitInput& input) {
    const int context = input.contextTokens - kContextReserve;
    if (input.targetDurationSeconds && *input.targetDurationSeconds > 0) {
        const auto longest = std::min(static_cast<double>(input.maxDurationSeconds), kLongestSeconds);
        const auto seconds = std::max(kShortestSeconds, std::min(longest, *input.targetDurationSeconds));
        const int codes = static_cast<int>(seconds * kCodesPerSecond);
        return std::min(codes + (input.phase == PlannerPhase::Codes ? kSpareCodes : kMetadataTokens), context);
    }
    constexpr int kWithoutTarget = static_cast<int>(kLongestSeconds) * kCodesPerSecond + kMetadataTokens;
    return std::min({input.fallback.value_or(context), kWithoutTarget, context});
}

LmSize lmSizeOf(std::string_view name) {
    for (const auto& facts : kSizes)
        if (name.find(facts.name) != std::string_view::npos)
            return facts.size;
    return LmSize::Small;
}

std::string_view lmSizeName(LmSize size) {
    return factsOf(size).name;
}

std::optional<std::string> bestLmOnDisk(std::string_view recommended, const std::vector<std::string>& onDisk) {
    if (onDisk.empty())
        return std::nullopt;
    if (recommended.empty())
        return onDisk.front();
    if (std::ranges::find(onDisk, recommended) != onDisk.end())
        return std::string{recommended};
    const std::string* best = nullptr;
    for (const auto& name : onDisk)
        if (lmSizeOf(name) == lmSizeOf(recommended) && (!best || name.size() > best->size()))
            best = &name;
    return best ? *best : onDisk.front();
}

double lmWeightsGb(LmSize size) {
    return factsOf(size).weightsGb;
}

double lmTargetGb(LmSize size) {
    constexpr double kActivationsGb = 0.3;
    return factsOf(size).weightsGb + factsOf(size).cacheGb + kActivationsGb;
}

double lmMemoryShare(LmSize size, double totalGb, std::optional<double> freeGb) {
    constexpr double kDitGb = 1.5, kSafetyGb = 0.5, kLargeCardGb = 24, kMost = 0.9;
    if (!freeGb)
        return std::min(kMost, std::max(totalGb >= kLargeCardGb ? 0.2 : 0.1, lmTargetGb(size) / totalGb));
    const auto usable = std::min(lmTargetGb(size), std::max(0.0, *freeGb - kDitGb - kSafetyGb));
    return std::min(kMost, std::max(0.1, (totalGb - *freeGb + usable) / totalGb));
}

} // namespace ottava
