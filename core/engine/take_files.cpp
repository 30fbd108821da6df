#include "core/engine/take_files.h"

#include "core/audio/audio_file.h"
#include "core/base/atomic_file.h"
#include "core/base/units.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "core/library/take_library.h"
#include "core/version.h"

#include <nlohmann/json.hpp>

#include <system_error>

namespace ottava {
namespace {

using nlohmann::json;

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

json warningsJson(const Warnings& warnings) {
    auto list = json::array();
    for (const auto& warning : warnings)
        list.push_back({{"code", warningName(warning.code)}, {"message", warning.message}});
    return list;
}

json timingsJson(const Timings& timings) {
    return {{"plan_s", timings.planSeconds},
            {"text_s", timings.textSeconds},
            {"dit_s", timings.ditSeconds},
            {"first_audio_s", timings.firstAudioSeconds ? json(*timings.firstAudioSeconds) : json()}};
}

std::string titleOf(const Request& request) {
    return request.caption.empty() ? "Untitled" : request.caption;
}

std::string sidecarText(const TakeDescription& take, const AudioBuffer& audio, const std::string& audioName) {
    const json sidecar{{"version", 1},
                       {"title", titleOf(take.request)},
                       {"request", json::parse(requestToJson(take.request))},
                       {"seed", take.request.seeds.at(static_cast<std::size_t>(take.item))},
                       {"batch_index", take.item},
                       {"models", {{"dit", take.models.dit}}},
                       {"versions", {{"ottava", kVersion}, {"libtorch", libtorchVersion()}}},
                       {"warnings", warningsJson(take.warnings)},
                       {"timings", timingsJson(take.timings)},
                       {"duration_s", audio.durationSeconds()},
                       {"audio", audioName},
                       {"latents", "latents.safetensors"}};
    return sidecar.dump(2);
}

} // namespace

Take writeTake(const TakeDescription& description, const AudioBuffer& audio, const at::Tensor& latents) {
    TakeFolder folder{description.outDir, titleOf(description.request)};
    const auto audioName = std::string{"audio."} + fileExtension(description.request.audioFormat);
    Take take{.audio = folder.path() / audioName,
              .sidecar = folder.path() / "take.json",
              .latents = folder.path() / "latents.safetensors",
              .seed = description.request.seeds.at(static_cast<std::size_t>(description.item)),
              .durationSeconds = audio.durationSeconds()};
    writeAudio(take.audio, audio, description.request.audioFormat,
               {{"title", titleOf(description.request)}, {"software", std::string{"Ottava "} + kVersion}});
    saveSafetensors(take.latents, {{"latents", latents}});
    writeTextFile(take.sidecar, sidecarText(description, audio, audioName));
    folder.keep();
    return take;
}

} // namespace ottava
