#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace ottava {

/// Words for the user, kept apart from the values in them so that a window can say them in another language: an English
/// pattern with one {} for each value. Translations may number the gaps: {1} before {0}.
struct Sentence {
    std::string pattern;
    std::vector<Sentence> values; ///< may be words themselves; none: the pattern is taken as it stands

    Sentence() = default;
    Sentence(const char* words) : pattern(words) {}
    Sentence(std::string_view words) : pattern(words) {}
    Sentence(std::string words) : pattern(std::move(words)) {}

    /// In English.
    std::string text() const;
    bool operator==(const Sentence&) const = default;
};

/// The pattern with its gaps filled; gaps without a value stay.
std::string filled(std::string_view pattern, const std::vector<std::string>& values);

/// As fmt writes them.
std::string numberText(double value);
std::string numberText(long long value);

template<class Value>
Sentence asValue(const Value& value) {
    if constexpr (std::is_same_v<Value, std::filesystem::path>)
        return value.string();
    else if constexpr (std::is_floating_point_v<Value>)
        return numberText(static_cast<double>(value));
    else if constexpr (std::is_integral_v<Value>)
        return numberText(static_cast<long long>(value));
    else
        return Sentence{value};
}

/// What a window may translate is written with this, pattern and all in one place: translators are shown the patterns
/// of these calls.
template<class... Values>
Sentence sentence(const char* pattern, const Values&... values) {
    Sentence made{pattern};
    (made.values.push_back(asValue(values)), ...);
    return made;
}

} // namespace ottava
