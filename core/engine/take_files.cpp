#include "core/engine/take_files.h"

#include "core/audio/audio_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "core/engine/take_recipe.h"
#include "core/engine/take_title.h"
#include "core/library/lrc.h"
#include "core/library/sidecar.h"
#include "core/version.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ottava {
namespace {

/// A new take's folder; gone again unless the take becomes whole.
class TakeFolder {
public:
    TakeFolder(const std::filesystem::path& outDir, const std::string& title)
        : path_(TakeLibrary{outDir}.createTakeFolder(title)) {}
    ~TakeFolder() {
        std::error_code ignored; // what cannot be removed has no sidecar and is not taken for a take
        if (!kept_)
            std::filesystem::remove_all(path_, ignored);
    }
    TakeFolder(const TakeFolder&) = delete;
    TakeFolder& operator=(const TakeFolder&) = delete;

    void keep() { kept_ = true; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    bool kept_ = false;
};

TakeRecord recordOf(const TakeDescription& take, const AudioBuffer& audio, const std::string& audioName) {
    const auto& timings = take.timings;
    TakeRecord record{.title = takeTitle(take.request),
                      .requestJson = requestToJson(take.request),
                      .seed = take.request.seeds.at(static_cast<std::size_t>(take.item)),
                      .batchIndex = take.item,
                      .durationSeconds = audio.durationSeconds(),
                      .audio = audioName,
                      .models = {{"dit", take.models.dit}},
                      .versions = {{"ottava", kVersion}, {"libtorch", libtorchVersion()}},
                      .warnings = take.warnings,
                      .scores = {},
                      .timings = {{"text_s", timings.textSeconds}, {"dit_s", timings.ditSeconds}}};
    if (!take.models.lm.empty()) {
        record.models.emplace_back("lm", take.models.lm);
        record.timings.emplace_back("plan_s", timings.planSeconds);
    }
    if (timings.firstAudioSeconds)
        record.timings.emplace_back("first_audio_s", *timings.firstAudioSeconds);
    return record;
}

FileMetadata metadataOf(const TakeDescription& take, const AudioBuffer& audio, const std::string& lrc) {
    if (!take.embed)
        return {.title = takeTitle(take.request), .software = std::string{"Ottava "} + kVersion};
    const auto seed = take.request.seeds.at(static_cast<std::size_t>(take.item));
    auto metadata = fileMetadata({.title = takeTitle(take.request),
                                  .created = timeStamp(),
                                  .model = take.models.dit,
                                  .lrc = lrc,
                                  .seed = seed,
                                  .request = requestOfTake(take.request, take.item, seed)},
                                 *take.embed);
    metadata.loudness = measureLoudness(audio);
    return metadata;
}

/// MP3 alone has a rate and a bit rate to ask for.
void writeIn(const std::filesystem::path& file, const AudioBuffer& audio, const Request& request,
             const FileMetadata& metadata) {
    if (request.audioFormat != AudioFormat::Mp3)
        return writeAudio(file, audio, request.audioFormat, metadata);
    const int kilobits = std::stoi(request.mp3Bitrate); // "320k": checked at the door
    writeAudio(file, resampled(audio, request.mp3SampleRate), request.audioFormat, metadata, kilobits);
}

} // namespace

void requireWritable(const std::filesystem::path& outDir) {
    std::error_code failed;
    std::filesystem::create_directories(outDir, failed);
    if (!failed && ::access(outDir.c_str(), W_OK | X_OK) != 0)
        failed.assign(errno, std::generic_category());
    if (failed)
        throw Error{ErrorCode::FileFault,
                    sentence("Takes cannot be written to {}: {}.", outDir.string(), failed.message()),
                    sentence("Choose a folder you may write to.")};
}

Take writeTake(const TakeDescription& description, const AudioBuffer& audio, const at::Tensor& latents) {
    TakeFolder folder{description.outDir, takeTitle(description.request)};
    const auto audioName = std::string{"audio."} + fileExtension(description.request.audioFormat);
    Take take{.audio = folder.path() / audioName,
              .sidecar = folder.path() / "take.json",
              .latents = folder.path() / "latents.safetensors",
              .seed = description.request.seeds.at(static_cast<std::size_t>(description.item)),
              .durationSeconds = audio.durationSeconds(),
              .lrc = std::nullopt,
              .scores = {}};
    writeIn(take.audio, audio, description.request, metadataOf(description, audio, {}));
    saveSafetensors(take.latents, {{"latents", latents}});
    writeSidecar(folder.path(), recordOf(description, audio, audioName));
    folder.keep();
    return take;
}

void addFindings(const TakeDescription& description, const AudioBuffer& audio, const TakeFindings& findings,
                 Take& take) {
    const auto folder = take.sidecar.parent_path();
    if (!findings.lrc.empty()) {
        writeTextFile(folder / kLrcName, findings.lrc + "\n");
        take.lrc = folder / kLrcName;
        if (description.embed && description.embed->promptAndLyrics && !sectionsOf(findings.lrc).empty())
            writeIn(take.audio, audio, description.request, metadataOf(description, audio, findings.lrc));
    }
    recordFindings(folder, description.warnings, findings.scores);
    take.scores = findings.scores;
}

} // namespace ottava
