#include "app/cli/commands.h"
#include "app/cli/report.h"
#include "core/audio/audio_facts.h"
#include "core/audio/metadata_read.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace ottava::cli {
namespace {

using nlohmann::ordered_json;

ordered_json loudnessJson(const std::optional<Loudness>& loudness) {
    if (!loudness)
        return nullptr;
    return {{"integrated_lufs", loudness->integratedLufs},
            {"range_lu", loudness->rangeLu},
            {"true_peak_db", loudness->truePeakDb}};
}

/// The fields that have a value, by the names that the request has for them.
std::vector<std::pair<std::string, std::string>> textFields(const FileMetadata& metadata) {
    std::vector<std::pair<std::string, std::string>> fields;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            fields.emplace_back(name, value);
    };
    add("title", metadata.title);
    add("artist", metadata.artist);
    add("genre", metadata.genre);
    add("date", metadata.date);
    add("comment", metadata.comment);
    add("software", metadata.software);
    add("model", metadata.model);
    add("keyscale", metadata.key);
    return fields;
}

/// A recipe that is no JSON is shown as the text that it is.
ordered_json recipeJson(const std::string& recipe) {
    if (recipe.empty())
        return nullptr;
    auto parsed = ordered_json::parse(recipe, nullptr, /*allow_exceptions=*/false);
    return parsed.is_discarded() ? ordered_json(recipe) : parsed;
}

ordered_json inspectionJson(const std::string& file, const AudioFacts& facts, const FileNotes& notes) {
    const auto& metadata = notes.metadata;
    ordered_json object{{"file", file},
                        {"format", facts.format},
                        {"channels", facts.channels},
                        {"sample_rate", facts.sampleRate},
                        {"duration_s", facts.durationSeconds()}};
    for (const auto& [name, value] : textFields(metadata))
        object[name] = value;
    if (metadata.bpm)
        object["bpm"] = *metadata.bpm;
    if (!metadata.lyrics.empty())
        object["lyrics"] = metadata.lyrics;
    object["markers"] = ordered_json::array();
    for (const auto& marker : metadata.markers)
        object["markers"].push_back({{"label", marker.label}, {"time_s", marker.seconds}});
    object["loudness"] = loudnessJson(metadata.loudness);
    object["recipe"] = recipeJson(metadata.recipe);
    object["problems"] = notes.problems;
    return object;
}

std::string inspectionText(const AudioFacts& facts, const FileNotes& notes) {
    const auto& metadata = notes.metadata;
    auto text = fmt::format("{:<12}{}, {} channels, {} Hz, {:.2f} s\n", "sound", facts.format, facts.channels,
                            facts.sampleRate, facts.durationSeconds());
    for (const auto& [name, value] : textFields(metadata))
        text += fmt::format("{:<12}{}\n", name, value);
    if (metadata.bpm)
        text += fmt::format("{:<12}{}\n", "bpm", *metadata.bpm);
    if (metadata.loudness)
        text +=
            fmt::format("{:<12}{:.1f} LUFS, range {:.1f} LU, true peak {:.1f} dB\n", "loudness",
                        metadata.loudness->integratedLufs, metadata.loudness->rangeLu, metadata.loudness->truePeakDb);
    for (const auto& marker : metadata.markers)
        text += fmt::format("{:<12}{:.2f} s {}\n", "marker", marker.seconds, marker.label);
    if (!metadata.lyrics.empty())
        text += fmt::format("lyrics\n{}\n", metadata.lyrics);
    if (!metadata.recipe.empty())
        text += fmt::format("recipe\n{}\n", recipeJson(metadata.recipe).dump(2));
    return text;
}

int inspect(const Arguments& arguments) {
    const auto& file = arguments.operand(0);
    const auto facts = readAudioFacts(file);
    const auto notes = readMetadata(file);
    if (arguments.has("json")) {
        std::cout << inspectionJson(file, facts, notes)
                         .dump(-1, ' ', /*ensure_ascii=*/false, ordered_json::error_handler_t::replace)
                  << '\n';
        return 0;
    }
    for (const auto& problem : notes.problems)
        std::cerr << "warning: " << problem << '\n';
    std::cout << inspectionText(facts, notes);
    return 0;
}

} // namespace

Command inspectCommand() {
    return {.name = "inspect",
            .summary = "Show what a sound file says besides its sound: tags, markers, loudness, the recipe",
            .operands = {"FILE"},
            .options = {},
            .run = inspect};
}

} // namespace ottava::cli
