#pragma once

#include <string_view>
#include <vector>

namespace ottava {

/// The regular expression that `splitWords` carries out, as it is written in a Qwen tokenizer.json.
inline constexpr std::string_view kQwenPattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// Cuts well-formed UTF-8 into the pieces that byte pairs may merge within. The pieces lie in `text`, in order, without
/// gaps. Linear in the length.
std::vector<std::string_view> splitWords(std::string_view text);

} // namespace ottava
