#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ottava {

/// Every `<|audio_code_N|>` of `text` (UTF-8) as it stands there, in order. The digits may be of any script.
std::vector<std::string_view> audioCodeTokens(std::string_view text);

/// Their numbers; anything else is skipped. Numbers beyond 2³¹ are cut to it.
std::vector<std::int64_t> parseAudioCodes(std::string_view text);

} // namespace ottava
