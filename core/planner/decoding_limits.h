#pragma once

#include "core/planner/lm_call.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// What bounds the length of one run of the language model.
struct TokenLimitInput {
    PlannerPhase phase = PlannerPhase::Cot;
    std::optional<double> targetDurationSeconds; ///< unset or ≤ 0: none
    int maxDurationSeconds = 600;                ///< the tier's, with the language model loaded
    std::optional<int> fallback;                 ///< wish where there is no target
    int contextTokens = 4096;
};

/// How many tokens a run may write, the prompt not counted. Source: language-model specification §7.
int maxNewTokens(const TokenLimitInput& input);

/// The models come in three sizes, told by their folder's name; a name without one counts as the smallest.
/// Source: language-model specification §1.
enum class LmSize { Small, Medium, Large };
LmSize lmSizeOf(std::string_view name);
/// "0.6B", "1.7B", "4B"
std::string_view lmSizeName(LmSize size);

/// The folder to use where `recommended` (may be empty) is asked for: itself, else the longest name of its size
/// (suffixes mark later versions), else the first; unset when there is none.
std::optional<std::string> bestLmOnDisk(std::string_view recommended, const std::vector<std::string>& onDisk);

/// Memory that the language model wants of a GPU, in GB. Source: language-model specification §13.
double lmWeightsGb(LmSize size);
double lmTargetGb(LmSize size);
/// Share of the GPU's memory in use once the language model is loaded; without `freeGb` estimated from its total.
double lmMemoryShare(LmSize size, double totalGb, std::optional<double> freeGb);

} // namespace ottava
