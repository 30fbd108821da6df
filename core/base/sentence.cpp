#include "core/base/sentence.h"

#include <fmt/format.h>

#include <charconv>

namespace ottava {

std::string filled(std::string_view pattern, const std::vector<std::string>& values) {
    std::string result;
    std::size_t next = 0;
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        result += pattern.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = pattern.find('}', open);
        std::size_t number = next;
        const auto inside = pattern.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
        const auto read = std::from_chars(inside.data(), inside.data() + inside.size(), number);
        const bool isNumber = read.ec == std::errc{} && read.ptr == inside.data() + inside.size();
        const bool isGap = close != std::string_view::npos && (inside.empty() || isNumber);
        if (isGap && number < values.size()) {
            result += values[number];
            next = number + 1;
        } else {
            result += pattern.substr(open, close == std::string_view::npos ? close : close - open + 1);
        }
        pattern.remove_prefix(close == std::string_view::npos ? pattern.size() : close + 1);
    }
    return result;
}

std::string Sentence::text() const {
    if (values.empty())
        return pattern;
    std::vector<std::string> words;
    words.reserve(values.size());
    for (const auto& value : values)
        words.push_back(value.text());
    return filled(pattern, words);
}

std::string numberText(double value) {
    return fmt::format("{}", value);
}

std::string numberText(long long value) {
    return fmt::format("{}", value);
}

} // namespace ottava
