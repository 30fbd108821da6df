#pragma once

#include "core/audio/file_metadata.h"
#include "core/engine/request.h"
#include "core/library/take_library.h"

#include <filesystem>
#include <optional>
#include <string>

namespace ottava {

/// The recipe of one take, found in a file. Recordings it was made from have the path where they are now; those that
/// are nowhere to be found keep the path that the recipe gives, often a mere name.
struct FoundRecipe {
    Request request;
    std::optional<std::int64_t> seed; ///< the one that was used
    std::string model;                ///< folder name of the diffusion model; empty: not known
    bool lacksSource = false;         ///< the source is not to be found
    bool lacksReference = false;
};

/// The recipe of a take of the library. Throws Error (BadRequest) when it is none.
FoundRecipe recipeOfTake(const StoredTake& take);

/// The recipe in a JSON file: a take's sidecar, wherever it lies, or a bare request. Throws Error (FileFault), and
/// (BadRequest) when the file holds no recipe.
FoundRecipe recipeInJson(const std::filesystem::path& file);

/// The recipe that a sound file brought along. Its recordings, of which it has the names alone, are looked for in the
/// recipe of the very take in `library` and beside the file. Throws Error (BadRequest) when it is none.
FoundRecipe recipeInSound(const std::filesystem::path& file, const FileMetadata& metadata, const TakeLibrary& library);

} // namespace ottava
