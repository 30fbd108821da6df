#include "core/audio/bytes.h"
#include "core/audio/id3.h"
#include "core/audio/tag_fields.h"

#include <unicode/unistr.h>

#include <algorithm>

namespace ottava {
namespace {

constexpr std::size_t kHeaderSize = 10;
constexpr unsigned char kUnsynchronised = 0x80, kExtendedHeader = 0x40;

std::size_t synchsafe(std::string_view bytes) {
    std::size_t value = 0;
    for (const char byte : bytes)
        value = value << 7U | (static_cast<unsigned char>(byte) & 0x7FU);
    return value;
}

/// Takes out the zeros that were put in after 0xFF.
std::string resynchronised(std::string_view bytes) {
    std::string plain;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        if (bytes[i] != '\0' || i == 0 || bytes[i - 1] != '\xFF')
            plain += bytes[i];
    return plain;
}

std::string toUtf8(const icu::UnicodeString& text) {
    std::string utf8;
    return text.toUTF8String(utf8);
}

/// UTF-16 whose byte order a mark tells, or big-endian without one.
std::string fromUtf16(std::string_view bytes) {
    bool bigEndian = true;
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
        bigEndian = bytes[0] == '\xFE';
        bytes.remove_prefix(2);
    }
    icu::UnicodeString text;
    for (ByteReader in{bytes.substr(0, bytes.size() / 2 * 2)}; !in.rest().empty();)
        text.append(static_cast<char16_t>(bigEndian ? in.big(2) : in.little(2)));
    return toUtf8(text);
}

std::string decoded(std::string_view bytes, int encoding) {
    if (encoding == 1 || encoding == 2)
        return fromUtf16(bytes);
    icu::UnicodeString text;
    if (encoding == 3)
        return toUtf8(icu::UnicodeString::fromUTF8({bytes.data(), static_cast<int32_t>(bytes.size())}));
    for (const char byte : bytes)
        text.append(static_cast<char16_t>(static_cast<unsigned char>(byte)));
    return toUtf8(text);
}

/// Cuts `bytes` at the zero that ends a text in this encoding.
std::string takeText(std::string_view& bytes, int encoding) {
    const std::size_t width = encoding == 1 || encoding == 2 ? 2 : 1;
    std::size_t end = 0;
    while (end + width <= bytes.size()
           && std::ranges::any_of(bytes.substr(end, width), [](char byte) { return byte != '\0'; }))
        end += width;
    auto text = decoded(bytes.substr(0, end), encoding);
    bytes.remove_prefix(std::min(bytes.size(), end + width));
    return text;
}

struct Frame {
    std::string_view id;
    std::string_view body;
    bool readable = true; ///< neither compressed nor encrypted
    bool unsynchronised = false;
};

/// The next frame; its id is empty where frames end.
Frame takeFrame(ByteReader& in, int version) {
    Frame frame;
    if (in.rest().size() < kHeaderSize || in.rest().front() == '\0')
        return frame;
    frame.id = in.take(4);
    const auto sizeBytes = in.take(4);
    const auto size = version == 4 ? synchsafe(sizeBytes) : ByteReader{sizeBytes}.big(4);
    const auto flags = in.big(2) & 0xFFU;
    frame.body = in.take(size);
    const bool hasGroup = (flags & (version == 4 ? 0x40U : 0x20U)) != 0;
    const bool hasLength = version == 4 && (flags & 0x01U) != 0;
    frame.readable = (flags & (version == 4 ? 0x0CU : 0xC0U)) == 0;
    frame.unsynchronised = version == 4 && (flags & 0x02U) != 0;
    frame.body.remove_prefix(std::min<std::size_t>(frame.body.size(), (hasGroup ? 1U : 0U) + (hasLength ? 4U : 0U)));
    return frame;
}

void takeTexts(std::string_view id, std::string_view body, FileMetadata& metadata) {
    const int encoding = body.empty() ? 0 : body.front();
    body.remove_prefix(std::min<std::size_t>(1, body.size()));
    constexpr std::pair<std::string_view, std::string_view> kFields[] = {
        {"TIT2", "TITLE"}, {"TPE1", "ARTIST"},  {"TDRC", "DATE"}, {"TYER", "DATE"},
        {"TCON", "GENRE"}, {"TSSE", "ENCODER"}, {"TBPM", "BPM"},  {"TKEY", "INITIALKEY"}};
    if (id == "TXXX") {
        const auto name = takeText(body, encoding);
        takeField(metadata, name, takeText(body, encoding));
    } else if (id == "COMM" || id == "USLT") {
        body.remove_prefix(std::min<std::size_t>(3, body.size())); // the language
        const auto name = takeText(body, encoding);
        if (name.empty())
            takeField(metadata, id == "COMM" ? "COMMENT" : "LYRICS", takeText(body, encoding));
    }
    for (const auto& [frame, field] : kFields)
        if (id == frame)
            takeField(metadata, field, takeText(body, encoding));
}

void takeChapter(std::string_view body, int version, FileMetadata& metadata) {
    constexpr std::size_t kMostChapters = 1'000;
    ByteReader in{body};
    in.takeText();
    Marker marker{{}, in.big(4) / 1'000.0};
    in.take(12); // the end, and both as byte positions
    FileMetadata inner;
    for (auto frame = takeFrame(in, version); !frame.id.empty(); frame = takeFrame(in, version))
        takeTexts(frame.id, frame.body, inner);
    marker.label = inner.title;
    if (!in.failed() && metadata.markers.size() < kMostChapters)
        metadata.markers.push_back(std::move(marker));
}

} // namespace

std::size_t id3Size(std::string_view header) {
    if (header.size() < kHeaderSize || !header.starts_with("ID3"))
        return 0;
    return kHeaderSize + synchsafe(header.substr(6, 4));
}

bool readId3(std::string_view tag, FileMetadata& metadata) {
    const auto size = id3Size(tag);
    const int version = size == 0 ? 0 : tag[3];
    if (version != 3 && version != 4)
        return false;
    const auto flags = static_cast<unsigned char>(tag[5]);
    const auto content = tag.substr(kHeaderSize, size - kHeaderSize);
    const bool whole = content.size() == size - kHeaderSize;
    const auto plain = (flags & kUnsynchronised) != 0 && version == 3 ? resynchronised(content) : std::string{content};
    ByteReader in{plain};
    if ((flags & kExtendedHeader) != 0) {
        const auto bytes = in.take(4);
        in.take(version == 4 ? std::max<std::size_t>(synchsafe(bytes), 4) - 4 : ByteReader{bytes}.big(4));
    }
    for (auto frame = takeFrame(in, version); !frame.id.empty(); frame = takeFrame(in, version)) {
        if (!frame.readable || in.failed())
            continue;
        const auto body = frame.unsynchronised ? resynchronised(frame.body) : std::string{frame.body};
        if (frame.id == "CHAP")
            takeChapter(body, version, metadata);
        else
            takeTexts(frame.id, body, metadata);
    }
    std::ranges::stable_sort(metadata.markers, {}, &Marker::seconds);
    return whole && !in.failed();
}

} // namespace ottava
