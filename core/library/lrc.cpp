#include "core/library/lrc.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ottava {
namespace {

/// Takes a number with or without decimals off the front.
std::optional<double> takeNumber(std::string_view& text) {
    double value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (failed != std::errc{} || value < 0)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, char expected) {
    if (!text.starts_with(expected))
        return false;
    text.remove_prefix(1);
    return true;
}

/// Takes "[01:02.50]" off the front.
std::optional<double> takeTime(std::string_view& line) {
    if (!take(line, '['))
        return std::nullopt;
    const auto minutes = takeNumber(line);
    if (!minutes || !take(line, ':'))
        return std::nullopt;
    const auto seconds = takeNumber(line);
    if (!seconds || !take(line, ']'))
        return std::nullopt;
    return *minutes * 60 + *seconds;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    const auto last = text.find_last_not_of(" \t\r");
    return first == std::string_view::npos ? std::string_view{} : text.substr(first, last - first + 1);
}

} // namespace

std::vector<Marker> sectionsOf(std::string_view lrc) {
    std::vector<Marker> sections;
    while (!lrc.empty()) {
        const auto end = std::min(lrc.find('\n'), lrc.size());
        auto line = trimmed(lrc.substr(0, end));
        lrc.remove_prefix(std::min(end + 1, lrc.size()));
        const auto seconds = takeTime(line);
        line = trimmed(line);
        if (!seconds || line.size() < 3 || line.front() != '[' || line.find(']') != line.size() - 1)
            continue;
        sections.push_back({std::string{trimmed(line.substr(1, line.size() - 2))}, *seconds});
    }
    std::ranges::stable_sort(sections, {}, &Marker::seconds);
    return sections;
}

} // namespace ottava
