#include "core/text/byte_alphabet.h"

#include <array>
#include <cstddef>

namespace ottava {
namespace {

constexpr std::size_t kCharacters = 256 + 68;
constexpr int kNoByte = -1;

constexpr bool standsForItself(std::size_t byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
}

constexpr auto kByteOf = [] {
    std::array<int, kCharacters> table{};
    std::size_t spare = 256;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        table[byte] = standsForItself(byte) ? static_cast<int>(byte) : kNoByte;
        if (!standsForItself(byte))
            table[spare++] = static_cast<int>(byte);
    }
    return table;
}();

} // namespace

bool appendTokenBytes(std::string_view token, std::string& bytes) {
    for (std::size_t i = 0; i < token.size(); ++i) {
        const auto lead = static_cast<unsigned char>(token[i]);
        std::size_t point = lead;
        if (lead >= 0x80) {
            // Every character of the alphabet is below U+0800: one or two bytes long.
            const auto tail = i + 1 < token.size() ? static_cast<unsigned char>(token[i + 1]) : 0U;
            if ((lead & 0xE0U) != 0xC0U || (tail & 0xC0U) != 0x80U)
                return false;
            point = ((lead & 0x1FU) << 6U) | (tail & 0x3FU);
            ++i;
        }
        if (point >= kCharacters || kByteOf[point] == kNoByte)
            return false;
        bytes.push_back(static_cast<char>(kByteOf[point]));
    }
    return true;
}

} // namespace ottava
