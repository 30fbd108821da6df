#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ottava::unicode {

/// True when `text` is well-formed UTF-8 (no surrogates, no overlong forms). NUL is an ordinary character.
bool isUtf8(std::string_view text);

/// Number of code points in well-formed UTF-8.
std::size_t codePointCount(std::string_view text);

/// The first `count` code points of well-formed UTF-8, or all of it.
std::string_view prefix(std::string_view text, std::size_t count);

/// Well-formed UTF-8 in Normalisation Form C.
std::string nfc(std::string_view text);

/// Well-formed UTF-8 in lower case, by the full mapping and no language's own rules.
std::string lower(std::string_view text);

/// Well-formed UTF-8 without the white space at both ends, or at the end.
std::string_view trimmed(std::string_view text);
std::string_view trimmedAtEnd(std::string_view text);

/// Any bytes as UTF-8: each maximal ill-formed part becomes one U+FFFD.
std::string replaceIllFormed(std::string bytes);

/// The code point of well-formed UTF-8 that starts at `position`, which is moved behind it.
char32_t next(std::string_view text, std::size_t& position);

/// Appends a code point as UTF-8.
void append(std::string& text, char32_t point);

/// Classes as regular expressions know them: \p{L}, \p{N}, \s.
bool isLetter(char32_t point);
bool isNumber(char32_t point);
bool isSpace(char32_t point);

} // namespace ottava::unicode
