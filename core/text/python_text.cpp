#include "core/text/python_text.h"

#include "core/text/unicode.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ottava::python {
namespace {

bool isAsciiDigit(char c) {
    return c >= '0' && c <= '9';
}

/// The text with digits of all scripts as ASCII; unset when anything else is not ASCII.
std::optional<std::string> withAsciiDigits(std::string_view text) {
    std::string ascii;
    for (std::size_t position = 0; position < text.size();) {
        const auto point = unicode::next(text, position);
        const int digit = digitValue(point);
        if (digit < 0 && point >= 0x80)
            return std::nullopt;
        ascii += digit >= 0 ? static_cast<char>('0' + digit) : static_cast<char>(point);
    }
    return ascii;
}

/// Digits with single underscores between them, taken off the front of `rest`; empty when there are none.
std::string takeDigits(std::string_view& rest) {
    std::string digits;
    while (!rest.empty()) {
        const bool joins = rest[0] == '_' && !digits.empty() && rest.size() > 1 && isAsciiDigit(rest[1]);
        if (joins)
            rest.remove_prefix(1);
        if (!isAsciiDigit(rest[0]))
            break;
        digits += rest[0];
        rest.remove_prefix(1);
    }
    return digits;
}

std::string takeSign(std::string_view& rest) {
    if (rest.empty() || (rest[0] != '+' && rest[0] != '-'))
        return {};
    const bool negative = rest[0] == '-';
    rest.remove_prefix(1);
    return negative ? "-" : "";
}

bool isPrintable(char32_t point) {
    constexpr std::uint32_t kUnprintable =
        U_GC_C_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK | U_GC_ZS_MASK; // C: controls, formats, unassigned, private, halves
    return point == U' ' || (U_GET_GC_MASK(static_cast<UChar32>(point)) & kUnprintable) == 0;
}

std::string escaped(char32_t point, char quote) {
    const auto code = static_cast<std::uint32_t>(point);
    switch (point) {
    case U'\n':
        return "\\n";
    case U'\r':
        return "\\r";
    case U'\t':
        return "\\t";
    case U'\\':
        return "\\\\";
    default:
        if (point == static_cast<char32_t>(quote))
            return {'\\', quote};
        if (code <= 0xFF)
            return fmt::format("\\x{:02x}", code);
        return code <= 0xFFFF ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
    }
}

} // namespace

bool isSpace(char32_t point) {
    return (point >= 0x1C && point <= 0x1F) || unicode::isSpace(point);
}

std::string_view strip(std::string_view text) {
    std::size_t begin = text.size(), end = 0;
    for (std::size_t position = 0; position < text.size();) {
        const auto start = position;
        if (isSpace(unicode::next(text, position)))
            continue;
        begin = std::min(begin, start);
        end = position;
    }
    return begin < end ? text.substr(begin, end - begin) : std::string_view{};
}

std::string lower(std::string_view text) {
    auto units = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    std::string lowered;
    units.toLower(icu::Locale::getRoot()).toUTF8String(lowered);
    return lowered;
}

int digitValue(char32_t point) {
    return u_charDigitValue(static_cast<UChar32>(point));
}

std::optional<std::string> integerText(std::string_view text) {
    const auto ascii = withAsciiDigits(strip(text));
    if (!ascii)
        return std::nullopt;
    std::string_view rest = *ascii;
    const auto sign = takeSign(rest);
    auto digits = takeDigits(rest);
    if (digits.empty() || !rest.empty())
        return std::nullopt;
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits == "0" ? digits : sign + digits;
}

std::optional<std::int64_t> toInteger(std::string_view text) {
    const auto decimal = integerText(text);
    std::int64_t value = 0;
    if (!decimal || std::from_chars(decimal->data(), decimal->data() + decimal->size(), value).ec != std::errc{})
        return std::nullopt;
    return value;
}

std::optional<double> toFloat(std::string_view text) {
    const auto ascii = withAsciiDigits(strip(text));
    if (!ascii)
        return std::nullopt;
    std::string_view rest = *ascii;
    auto number = takeSign(rest);
    const auto whole = takeDigits(rest);
    std::string fraction;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        fraction = takeDigits(rest);
    }
    if (whole.empty() && fraction.empty())
        return std::nullopt;
    number += (whole.empty() ? "0" : whole) + "." + (fraction.empty() ? "0" : fraction);
    if (rest.starts_with('e') || rest.starts_with('E')) {
        rest.remove_prefix(1);
        const auto sign = takeSign(rest);
        const auto exponent = takeDigits(rest);
        if (exponent.empty())
            return std::nullopt;
        number += "e" + sign + exponent;
    }
    double value = 0;
    if (!rest.empty() || std::from_chars(number.data(), number.data() + number.size(), value).ec != std::errc{})
        return std::nullopt;
    return value;
}

std::string repr(std::string_view text) {
    const bool apostrophes = text.find('\'') != std::string_view::npos;
    const char quote = apostrophes && text.find('"') == std::string_view::npos ? '"' : '\'';
    std::string quoted(1, quote);
    for (std::size_t position = 0; position < text.size();) {
        const auto start = position;
        const auto point = unicode::next(text, position);
        if (!isPrintable(point) || point == U'\\' || point == static_cast<char32_t>(quote))
            quoted += escaped(point, quote);
        else
            quoted += text.substr(start, position - start);
    }
    return quoted + quote;
}

std::string repr(double number) {
    if (std::isnan(number))
        return "nan";
    auto text = fmt::format("{}", number);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

} // namespace ottava::python
