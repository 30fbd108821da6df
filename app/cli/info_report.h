#pragma once

#include "core/engine/engine.h"
#include "core/hardware/limits.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ottava::cli {

/// Everything that `info` tells.
struct InfoFacts {
    Limits limits;
    Warnings warnings;
    std::filesystem::path modelsDir;
    std::vector<InstalledModel> models;
    std::string libtorch; ///< release
};

/// The contract's object: `limitsToJson` with models, models_dir, versions and warnings.
std::string infoToJson(const InfoFacts& facts);

/// A table for people, without the warnings.
std::string infoToText(const InfoFacts& facts);

} // namespace ottava::cli
