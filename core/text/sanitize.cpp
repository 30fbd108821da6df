#include "core/text/sanitize.h"

#include <array>

namespace ottava {
namespace {

constexpr std::array<std::string_view, 3> kControlTokens = {"<|im_start|>", "<|im_end|>", "<|endoftext|>"};
constexpr std::string_view kCodePrefix = "<|audio_code_";
constexpr std::string_view kSuffix = "|>";

/// Length of the control token that `text` ends with, 0 when there is none.
std::size_t trailingToken(std::string_view text) {
    if (!text.ends_with(kSuffix))
        return 0;
    for (const auto token : kControlTokens) {
        if (text.ends_with(token))
            return token.size();
    }
    auto head = text.substr(0, text.size() - kSuffix.size());
    const auto last = head.find_last_not_of("0123456789");
    if (last == std::string_view::npos || last + 1 == head.size())
        return 0;
    head = head.substr(0, last + 1);
    return head.ends_with(kCodePrefix) ? text.size() - head.size() + kCodePrefix.size() : 0;
}

} // namespace

std::string withoutControlTokens(std::string_view text) {
    // Checking the end of what was kept, character by character, also catches a token that appears when another
    // one inside it is removed.
    std::string kept;
    kept.reserve(text.size());
    for (const char c : text) {
        kept.push_back(c);
        if (c == '>')
            kept.resize(kept.size() - trailingToken(kept));
    }
    return kept;
}

} // namespace ottava
