#pragma once

#include "core/base/log.h"
#include "core/engine/engine.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ottava {

/// Longest wait before idle models leave, minutes.
inline constexpr int kLongestIdleMinutes = 24 * 60;

enum class Theme { System, Light, Dark };

inline constexpr std::size_t kMaxRecentAdapters = 8;

/// What the program remembers from run to run: the content of the settings file. A value; `app` builds it and passes
/// it on, a command line overrides it for one run.
struct AppSettings {
    std::filesystem::path modelsDir;  ///< empty: the default folder (see `modelsFolder`)
    std::filesystem::path libraryDir; ///< empty: dataDir()/library

    std::string dit = "acestep-v15-turbo"; ///< folder name of the diffusion model
    std::string vae = "vae";               ///< folder name of the autoencoder
    std::optional<std::string> lm;         ///< folder name of the planner; unset: the tier's default
    bool lmEnabled = true;                 ///< false: never load a planner
    std::string device = "auto";           ///< auto, cpu, cuda, cuda:N
    Precision precision = Precision::Auto;
    std::optional<bool> offload; ///< unset: as the tier says
    bool compile = true;
    bool flashAttention = true;
    LimitOverrides overrides;  ///< what the user allowed beyond the tier
    int freeAfterMinutes = 10; ///< without work, until models leave memory; 0: they stay

    std::optional<std::string> audioDevice; ///< name; unset: the system's default
    EmbedChoice embed;                      ///< what sound files say besides their sound
    double volume = 1;                      ///< linear, 0 to 1
    Theme theme = Theme::System;
    std::string language; ///< "de", "en", …; empty: the system's
    log::Level logLevel = log::Level::Info;
    std::vector<std::filesystem::path> recentAdapters; ///< the last one used first, at most kMaxRecentAdapters

    bool operator==(const AppSettings&) const = default;
};

/// configDir()/settings.json
std::filesystem::path settingsFile();

/// Reads the settings file; a missing one gives the defaults. A file that is not a JSON object is kept aside as
/// `<name>.damaged` and the defaults are used; a value of the wrong type or range falls back to its default. Each adds
/// a warning. Unknown keys are left alone.
AppSettings loadSettings(const std::filesystem::path& file, Warnings& warnings);

/// Writes the file whole or not at all. Throws Error (FileFault).
void saveSettings(const std::filesystem::path& file, const AppSettings& settings);

/// The pair behind the file. `settingsFromJson` throws Error (BadRequest) for text that is not a JSON object.
AppSettings settingsFromJson(std::string_view json, Warnings& warnings);
std::string settingsToJson(const AppSettings& settings);

/// Where models are: the environment's OTTAVA_MODELS, else the folder in the settings, else the default one.
std::filesystem::path modelsFolder(const AppSettings& settings);

/// What the engine is told of the settings.
EngineSettings engineSettings(const AppSettings& settings);

/// "auto", "fp32", "bf16", "int8", and back; unset for another word.
std::string_view precisionName(Precision precision);
std::optional<Precision> precisionFromName(std::string_view name);

} // namespace ottava
