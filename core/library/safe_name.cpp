#include "core/library/safe_name.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace ottava {
namespace {

constexpr std::string_view kNothingLeft = "untitled";

icu::UnicodeString fromUtf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int32_t>(text.size())});
}

/// Accented letters taken apart into letter and accent, ligatures into letters.
icu::UnicodeString decomposed(const icu::UnicodeString& text) {
    UErrorCode failed = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKDInstance(failed);
    auto result = U_SUCCESS(failed) ? normalizer->normalize(text, failed) : text;
    return U_SUCCESS(failed) ? result : text;
}

bool isAsciiAlphanumeric(UChar32 character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z')
           || (character >= 'A' && character <= 'Z');
}

bool isCombining(UChar32 character) {
    return character >= 0x0300 && character <= 0x036F;
}

/// Separators and what Windows or a shell would stumble over.
bool isReserved(UChar32 character) {
    constexpr std::string_view kReserved = "/\\:*?\"<>|";
    return character < 0x20 || character == 0x7F || character == 0xFFFD
           || (character < 0x80 && kReserved.find(static_cast<char>(character)) != std::string_view::npos);
}

/// Names that Windows keeps for devices, whatever the ending.
bool isDeviceName(std::string_view stem) {
    constexpr std::array<std::string_view, 4> kDevices{"con", "prn", "aux", "nul"};
    std::string lower{stem.substr(0, stem.find('.'))};
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const bool port = lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
    return std::ranges::find(kDevices, lower) != kDevices.end() || (port && lower[3] >= '0' && lower[3] <= '9');
}

void trim(std::string& text) {
    const auto first = text.find_first_not_of(" .");
    const auto last = text.find_last_not_of(" .");
    text = first == std::string::npos ? std::string{} : text.substr(first, last - first + 1);
}

} // namespace

std::string slug(std::string_view text, std::size_t longest) {
    // A caption may be long; no more than this can matter.
    const auto letters = decomposed(fromUtf8(text.substr(0, 8 * longest)));
    std::string result;
    for (int32_t at = 0; at < letters.length() && result.size() < longest; at = letters.moveIndex32(at, 1)) {
        const auto character = letters.char32At(at);
        if (isAsciiAlphanumeric(character))
            result += static_cast<char>(character >= 'A' && character <= 'Z' ? character + 32 : character);
        else if (!isCombining(character) && !result.empty() && result.back() != '-')
            result += '-';
    }
    while (result.ends_with('-'))
        result.pop_back();
    return result.empty() ? std::string{kNothingLeft} : result;
}

std::string safeFileStem(std::string_view text, std::size_t longestBytes) {
    const auto characters = fromUtf8(text.substr(0, 8 * longestBytes));
    std::string result;
    for (int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1)) {
        const auto character = characters.char32At(at);
        std::string bytes;
        icu::UnicodeString{isReserved(character) ? UChar32{' '} : character}.toUTF8String(bytes);
        if (bytes == " " && result.ends_with(' '))
            continue;
        if (result.size() + bytes.size() > longestBytes)
            break;
        result += bytes;
    }
    trim(result);
    if (isDeviceName(result))
        result.insert(result.begin(), '_');
    return result.empty() ? std::string{kNothingLeft} : result;
}

} // namespace ottava
