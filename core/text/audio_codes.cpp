#include "core/text/audio_codes.h"

#include <algorithm>

namespace ottava {

std::vector<std::int64_t> parseAudioCodes(std::string_view text) {
    constexpr std::string_view kOpen = "<|audio_code_", kClose = "|>";
    constexpr std::int64_t kLargest = std::int64_t{1} << 31;
    std::vector<std::int64_t> codes;
    for (auto at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen, at)) {
        at += kOpen.size();
        std::int64_t code = 0;
        const auto firstDigit = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at)
            code = std::min(kLargest, code * 10 + (text[at] - '0'));
        if (at > firstDigit && text.substr(at).starts_with(kClose))
            codes.push_back(code);
    }
    return codes;
}

} // namespace ottava
