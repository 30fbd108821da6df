#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ottava {

/// Lower-case ASCII letters, digits and single hyphens made of `text`: accents are dropped, everything else becomes a
/// hyphen. At most `longest` characters; "untitled" when nothing is left.
std::string slug(std::string_view text, std::size_t longest = 40);

/// `text` as a file name's stem that every common file system takes: UTF-8 is kept, what is reserved somewhere becomes
/// a space, spaces are single, dots and spaces at the ends go, broken UTF-8 is dropped. At most `longestBytes` bytes,
/// cut between characters; "untitled" when nothing is left.
std::string safeFileStem(std::string_view text, std::size_t longestBytes = 120);

} // namespace ottava
