#include "core/audio/tag_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace ottava {
namespace {

constexpr std::string_view kModel = "OTTAVA_MODEL", kRecipe = "OTTAVA_RECIPE";
constexpr std::string_view kGain = "REPLAYGAIN_TRACK_GAIN", kPeak = "REPLAYGAIN_TRACK_PEAK";
constexpr std::string_view kOpusGain = "R128_TRACK_GAIN";
constexpr double kReplayGainLufs = -18, kOpusGainLufs = -23;
constexpr double kOpusGainSteps = 256; ///< a decibel
constexpr std::string_view kChapter = "CHAPTER", kChapterName = "NAME";

std::string upperCase(std::string_view text) {
    std::string upper{text};
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return upper;
}

std::optional<double> number(std::string_view text) {
    const std::string copy{text.substr(0, 40)}; // "-4.10 dB"
    char* end = nullptr;
    const double value = std::strtod(copy.c_str(), &end);
    return end == copy.c_str() || !std::isfinite(value) ? std::nullopt : std::optional{value};
}

Loudness& loudnessOf(FileMetadata& metadata) {
    if (!metadata.loudness)
        metadata.loudness.emplace();
    return *metadata.loudness;
}

/// "00:01:02.500"
std::optional<double> chapterTime(std::string_view text) {
    double seconds = 0;
    for (int part = 0; part < 3; ++part) {
        const auto end = text.find(':');
        if ((end == std::string_view::npos) != (part == 2))
            return std::nullopt;
        const auto value = number(text.substr(0, end));
        if (!value || *value < 0)
            return std::nullopt;
        seconds = seconds * 60 + *value;
        text.remove_prefix(part == 2 ? text.size() : end + 1);
    }
    return seconds;
}

/// CHAPTER001 holds the time, CHAPTER001NAME, which follows, the label.
void takeChapter(FileMetadata& metadata, const std::string& name, std::string_view value) {
    constexpr std::size_t kMostChapters = 1'000;
    auto& markers = metadata.markers;
    if (name.ends_with(kChapterName)) {
        if (!markers.empty() && markers.back().label.empty())
            markers.back().label = value;
    } else if (const auto seconds = chapterTime(value); seconds && markers.size() < kMostChapters) {
        markers.push_back({{}, *seconds});
    }
}

bool takeLoudness(FileMetadata& metadata, const std::string& name, std::string_view value) {
    if (name != kGain && name != kPeak && name != kOpusGain)
        return false;
    const auto read = number(value);
    if (!read || (name == kPeak && *read <= 0))
        return true;
    auto& loudness = loudnessOf(metadata);
    if (name == kGain)
        loudness.integratedLufs = kReplayGainLufs - *read;
    else if (name == kOpusGain)
        loudness.integratedLufs = kOpusGainLufs - *read / kOpusGainSteps;
    else
        loudness.truePeakDb = 20 * std::log10(*read);
    return true;
}

} // namespace

TagFields ownFields(const FileMetadata& metadata) {
    TagFields fields;
    if (!metadata.model.empty())
        fields.emplace_back(kModel, metadata.model);
    if (!metadata.recipe.empty())
        fields.emplace_back(kRecipe, metadata.recipe);
    return fields;
}

TagFields replayGainFields(const Loudness& loudness) {
    return {{std::string{kGain}, fmt::format("{:.2f} dB", kReplayGainLufs - loudness.integratedLufs)},
            {std::string{kPeak}, fmt::format("{:.6f}", std::pow(10.0, loudness.truePeakDb / 20))},
            {"REPLAYGAIN_REFERENCE_LOUDNESS", fmt::format("{:.2f} LUFS", kReplayGainLufs)}};
}

TagFields opusGainFields(const Loudness& loudness) {
    const auto steps = std::lround((kOpusGainLufs - loudness.integratedLufs) * kOpusGainSteps);
    return {{std::string{kOpusGain}, std::to_string(std::clamp(steps, -32'768L, 32'767L))}};
}

void takeField(FileMetadata& metadata, std::string_view name, std::string_view value) {
    const auto upper = upperCase(name);
    const std::pair<std::string_view, std::string*> texts[] = {
        {"TITLE", &metadata.title},     {"ARTIST", &metadata.artist}, {"GENRE", &metadata.genre},
        {"COMMENT", &metadata.comment}, {"DATE", &metadata.date},     {"ENCODER", &metadata.software},
        {"LYRICS", &metadata.lyrics},   {kModel, &metadata.model},    {kRecipe, &metadata.recipe},
    };
    for (const auto& [field, text] : texts)
        if (upper == field)
            *text = value;
    if (upper == "BPM")
        metadata.bpm = beatsFromTag(value);
    else if (upper == "INITIALKEY")
        metadata.key = keyFromTag(std::string{value});
    else if (!takeLoudness(metadata, upper, value) && upper.starts_with(kChapter))
        takeChapter(metadata, upper, value);
}

std::optional<int> beatsFromTag(std::string_view text) {
    constexpr int kMost = 999;
    int beats = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), beats);
    return failed == std::errc{} && beats > 0 && beats <= kMost ? std::optional{beats} : std::nullopt;
}

} // namespace ottava
