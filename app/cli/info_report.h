#pragma once

#include "core/engine/engine.h"
#include "core/hardware/limits.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ottava::cli {

/// Everything that `info` tells.
struct InfoFacts {
    Limits limits;
    Warnings warnings;
    std::filesystem::path modelsDir;
    std::vector<InstalledModel> models;
    std::string libtorch;                  ///< release
    std::optional<MemoryPlan> memory = {}; ///< of the request that was asked about; unset without a model to plan for
};

/// The contract's object: `limitsToJson` with models, models_dir, memory_plan, versions and warnings.
std::string infoToJson(const InfoFacts& facts);

/// A table for people, without the warnings.
std::string infoToText(const InfoFacts& facts);

} // namespace ottava::cli
