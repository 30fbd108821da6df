#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/checkpoints/model_config.h"
#include "core/engine/engine.h"
#include "core/engine/task_rules.h"

#include <algorithm>
#include <system_error>
#include <tuple>

namespace ottava {
namespace {

namespace fs = std::filesystem;

std::optional<InstalledModel::Kind> kindOf(const std::string& folder) {
    if (folder == "vae" || folder.starts_with("vae-"))
        return InstalledModel::Kind::Vae;
    if (folder.starts_with("Qwen3-Embedding"))
        return InstalledModel::Kind::TextEncoder;
    if (folder.starts_with("acestep-5Hz-lm-"))
        return InstalledModel::Kind::LanguageModel;
    if (folder.starts_with("acestep-"))
        return InstalledModel::Kind::Dit;
    return std::nullopt;
}

/// Bytes of all weight files in a folder; 0 means that nothing usable lies there.
std::uintmax_t weightBytes(const fs::path& folder) {
    std::uintmax_t total = 0;
    std::error_code ignored; // a file that vanishes while we look counts as absent
    for (const auto& entry : fs::directory_iterator{folder, ignored})
        if (entry.path().extension() == ".safetensors")
            total += entry.is_regular_file(ignored) ? entry.file_size(ignored) : 0;
    return total;
}

/// The configuration knows the distilled ones, the folder's name the rest.
DitVariant variantOf(const fs::path& folder) {
    const auto name = folder.filename().string();
    const auto named = [&](const char* word) { return name.find(word) != std::string::npos; };
    bool turbo = named("turbo");
    try {
        turbo = readDitConfig(folder).isTurbo;
    } catch (const Error&) {
        // a damaged one is listed all the same; it says what is wrong when it is used
    }
    return turbo ? DitVariant::Turbo : named("sft") ? DitVariant::Sft : DitVariant::Base;
}

void findTrackWork(InstalledModel& dit) {
    try {
        const auto config = readDitConfig(dit.path);
        dit.worksOnTracks = worksOnTracks(config, dit.name);
        dit.addsTracks = addsTracks(config, dit.name);
    } catch (const Error&) {
        // the fault is told when the model is loaded
    }
}

} // namespace

std::vector<InstalledModel> installedModels(const fs::path& models) {
    std::vector<InstalledModel> found;
    std::error_code missing;
    const bool demo = fs::equivalent(models, demoModelDir(), missing);
    for (const auto& entry : fs::directory_iterator{models, missing}) {
        const auto name = entry.path().filename().string();
        const auto kind = kindOf(name);
        const auto bytes = kind ? weightBytes(entry.path()) : 0;
        if (bytes == 0)
            continue;
        found.push_back({.name = name,
                         .kind = *kind,
                         .path = entry.path(),
                         .sizeMb = static_cast<double>(bytes) / 1e6,
                         .demo = demo});
        if (kind != InstalledModel::Kind::Dit)
            continue;
        found.back().variant = variantOf(entry.path());
        findTrackWork(found.back());
    }
    std::ranges::sort(found, {}, [](const InstalledModel& model) { return std::tuple{model.kind, model.name}; });
    return found;
}

bool canGenerate(const fs::path& models) {
    const auto found = installedModels(models);
    const auto has = [&](InstalledModel::Kind kind) {
        return std::ranges::any_of(found, [kind](const InstalledModel& model) { return model.kind == kind; });
    };
    return has(InstalledModel::Kind::Dit) && has(InstalledModel::Kind::Vae) && has(InstalledModel::Kind::TextEncoder);
}

} // namespace ottava
