#include "core/audio/vorbis_comment.h"

#include "core/audio/bytes.h"

#include <fmt/format.h>

#include <cmath>

namespace ottava {
namespace {

std::string chapterTime(double seconds) {
    const auto milliseconds = std::llround(seconds * 1'000);
    return fmt::format("{:02}:{:02}:{:02}.{:03}", milliseconds / 3'600'000, milliseconds / 60'000 % 60,
                       milliseconds / 1'000 % 60, milliseconds % 1'000);
}

} // namespace

TagFields vorbisFields(const FileMetadata& metadata) {
    TagFields fields;
    const auto add = [&fields](const char* name, const std::string& value) {
        if (!value.empty())
            fields.emplace_back(name, value);
    };
    add("TITLE", metadata.title);
    add("ARTIST", metadata.artist);
    add("DATE", metadata.date);
    add("GENRE", metadata.genre);
    add("COMMENT", metadata.comment);
    add("ENCODER", metadata.software);
    add("BPM", metadata.bpm ? std::to_string(*metadata.bpm) : std::string{});
    add("INITIALKEY", keyForTag(metadata.key));
    add("LYRICS", metadata.lyrics);
    for (auto& field : ownFields(metadata))
        fields.push_back(std::move(field));
    int number = 0;
    for (const auto& marker : metadata.markers) {
        const auto name = fmt::format("CHAPTER{:03}", ++number);
        fields.emplace_back(name, chapterTime(marker.seconds));
        fields.emplace_back(name + "NAME", marker.label);
    }
    return fields;
}

std::size_t sizeOf(const TagFields& fields) {
    std::size_t size = 0;
    for (const auto& [name, value] : fields)
        size += sizeof(std::uint32_t) + name.size() + 1 + value.size();
    return size;
}

std::string vorbisComment(std::string_view vendor, const TagFields& fields) {
    std::string block;
    appendLittle(block, static_cast<std::uint32_t>(vendor.size()));
    block += vendor;
    appendLittle(block, static_cast<std::uint32_t>(fields.size()));
    for (const auto& [name, value] : fields) {
        appendLittle(block, static_cast<std::uint32_t>(name.size() + 1 + value.size()));
        block.append(name).append("=").append(value);
    }
    return block;
}

std::string_view vendorOf(std::string_view block) {
    ByteReader in{block};
    return in.take(in.little(4));
}

bool readVorbisComment(std::string_view block, FileMetadata& metadata) {
    ByteReader in{block};
    in.take(in.little(4)); // the encoder's name
    for (auto left = in.little(4); left > 0 && !in.failed(); --left) {
        const auto field = in.take(in.little(4));
        if (const auto equals = field.find('='); equals != std::string_view::npos)
            takeField(metadata, field.substr(0, equals), field.substr(equals + 1));
    }
    return !in.failed();
}

} // namespace ottava
