#include "core/audio/bytes.h"
#include "core/audio/id3.h"
#include "core/audio/tag_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr char kUtf8 = 3;
constexpr std::string_view kUnknownLanguage = "XXX";

/// Seven bits a byte, so that no player takes a size for the beginning of sound.
void appendSynchsafe(std::string& bytes, std::size_t value) {
    for (int shift = 21; shift >= 0; shift -= 7)
        bytes += static_cast<char>(value >> shift & 0x7FU);
}

std::string frame(std::string_view id, const std::string& body) {
    std::string bytes{id};
    appendSynchsafe(bytes, body.size());
    return bytes.append(2, '\0').append(body);
}

std::string textFrame(std::string_view id, const std::string& text) {
    return text.empty() ? std::string{} : frame(id, kUtf8 + text);
}

std::string describedFrame(std::string_view id, std::string_view language, std::string_view name,
                           const std::string& text) {
    if (text.empty())
        return {};
    std::string body{kUtf8};
    body.append(language).append(name).append(1, '\0').append(text);
    return frame(id, body);
}

std::string chapterName(std::size_t index) {
    return fmt::format("ch{}", index);
}

std::string chapter(std::size_t index, const Marker& marker, double endSeconds) {
    constexpr std::uint32_t kNoOffset = 0xFFFF'FFFF;
    auto body = chapterName(index) + '\0';
    appendBig(body, static_cast<std::uint32_t>(std::lround(marker.seconds * 1'000)));
    appendBig(body, static_cast<std::uint32_t>(std::lround(endSeconds * 1'000)));
    appendBig(body, kNoOffset);
    appendBig(body, kNoOffset);
    return frame("CHAP", body + textFrame("TIT2", marker.label));
}

std::string chapters(const std::vector<Marker>& markers, double durationSeconds) {
    constexpr std::size_t kMost = 255; // what the table can count
    constexpr char kTopLevelInOrder = 3;
    const auto count = std::min(markers.size(), kMost);
    if (count == 0)
        return {};
    std::string frames, table{"toc"};
    table += '\0';
    table += kTopLevelInOrder;
    table += static_cast<char>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double end = i + 1 < count ? markers[i + 1].seconds : std::max(durationSeconds, markers[i].seconds);
        frames += chapter(i, markers[i], end);
        table += chapterName(i) + '\0';
    }
    return frame("CTOC", table) + frames;
}

} // namespace

std::string id3Tag(const FileMetadata& metadata, double durationSeconds, Id3Chapters wanted) {
    auto frames =
        textFrame("TIT2", metadata.title) + textFrame("TPE1", metadata.artist) + textFrame("TDRC", metadata.date)
        + textFrame("TCON", metadata.genre) + textFrame("TSSE", metadata.software)
        + textFrame("TBPM", metadata.bpm ? std::to_string(*metadata.bpm) : std::string{})
        + textFrame("TKEY", keyForTag(metadata.key)) + describedFrame("COMM", kUnknownLanguage, {}, metadata.comment)
        + describedFrame("USLT", kUnknownLanguage, {}, metadata.lyrics);
    for (const auto& [name, value] : ownFields(metadata))
        frames += describedFrame("TXXX", {}, name, value);
    if (metadata.loudness)
        for (const auto& [name, value] : replayGainFields(*metadata.loudness))
            frames += describedFrame("TXXX", {}, name, value);
    if (wanted == Id3Chapters::Written)
        frames += chapters(metadata.markers, durationSeconds);
    if (frames.empty())
        return {};
    std::string tag{"ID3\x04\0\0", 6};
    appendSynchsafe(tag, frames.size());
    return tag + frames;
}

} // namespace ottava
