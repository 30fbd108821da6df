#pragma once

#include "core/engine/engine.h"

#include <QString>

#include <vector>

namespace ottava::ui {

/// The models that a song can be made with, and those in use.
struct ModelChoices {
    std::vector<InstalledModel> dits, vaes;
    std::string dit = EngineSettings{}.dit, vae = EngineSettings{}.vae; ///< folder names
    std::filesystem::path folder;                                       ///< where they lie
    bool fixed = false;                                                 ///< the demo comes with its own

    /// How the model in use was trained; where it is not installed its name has to tell.
    DitVariant variant() const;
};

/// "Turbo", "XL Turbo", "SFT": the name without what all have in common.
QString ditShortName(const std::string& folder);

/// The request that is made on such a model when nobody says anything. `thinking`: a planner writes codes for it.
Request usualRequest(DitVariant variant, bool thinking);

} // namespace ottava::ui
