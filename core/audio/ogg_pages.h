#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ottava {

/// Checksum of an Ogg page, its own field counted as zeros. Source: RFC 3533 §6.
std::uint32_t oggChecksum(std::string_view page);

/// One page of an Ogg stream.
struct OggPage {
    static constexpr std::size_t kFixedHead = 27;

    std::int64_t position = 0; ///< in the file
    std::string bytes;         ///< head and content
    std::size_t headSize = 0;
    /// Where the packet that begins the page's content ends in `bytes`, and whether it ends in this page at all.
    std::size_t firstPacketEnd = 0;
    bool endsPacket = false;

    /// Sizes of the content's pieces; one below 255 ends a packet.
    std::string_view segments() const { return std::string_view{bytes}.substr(kFixedHead, headSize - kFixedHead); }
    std::string_view content() const { return std::string_view{bytes}.substr(headSize); }
    std::int64_t end() const { return position + static_cast<std::int64_t>(bytes.size()); }
};

/// Reads `size` bytes at a position, fewer where the file ends.
using ReadAt = std::function<std::string(std::int64_t position, std::size_t size)>;

/// The page at `position`; unset when there is none.
std::optional<OggPage> oggPageAt(const ReadAt& read, std::int64_t position);

} // namespace ottava
