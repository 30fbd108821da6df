#include "core/engine/take_recipe.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/library/lrc.h"
#include "core/version.h"

#include <fmt/format.h>

namespace ottava {
namespace {

std::string commentOf(const TakeOrigin& origin) {
    auto comment = origin.model;
    if (origin.request)
        comment += fmt::format(" · {} steps", origin.request->inferenceSteps);
    return fmt::format("{}{}seed {}", comment, comment.empty() ? "" : " · ", origin.seed);
}

std::string lrcOf(const StoredTake& take) {
    const auto file = take.folder / kLrcName;
    std::error_code unreadable;
    return std::filesystem::is_regular_file(file, unreadable) ? readTextFile(file) : std::string{};
}

} // namespace

Request requestOfTake(Request request, int item, std::int64_t seed) {
    const auto index = static_cast<std::size_t>(item);
    if (!request.audioCodes.empty())
        request.audioCodes = AudioCodesField(request.audioCodes.of(index));
    if (!request.lmSeeds.empty())
        request.lmSeeds = {index < request.lmSeeds.size() ? request.lmSeeds[index] : -1};
    if (index < request.retakeSeeds.size())
        request.retakeSeeds = {request.retakeSeeds[index]};
    request.batchSize = 1;
    request.seed = seed;
    request.seeds = {seed};
    request.useRandomSeed = false;
    for (auto* file : {&request.srcAudio, &request.referenceAudio, &request.loraPath})
        *file = file->filename();
    return request;
}

TakeOrigin originOf(const StoredTake& take) {
    TakeOrigin origin{.title = take.title, .created = take.created, .model = take.model, .seed = take.seed};
    try {
        Warnings ignored; // told when the song was made
        origin.request = requestOfTake(requestFromJson(take.requestJson, ignored), take.batchIndex, take.seed);
        origin.lrc = lrcOf(take);
    } catch (const Error& error) {
        log::warn("{}: its file says less than it could: {}", take.folder.string(), error.what());
    }
    return origin;
}

FileMetadata fileMetadata(const TakeOrigin& origin, const EmbedChoice& choice) {
    FileMetadata metadata{.software = std::string{"Ottava "} + kVersion, .model = origin.model};
    if (!choice.promptAndLyrics)
        return metadata;
    metadata.title = origin.title;
    metadata.artist = choice.artist;
    metadata.date = origin.created;
    metadata.comment = commentOf(origin);
    metadata.markers = sectionsOf(origin.lrc);
    metadata.tempoForStretching = choice.tempoForStretching;
    if (!origin.request)
        return metadata;
    metadata.bpm = origin.request->bpm;
    metadata.key = origin.request->keyscale;
    metadata.lyrics = origin.request->instrumental ? std::string{} : origin.request->lyrics;
    metadata.recipe = requestToJson(*origin.request);
    return metadata;
}

} // namespace ottava
