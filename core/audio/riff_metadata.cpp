#include "core/audio/riff_metadata.h"

#include "core/audio/bytes.h"
#include "core/audio/id3.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace ottava {
namespace {

/// A chunk inside a LIST: its size is even, its text ends with a zero.
void appendText(std::string& list, std::string_view id, std::string_view head, const std::string& text) {
    list += id;
    appendLittle(list, static_cast<std::uint32_t>(head.size() + text.size() + 1));
    list.append(head).append(text).append(1, '\0');
    if ((head.size() + text.size() + 1) % 2 != 0)
        list += '\0';
}

std::string infoList(const FileMetadata& metadata) {
    std::string list;
    const std::pair<const char*, const std::string*> kTexts[] = {
        {"INAM", &metadata.title}, {"IART", &metadata.artist},   {"ICRD", &metadata.date},
        {"IGNR", &metadata.genre}, {"ISFT", &metadata.software}, {"ICMT", &metadata.comment}};
    for (const auto& [id, text] : kTexts)
        if (!text->empty())
            appendText(list, id, {}, *text);
    return list.empty() ? list : "INFO" + list;
}

/// Hundredths, or what stands for unknown.
void appendHundredths(std::string& bytes, std::optional<double> value) {
    constexpr std::int16_t kUnknown = 0x7FFF;
    constexpr double kMost = 99.99; // LU or dB: what version 2 allows
    const auto rounded = value ? std::lround(std::clamp(*value, -kMost, kMost) * 100) : kUnknown;
    appendLittle(bytes, static_cast<std::int16_t>(rounded));
}

std::string broadcastExtension(const FileMetadata& metadata, const WavSound& sound) {
    std::string bytes;
    appendField(bytes, metadata.title, 256);
    appendField(bytes, metadata.software, 32);
    appendField(bytes, {}, 32); // a reference of the originator's
    appendField(bytes, std::string_view{metadata.date}.substr(0, 10), 10);
    appendField(bytes, metadata.date.size() > 11 ? std::string_view{metadata.date}.substr(11) : "00:00:00", 8);
    appendLittle(bytes, std::uint64_t{0}); // samples since midnight
    appendLittle(bytes, std::uint16_t{2}); // version
    appendField(bytes, {}, 64);            // UMID
    const auto& loudness = metadata.loudness;
    const auto value = [&](double Loudness::*field) {
        return loudness ? std::optional{(*loudness).*field} : std::nullopt;
    };
    appendHundredths(bytes, value(&Loudness::integratedLufs));
    appendHundredths(bytes, value(&Loudness::rangeLu));
    appendHundredths(bytes, value(&Loudness::truePeakDb));
    appendHundredths(bytes, value(&Loudness::maxMomentaryLufs));
    appendHundredths(bytes, value(&Loudness::maxShortTermLufs));
    appendField(bytes, {}, 180);
    const auto* mode = sound.channels == 1 ? "mono" : sound.channels == 2 ? "stereo" : "multitrack";
    return bytes + fmt::format("A=PCM,F={},W={},M={},T={}\r\n", sound.sampleRate, sound.bits, mode, metadata.software);
}

std::uint32_t sampleOf(const Marker& marker, const WavSound& sound) {
    return static_cast<std::uint32_t>(
        std::clamp<double>(std::round(marker.seconds * sound.sampleRate), 0, 0xFFFF'FFFF));
}

std::string cuePoints(const FileMetadata& metadata, const WavSound& sound) {
    std::string bytes;
    appendLittle(bytes, static_cast<std::uint32_t>(metadata.markers.size()));
    std::uint32_t id = 0;
    for (const auto& marker : metadata.markers) {
        const auto sample = sampleOf(marker, sound);
        appendLittle(bytes, ++id);
        appendLittle(bytes, sample); // in play order
        bytes += "data";
        appendLittle(bytes, std::uint64_t{0}); // of a wave list, which there is none of
        appendLittle(bytes, sample);
    }
    return bytes;
}

std::string labelList(const FileMetadata& metadata) {
    std::string list{"adtl"};
    std::uint32_t id = 0;
    for (const auto& marker : metadata.markers) {
        std::string point;
        appendLittle(point, ++id);
        appendText(list, "labl", point, marker.label);
    }
    return list;
}

/// Tempo of a song that plays from disk, four beats a bar. Source: the ACID chunk as libsndfile reads it.
std::string acidTempo(int bpm, const WavSound& sound) {
    constexpr std::uint32_t kStretch = 4, kFromDisk = 8;
    constexpr std::uint16_t kMiddleC = 60, kUnknown = 0x8000, kBeats = 4;
    std::string bytes;
    appendLittle(bytes, kStretch | kFromDisk);
    appendLittle(bytes, kMiddleC);
    appendLittle(bytes, kUnknown);
    appendLittle(bytes, std::uint32_t{0});
    appendLittle(bytes, static_cast<std::uint32_t>(std::lround(sound.seconds() * bpm / 60)));
    appendLittle(bytes, kBeats);
    appendLittle(bytes, kBeats);
    appendLittle(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(bpm)));
    return bytes;
}

} // namespace

std::vector<RiffChunk> riffChunks(const FileMetadata& metadata, const WavSound& sound) {
    if (metadata == FileMetadata{})
        return {};
    std::vector<RiffChunk> chunks{{"bext", broadcastExtension(metadata, sound)},
                                  {"iXML", ixmlText(metadata, sound.sampleRate)}};
    const auto add = [&chunks](const char* id, std::string bytes) {
        if (!bytes.empty())
            chunks.push_back({id, std::move(bytes)});
    };
    add("LIST", infoList(metadata));
    if (!metadata.markers.empty()) {
        add("cue ", cuePoints(metadata, sound));
        add("LIST", labelList(metadata));
    }
    if (metadata.tempoForStretching && metadata.bpm)
        add("acid", acidTempo(*metadata.bpm, sound));
    add("id3 ", id3Tag(metadata, sound.seconds(), Id3Chapters::LeftOut));
    // Some readers, libsndfile's of RF64 among them, forget the byte that follows an odd chunk: none of these is odd.
    for (auto& chunk : chunks)
        if (chunk.bytes.size() % 2 != 0)
            chunk.bytes += chunk.id == "iXML" ? '\n' : '\0';
    return chunks;
}

} // namespace ottava
