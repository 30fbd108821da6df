#include "core/text/unicode.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdint>

namespace ottava::unicode {
namespace {

constexpr char32_t kIllFormed = 0xFFFFFFFF;

/// What a lead byte promises: its own bits, how many bytes follow, and where the first of them must lie.
struct Lead {
    std::uint32_t bits = 0;
    int following = -1; // −1: no such lead byte
    unsigned char low = 0x80, high = 0xBF;
};

Lead leadOf(unsigned char byte) {
    if (byte < 0x80)
        return {byte, 0};
    if (byte >= 0xC2 && byte <= 0xDF)
        return {byte & 0x1FU, 1};
    if (byte >= 0xE0 && byte <= 0xEF) {
        const unsigned char low = byte == 0xE0 ? 0xA0 : 0x80, high = byte == 0xED ? 0x9F : 0xBF;
        return {byte & 0x0FU, 2, low, high};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        const unsigned char low = byte == 0xF0 ? 0x90 : 0x80, high = byte == 0xF4 ? 0x8F : 0xBF;
        return {byte & 0x07U, 3, low, high};
    }
    return {};
}

/// Code point at `position`, which is moved behind it; where the bytes are ill-formed kIllFormed, and `position` is
/// moved behind the longest start of a well-formed sequence, at least one byte.
char32_t decode(std::string_view text, std::size_t& position) {
    auto lead = leadOf(static_cast<unsigned char>(text[position++]));
    if (lead.following < 0)
        return kIllFormed;
    for (int i = 0; i < lead.following; ++i) {
        const auto byte = position < text.size() ? static_cast<unsigned char>(text[position]) : 0U;
        if (byte < lead.low || byte > lead.high)
            return kIllFormed;
        lead.bits = (lead.bits << 6U) | (byte & 0x3FU);
        lead.low = 0x80, lead.high = 0xBF;
        ++position;
    }
    return lead.bits;
}

/// What trimming takes for white space: \s and the four information separators.
bool isWhite(char32_t point) {
    return isSpace(point) || (point >= 0x1C && point <= 0x1F);
}

bool isAscii(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

} // namespace

bool isUtf8(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        if (decode(text, position) == kIllFormed)
            return false;
    }
    return true;
}

std::size_t codePointCount(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string_view prefix(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    while (count-- > 0 && end < text.size())
        decode(text, end);
    return text.substr(0, end);
}

std::string nfc(std::string_view text) {
    if (isAscii(text))
        return std::string{text};
    UErrorCode status = U_ZERO_ERROR;
    const auto* const normalizer = icu::Normalizer2::getNFCInstance(status);
    std::string normalized;
    if (U_SUCCESS(status)) {
        icu::StringByteSink<std::string> sink(&normalized);
        normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                                  /*edits=*/nullptr, status);
    }
    if (U_FAILURE(status))
        throw Error{ErrorCode::Internal, sentence("Text cannot be normalised: {}.", u_errorName(status))};
    return normalized;
}

std::string lower(std::string_view text) {
    std::string lowered;
    if (isAscii(text)) {
        lowered = text;
        for (auto& c : lowered)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return lowered;
    }
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    icu::UnicodeString::fromUTF8(piece).toLower(icu::Locale::getRoot()).toUTF8String(lowered);
    return lowered;
}

std::string_view trimmedAtEnd(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t position = 0; position < text.size();) {
        if (!isWhite(next(text, position)))
            end = position;
    }
    return text.substr(0, end);
}

std::string_view trimmed(std::string_view text) {
    std::size_t start = 0;
    for (std::size_t position = 0; position < text.size() && isWhite(next(text, position));)
        start = position;
    return trimmedAtEnd(text.substr(start));
}

std::string replaceIllFormed(std::string bytes) {
    if (isUtf8(bytes))
        return bytes;
    std::string text;
    text.reserve(bytes.size() + 8);
    for (std::size_t position = 0; position < bytes.size();) {
        const auto start = position;
        if (decode(bytes, position) == kIllFormed)
            text += "\xEF\xBF\xBD";
        else
            text.append(bytes, start, position - start);
    }
    return text;
}

char32_t next(std::string_view text, std::size_t& position) {
    return decode(text, position);
}

void append(std::string& text, char32_t point) {
    const auto code = static_cast<std::uint32_t>(point);
    const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    const auto following = [&](unsigned shift) { byte(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0U | (code >> 6U));
        following(0);
    } else if (code < 0x10000) {
        byte(0xE0U | (code >> 12U));
        following(6), following(0);
    } else {
        byte(0xF0U | (code >> 18U));
        following(12), following(6), following(0);
    }
}

bool isLetter(char32_t point) {
    return (U_GET_GC_MASK(static_cast<UChar32>(point)) & U_GC_L_MASK) != 0;
}

bool isNumber(char32_t point) {
    return (U_GET_GC_MASK(static_cast<UChar32>(point)) & U_GC_N_MASK) != 0;
}

bool isSpace(char32_t point) {
    return u_isUWhiteSpace(static_cast<UChar32>(point)) != 0;
}

} // namespace ottava::unicode
