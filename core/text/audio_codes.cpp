#include "core/text/audio_codes.h"

#include "core/text/python_text.h"
#include "core/text/unicode.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr std::string_view kOpen = "<|audio_code_", kClose = "|>";

/// Where the decimal digits that start at `position` end.
std::size_t digitsEnd(std::string_view text, std::size_t position) {
    for (auto end = position; end < text.size(); position = end)
        if (python::digitValue(unicode::next(text, end)) < 0)
            break;
    return position;
}

std::int64_t number(std::string_view digits) {
    constexpr std::int64_t kLargest = std::int64_t{1} << 31;
    std::int64_t value = 0;
    for (std::size_t position = 0; position < digits.size();)
        value = std::min(kLargest, value * 10 + python::digitValue(unicode::next(digits, position)));
    return value;
}

} // namespace

std::vector<std::string_view> audioCodeTokens(std::string_view text) {
    std::vector<std::string_view> tokens;
    for (auto start = text.find(kOpen); start != std::string_view::npos; start = text.find(kOpen, start + 1)) {
        const auto first = start + kOpen.size();
        const auto end = digitsEnd(text, first);
        if (end > first && text.substr(end).starts_with(kClose))
            tokens.push_back(text.substr(start, end + kClose.size() - start));
    }
    return tokens;
}

std::vector<std::int64_t> parseAudioCodes(std::string_view text) {
    std::vector<std::int64_t> codes;
    for (const auto token : audioCodeTokens(text))
        codes.push_back(number(token.substr(kOpen.size(), token.size() - kOpen.size() - kClose.size())));
    return codes;
}

} // namespace ottava
