#include "core/engine/settings.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/resources.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace ottava {
namespace {

using nlohmann::json;

template<class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

constexpr Names<Precision, 4> kPrecisions = {
    {{Precision::Auto, "auto"}, {Precision::Fp32, "fp32"}, {Precision::Bf16, "bf16"}, {Precision::Int8, "int8"}}};
constexpr Names<Theme, 3> kThemes = {{{Theme::System, "system"}, {Theme::Light, "light"}, {Theme::Dark, "dark"}}};
constexpr Names<log::Level, 5> kLevels = {{{log::Level::Debug, "debug"},
                                           {log::Level::Info, "info"},
                                           {log::Level::Warn, "warn"},
                                           {log::Level::Error, "error"},
                                           {log::Level::Off, "off"}}};

template<class Value, std::size_t count>
std::string_view nameOf(Value value, const Names<Value, count>& names) {
    for (const auto& [known, name] : names)
        if (known == value)
            return name;
    return {};
}

template<class Value, std::size_t count>
std::optional<Value> valueOf(std::string_view wish, const Names<Value, count>& names) {
    for (const auto& [value, name] : names)
        if (name == wish)
            return value;
    return std::nullopt;
}

/// Reads one key at a time; what does not fit keeps its default and is warned of.
class SettingsReader {
public:
    SettingsReader(const json& object, Warnings& warnings) : object_(object), warnings_(warnings) {}

    void read(const char* key, bool& target) const {
        if (const auto* value = find(key, &json::is_boolean, "true or false"))
            target = value->get<bool>();
    }
    void read(const char* key, std::string& target) const {
        if (const auto* value = find(key, &json::is_string, "a text"))
            target = value->get<std::string>();
    }
    void read(const char* key, std::filesystem::path& target) const {
        std::string text = target.string();
        read(key, text);
        target = text;
    }
    void read(const char* key, double& target, double least, double most) const {
        const auto* value = find(key, &json::is_number, "a number");
        if (value == nullptr)
            return;
        if (const auto number = value->get<double>(); number >= least && number <= most)
            target = number;
        else
            ignore(key, fmt::format("{} to {}", least, most));
    }
    void read(const char* key, std::optional<int>& target, int least, int most) const {
        const auto* value = find(key, &json::is_number_integer, "a whole number");
        if (value == nullptr)
            return;
        if (const auto number = value->get<std::int64_t>(); number >= least && number <= most)
            target = static_cast<int>(number);
        else
            ignore(key, fmt::format("{} to {}", least, most));
    }
    /// The first `most` of a list.
    void read(const char* key, std::vector<std::filesystem::path>& target, std::size_t most) const {
        const auto* list = find(key, &json::is_array, "a list of paths");
        if (list == nullptr)
            return;
        if (!std::all_of(list->begin(), list->end(), [](const json& path) { return path.is_string(); }))
            return ignore(key, "a list of paths");
        target.clear();
        for (const auto& path : *list)
            if (target.size() < most)
                target.emplace_back(path.get<std::string>());
    }
    template<class Value>
    void read(const char* key, std::optional<Value>& target) const {
        if (!object_.contains(key) || object_[key].is_null())
            return;
        const auto before = warnings_.size();
        Value value{};
        read(key, value);
        if (warnings_.size() == before)
            target = value;
    }
    template<class Value, std::size_t count>
    void read(const char* key, Value& target, const Names<Value, count>& names) const {
        const auto* value = find(key, &json::is_string, "a text");
        if (value == nullptr)
            return;
        if (const auto known = valueOf(value->get_ref<const std::string&>(), names))
            target = *known;
        else
            ignore(key, "a word that is known here");
    }

private:
    using Check = bool (json::*)() const noexcept;

    /// The value of `key`; null where it is absent or, with a warning, of another type. JSON null counts as absent.
    const json* find(const char* key, Check check, std::string_view expected) const {
        const auto found = object_.find(key);
        if (found == object_.end() || found->is_null())
            return nullptr;
        if ((*found.*check)())
            return &*found;
        ignore(key, expected);
        return nullptr;
    }
    void ignore(const char* key, std::string_view expected) const {
        warnings_.push_back({WarningCode::SettingIgnored,
                             sentence("The setting '{}' is {}, not {}; its default is used.", key,
                                      object_[key].dump(-1, ' ', false, json::error_handler_t::replace), expected)});
    }

    const json& object_;
    Warnings& warnings_;
};

json pathsJson(const std::vector<std::filesystem::path>& paths) {
    auto list = json::array();
    for (const auto& path : paths)
        list.push_back(path.string());
    return list;
}

template<class Value>
json optionalJson(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}

/// Moves a file that cannot be read out of the way, so that the next save does not overwrite what may be rescued.
void keepAside(const std::filesystem::path& file, const std::string& why, Warnings& warnings) {
    auto aside = file;
    aside += ".damaged";
    std::error_code failed;
    std::filesystem::rename(file, aside, failed);
    const auto kept = failed ? "It stays where it is" : fmt::format("It was kept as {}", aside.filename().string());
    warnings.push_back({WarningCode::SettingIgnored, sentence("{} {}; the default settings are used.", why, kept)});
}

} // namespace

