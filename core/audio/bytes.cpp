#include "core/audio/bytes.h"

#include <algorithm>

namespace ottava {

void appendField(std::string& bytes, std::string_view text, std::size_t size) {
    auto length = std::min(text.size(), size);
    const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    while (length > 0 && length < text.size() && continues(length))
        --length;
    bytes.append(text.substr(0, length)).append(size - length, '\0');
}

} // namespace ottava
