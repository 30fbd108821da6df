#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ottava {

/// Every `<|audio_code_N|>` of `text`, in order; anything else is skipped. Numbers beyond 2³¹ are cut to it.
std::vector<std::int64_t> parseAudioCodes(std::string_view text);

} // namespace ottava
