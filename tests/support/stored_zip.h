#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ottava::test {

inline std::uint32_t crc32(const std::string& bytes) {
    std::uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/// `count` bytes of `value`, little-endian.
inline std::string littleEndian(std::uint64_t value, int count) {
    std::string bytes;
    for (int byte = 0; byte < count; ++byte, value >>= 8)
        bytes += static_cast<char>(value & 0xFF);
    return bytes;
}

/// A ZIP archive of uncompressed members, as torch.save writes them.
inline std::string storedZip(const std::vector<std::pair<std::string, std::string>>& members) {
    std::string archive, directory;
    for (const auto& [name, content] : members) {
        const auto common = littleEndian(0, 8) + littleEndian(crc32(content), 4) // flags, method, time, date, checksum
                            + littleEndian(content.size(), 4) + littleEndian(content.size(), 4)
                            + littleEndian(name.size(), 2) + littleEndian(0, 2);
        directory += "PK\1\2" + littleEndian(20, 2) + littleEndian(20, 2) + common + littleEndian(0, 10)
                     + littleEndian(archive.size(), 4) + name;
        archive += "PK\3\4" + littleEndian(20, 2) + common + name + content;
    }
    return archive + directory + "PK\5\6" + littleEndian(0, 4) + littleEndian(members.size(), 2)
           + littleEndian(members.size(), 2) + littleEndian(directory.size(), 4) + littleEndian(archive.size(), 4)
           + littleEndian(0, 2);
}

} // namespace ottava::test
