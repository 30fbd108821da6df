#pragma once

#include <string>
#include <string_view>

namespace ottava {

/// What a user typed, without the tokens that steer the models: `<|im_start|>`, `<|im_end|>`, `<|endoftext|>` and
/// `<|audio_code_N|>`, however nested. For captions and lyrics at the window's door; prompts are built verbatim.
std::string withoutControlTokens(std::string_view text);

} // namespace ottava
