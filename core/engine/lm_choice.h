#pragma once

#include "core/base/warning.h"
#include "core/hardware/limits.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// What is asked of the choice of a planner.
struct LmWish {
    bool enabled = true;             ///< false: work without one
    std::optional<std::string> name; ///< folder name; unset: as the tier has it
    bool needed = false;             ///< the job is about the planner: what a tier merely has off by default is on
};

/// The planner to use, or none (with a warning that says why, unless it was ruled out by the wish itself). A planner
/// that is named, or needed in a tier without one, is obeyed with a warning. `installed`: folder names. Throws Error
/// (ModelMissing) when the named one is not installed, or one is needed and there is none; Error (BadRequest) when one
/// is needed and the wish rules it out. Source: language-model specification §1 and §12.
std::optional<std::string> chooseLm(const LmWish& wish, const Limits& limits, const std::vector<std::string>& installed,
                                    Warnings& warnings);

} // namespace ottava
