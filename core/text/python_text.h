#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How the reference's language reads text. The models were trained on what it wrote, so its notion of white space,
/// digits and numbers decides what a plan says. All texts are UTF-8. Source: Python 3 language reference.
namespace ottava::python {

/// `str.isspace` of one code point: Unicode's white space and the four ASCII separators.
bool isSpace(char32_t point);

/// `str.strip()`.
std::string_view strip(std::string_view text);

/// `str.lower()`.
std::string lower(std::string_view text);

/// Value of a decimal digit of any script (`\d`), else −1.
int digitValue(char32_t point);

/// `int(text)` in canonical decimal writing ("-12"), whatever its size; unset where it would raise ValueError.
std::optional<std::string> integerText(std::string_view text);

/// `int(text)`; unset also where the number does not fit.
std::optional<std::int64_t> toInteger(std::string_view text);

/// `float(text)`; unset where it would raise ValueError, and for what is not finite.
std::optional<double> toFloat(std::string_view text);

/// `repr(text)`: quoted, with what cannot be printed escaped.
std::string repr(std::string_view text);

/// `repr(number)`: the shortest text that reads as the same number, "120.0".
std::string repr(double number);

} // namespace ottava::python
