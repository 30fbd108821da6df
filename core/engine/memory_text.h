#pragma once

#include "core/engine/memory_plan.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace ottava {

// Memory plans in words and as JSON. GB are GiB, as the tiers have them.

/// "planning", "encoding", "diffusion", "decoding".
const char* memoryStageName(MemoryStage stage);
/// The same in a sentence: "decoding the audio".
const char* memoryStageText(MemoryStage stage);
/// What was changed, as part of a sentence: "shorter tiles".
const char* memoryReliefText(MemoryRelief relief);
const char* residencyName(Residency residency); ///< stays, leaves, by_layer, host

/// "The card's memory ran out while decoding the audio; finished with shorter tiles. Quality is the same."
std::string memoryRelievedText(MemoryStage stage, const std::vector<MemoryRelief>& reliefs, bool isCard);
/// "Not enough memory for 240 s × 4 takes."
std::string outOfMemoryText(const SongSize& song, const MemoryBudget& budget);
/// What would fit: fewer takes first, then a shorter song.
std::string fitsWithText(const MemoryModels& models, const SongSize& song, const MemoryBudget& budget);

/// One line for logs and people: "9.4 of 16.0 GB at most; dit stays (bf16, 3.0 GB); …".
std::string memoryPlanLine(const MemoryPlan& plan);
/// The `memory_plan` of `info` and `generate`.
nlohmann::json memoryPlanJson(const MemoryPlan& plan);

} // namespace ottava
