#pragma once

#include "core/library/take_library.h"
#include "ui/playback/take_file.h"

#include <optional>

namespace ottava::ui {

/// What a take was made of, as far as its sidecar says.
struct TakeRecipe {
    QString model; ///< without the family's prefix: "turbo"
    std::optional<int> steps, bpm;
    QString key;
    qint64 seed = 0;
    std::optional<qint64> lmSeed; ///< of the planner
};

/// Reads the take's sidecar again for what a StoredTake does not carry. What is missing or damaged stays unset.
TakeRecipe readRecipe(const StoredTake& take);

/// "turbo · 8 steps · seed 4021"
QString recipeText(const TakeRecipe& recipe);

QString takeTitle(const StoredTake& take);
/// When it was made, in the user's own way of writing dates; empty when that is not known.
QString takeDate(const StoredTake& take);
/// "★★★☆☆"
QString starsText(int stars);

/// The take as other programs get it: its name by the export pattern, and what it may say.
TakeFile takeFileOf(const StoredTake& take);

} // namespace ottava::ui
