#pragma once

#include <string>
#include <string_view>

namespace ottava {

/// Byte-level vocabularies write each byte as one printable character: bytes 33–126, 161–172 and 174–255 as the code
/// point of that number, the other 68, in ascending order, as U+0100, U+0101, …
/// Appends the bytes that `token` stands for; false (and some of them appended) when a character is none of these.
bool appendTokenBytes(std::string_view token, std::string& bytes);

} // namespace ottava
