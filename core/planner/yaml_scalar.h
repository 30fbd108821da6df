#pragma once

#include <string>
#include <string_view>

namespace ottava {

/// `text` (code points) as the value of a block mapping's key, as PyYAML's emitter writes it: plain where that reads
/// back as the same text, else in single or double quotes; folded at 80 columns, continued at column 2.
/// `column`: how much stands on the line already, the space before the value included.
std::u32string yamlScalar(std::u32string_view text, std::size_t column);

/// Whether a YAML 1.1 reader takes a plain `text` for something other than text: a number, a truth value, a date, …
bool readsAsOtherThanText(std::u32string_view text);

} // namespace ottava
