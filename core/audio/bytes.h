#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ottava {

/// Appends the lowest `size` bytes of `value`, the lowest first (RIFF, Ogg, Vorbis comments).
template<std::integral Value>
void appendLittle(std::string& bytes, Value value, std::size_t size = sizeof(Value)) {
    for (std::size_t byte = 0; byte < size; ++byte)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * byte) & 0xFFU);
}

/// The same, the highest first (FLAC, ID3).
template<std::integral Value>
void appendBig(std::string& bytes, Value value, std::size_t size = sizeof(Value)) {
    for (std::size_t byte = size; byte-- > 0;)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * byte) & 0xFFU);
}

/// Appends `text` cut or filled with zeros to `size` bytes; UTF-8 is cut between characters.
void appendField(std::string& bytes, std::string_view text, std::size_t size);

/// Reads what others wrote, piece by piece. A piece that is not there whole leaves nothing, gives 0 or "" and shows in
/// `failed`; nothing outside the bytes is ever looked at.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    std::uint32_t little(std::size_t size) { return number(take(size), /*bigEndian=*/false); }
    std::uint32_t big(std::size_t size) { return number(take(size), /*bigEndian=*/true); }
    std::string_view take(std::size_t size) {
        if (size > rest_.size()) {
            failed_ = true;
            rest_ = {};
            return {};
        }
        const auto piece = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return piece;
    }
    /// Up to the next zero (which is taken, too) or the end.
    std::string_view takeText() {
        const auto end = rest_.find('\0');
        const auto text = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return text;
    }
    std::string_view rest() const { return rest_; }
    bool failed() const { return failed_; }

private:
    static std::uint32_t number(std::string_view bytes, bool bigEndian) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i)
            value = value << 8U | static_cast<unsigned char>(bytes[bigEndian ? i : bytes.size() - 1 - i]);
        return value;
    }

    std::string_view rest_;
    bool failed_ = false;
};

} // namespace ottava
