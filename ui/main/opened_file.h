#pragma once

#include "core/engine/found_recipe.h"

#include <QStringList>

#include <filesystem>
#include <optional>

namespace ottava::ui {

/// A file from outside the library that was dropped or opened: looked into, its sound not decoded.
struct OpenedFile {
    bool isSound = true; ///< false: a recipe alone
    std::optional<FoundRecipe> recipe;
    QString recipeProblem; ///< why a recipe that is there cannot be used
    QStringList problems;  ///< what else could not be read
};

/// Throws Error: (FileFault) when the file cannot be read or is neither sound nor recipe, (BadRequest) when it is JSON
/// that holds no recipe. Any thread but the GUI's.
OpenedFile readOpenedFile(const std::filesystem::path& file, const std::filesystem::path& library);

} // namespace ottava::ui
