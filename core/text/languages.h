#pragma once

#include <array>
#include <string_view>

namespace ottava {

/// What stands for "any language, find out".
inline constexpr std::string_view kUnknownLanguage = "unknown";

/// Codes of the languages the models were trained to sing, alphabetical. Other text is accepted, too.
/// Source: synthesis specification §2.
inline constexpr std::array<std::string_view, 50> kLanguages = {
    "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he",  "hi", "hr",
    "ht", "hu", "id", "is", "it", "ja", "ko", "la", "lt", "ms", "ne", "nl", "no", "pa", "pl",  "pt", "ro",
    "ru", "sa", "sk", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "vi", "yue", "zh",
};

} // namespace ottava