std::string_view precisionName(Precision precision) {
    return nameOf(precision, kPrecisions);
}

std::optional<Precision> precisionFromName(std::string_view name) {
    return valueOf(name, kPrecisions);
}

std::filesystem::path settingsFile() {
    return configDir() / "settings.json";
}

AppSettings settingsFromJson(std::string_view text, Warnings& warnings) {
    const auto object = json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!object.is_object())
        throw Error{ErrorCode::BadRequest, sentence("The settings file is not a JSON object."),
                    sentence("Remove it to start afresh.")};
    AppSettings settings;
    const SettingsReader reader{object, warnings};
    reader.read("models_dir", settings.modelsDir);
    reader.read("library_dir", settings.libraryDir);
    reader.read("dit", settings.dit);
    reader.read("vae", settings.vae);
    reader.read("lm", settings.lm);
    reader.read("lm_enabled", settings.lmEnabled);
    reader.read("device", settings.device);
    reader.read("precision", settings.precision, kPrecisions);
    reader.read("offload", settings.offload);
    reader.read("compile", settings.compile);
    reader.read("flash_attention", settings.flashAttention);
    reader.read("max_duration_s", settings.overrides.maxDurationSeconds, kShortestDurationLimit, kLongestDurationLimit);
    reader.read("max_batch", settings.overrides.maxBatch, 1, kLargestBatchLimit);
    reader.read("allow_lm", settings.overrides.allowLm);
    reader.read("audio_device", settings.audioDevice);
    reader.read("embed_prompt_and_lyrics", settings.embed.promptAndLyrics);
    reader.read("embed_tempo_for_stretching", settings.embed.tempoForStretching);
    reader.read("artist", settings.embed.artist);
    std::optional<int> idle;
    reader.read("free_after_minutes", idle, 0, kLongestIdleMinutes);
    settings.freeAfterMinutes = idle.value_or(settings.freeAfterMinutes);
    reader.read("volume", settings.volume, 0, 1);
    reader.read("theme", settings.theme, kThemes);
    reader.read("language", settings.language);
    reader.read("log_level", settings.logLevel, kLevels);
    reader.read("recent_adapters", settings.recentAdapters, kMaxRecentAdapters);
    return settings;
}

std::string settingsToJson(const AppSettings& settings) {
    const json object = {
        {"models_dir", settings.modelsDir.string()},
        {"library_dir", settings.libraryDir.string()},
        {"dit", settings.dit},
        {"vae", settings.vae},
        {"lm", optionalJson(settings.lm)},
        {"lm_enabled", settings.lmEnabled},
        {"device", settings.device},
        {"precision", nameOf(settings.precision, kPrecisions)},
        {"offload", optionalJson(settings.offload)},
        {"compile", settings.compile},
        {"flash_attention", settings.flashAttention},
        {"max_duration_s", optionalJson(settings.overrides.maxDurationSeconds)},
        {"max_batch", optionalJson(settings.overrides.maxBatch)},
        {"allow_lm", optionalJson(settings.overrides.allowLm)},
        {"audio_device", optionalJson(settings.audioDevice)},
        {"embed_prompt_and_lyrics", settings.embed.promptAndLyrics},
        {"embed_tempo_for_stretching", settings.embed.tempoForStretching},
        {"artist", settings.embed.artist},
        {"free_after_minutes", settings.freeAfterMinutes},
        {"volume", settings.volume},
        {"theme", nameOf(settings.theme, kThemes)},
        {"language", settings.language},
        {"log_level", nameOf(settings.logLevel, kLevels)},
        {"recent_adapters", pathsJson(settings.recentAdapters)},
    };
    constexpr int kIndent = 2;
    return object.dump(kIndent, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace) + "\n";
}

AppSettings loadSettings(const std::filesystem::path& file, Warnings& warnings) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return {};
    try {
        return settingsFromJson(readTextFile(file), warnings);
    } catch (const Error& e) {
        keepAside(file, e.what(), warnings);
        return {};
    }
}

void saveSettings(const std::filesystem::path& file, const AppSettings& settings) {
    writeTextFile(file, settingsToJson(settings));
}

std::filesystem::path modelsFolder(const AppSettings& settings) {
    const char* environment = std::getenv("OTTAVA_MODELS");
    const bool overridden = environment != nullptr && *environment != '\0';
    return overridden || settings.modelsDir.empty() ? defaultModelsDir() : settings.modelsDir;
}

EngineSettings engineSettings(const AppSettings& settings) {
    return {.models = modelsFolder(settings),
            .dit = settings.dit,
            .vae = settings.vae,
            .lm = settings.lm,
            .lmEnabled = settings.lmEnabled,
            .device = settings.device,
            .precision = settings.precision,
            .offload = settings.offload,
            .compile = settings.compile,
            .flashAttention = settings.flashAttention,
            .overrides = settings.overrides,
            .embed = settings.embed,
            .memoryGb = std::nullopt,
            .speedFile = stateDir() / "speed.json"};
}

} // namespace ottava
