#include "core/engine/found_recipe.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/take_recipe.h"
#include "core/library/sidecar.h"

#include <fmt/format.h>

namespace ottava {
namespace {

bool isThere(const std::filesystem::path& file) {
    std::error_code failed;
    return std::filesystem::is_regular_file(file, failed);
}

bool isSame(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code failed;
    return std::filesystem::equivalent(a, b, failed);
}

/// Where a recording is that the recipe in `holder` names; empty: nowhere.
std::filesystem::path whereIs(const std::filesystem::path& named, const std::filesystem::path& holder) {
    if (named.is_absolute() && isThere(named))
        return named;
    const auto folder = holder.parent_path();
    const auto take = named.parent_path().filename(); // of a library that has moved as a whole
    const auto inLibrary = folder.parent_path() / take / named.filename();
    if (!take.empty() && isThere(inLibrary))
        return inLibrary;
    const auto beside = folder / named.filename();
    return isThere(beside) && !isSame(beside, holder) ? beside : std::filesystem::path{};
}

/// False: it is named and not to be found.
bool follow(std::filesystem::path& recording, const std::filesystem::path& holder) {
    if (recording.empty())
        return true;
    const auto found = whereIs(recording, holder);
    if (!found.empty())
        recording = found;
    return !found.empty();
}

void findRecordings(FoundRecipe& recipe, const std::filesystem::path& holder) {
    recipe.lacksSource = !follow(recipe.request.srcAudio, holder);
    recipe.lacksReference = !follow(recipe.request.referenceAudio, holder);
}

Request parsed(const std::string& json) {
    Warnings unknown; // fields of another version: nothing that anybody could show
    return requestFromJson(json, unknown);
}

/// The take's request alone, with the paths that files outside do not get.
Request ownRequest(const StoredTake& take) {
    const auto batch = parsed(take.requestJson);
    auto request = requestOfTake(batch, take.batchIndex, take.seed);
    request.srcAudio = batch.srcAudio;
    request.referenceAudio = batch.referenceAudio;
    request.loraPath = batch.loraPath;
    return request;
}

std::optional<std::int64_t> seedOf(const Request& request) {
    if (!request.seeds.empty() && request.seeds.front() >= 0)
        return request.seeds.front();
    return request.seed.value_or(-1) >= 0 ? request.seed : std::nullopt;
}

/// Unset: no such take, or its recordings are gone.
std::optional<FoundRecipe> recipeIn(const TakeLibrary& library, const Request& embedded) try {
    for (const auto& take : library.list()) {
        try {
            if (requestOfTake(parsed(take.requestJson), take.batchIndex, take.seed) != embedded)
                continue;
            if (auto recipe = recipeOfTake(take); !recipe.lacksSource && !recipe.lacksReference)
                return recipe;
        } catch (const Error&) { // a damaged take is not this one
            continue;
        }
    }
    return std::nullopt;
} catch (const Error&) { // a library that cannot be read says so itself; the recipe is whole all the same
    return std::nullopt;
}

} // namespace

FoundRecipe recipeOfTake(const StoredTake& take) {
    FoundRecipe recipe{.request = ownRequest(take), .seed = take.seed, .model = take.model};
    findRecordings(recipe, take.audio);
    return recipe;
}

FoundRecipe recipeInJson(const std::filesystem::path& file) {
    if (const auto take = sidecarIn(file); take.requestJson != StoredTake{}.requestJson)
        return recipeOfTake(take);
    FoundRecipe recipe{.request = parsed(readTextFile(file)), .seed = {}, .model = {}};
    if (recipe.request == Request{})
        throw Error{ErrorCode::BadRequest, sentence("{} holds no recipe.", file.filename().string()),
                    sentence("Choose the take.json of a take, or a request as ottava-cli reads it.")};
    recipe.seed = seedOf(recipe.request);
    findRecordings(recipe, file);
    return recipe;
}

FoundRecipe recipeInSound(const std::filesystem::path& file, const FileMetadata& metadata, const TakeLibrary& library) {
    FoundRecipe recipe{.request = parsed(metadata.recipe), .seed = {}, .model = metadata.model};
    recipe.seed = seedOf(recipe.request);
    const bool namesRecordings = !recipe.request.srcAudio.empty() || !recipe.request.referenceAudio.empty();
    // A name alone may be another recording's: the take itself knows better.
    if (auto own = namesRecordings ? recipeIn(library, recipe.request) : std::nullopt)
        return *own;
    findRecordings(recipe, file);
    return recipe;
}

} // namespace ottava
