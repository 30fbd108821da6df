#include "core/audio/ogg_pages.h"

#include "core/audio/bytes.h"

#include <array>

namespace ottava {
namespace {

constexpr std::size_t kFixedHead = OggPage::kFixedHead, kChecksumAt = 22;
constexpr unsigned char kFullSegment = 255;

constexpr std::array<std::uint32_t, 256> makeTable() {
    constexpr std::uint32_t kPolynomial = 0x04C1'1DB7;
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t byte = 0; byte < table.size(); ++byte) {
        std::uint32_t sum = byte << 24U;
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 0x8000'0000U) != 0 ? sum << 1U ^ kPolynomial : sum << 1U;
        table[byte] = sum;
    }
    return table;
}

} // namespace

std::uint32_t oggChecksum(std::string_view page) {
    static constexpr auto kTable = makeTable();
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < page.size(); ++i) {
        const bool own = i >= kChecksumAt && i < kChecksumAt + 4;
        const auto byte = own ? 0U : static_cast<unsigned char>(page[i]);
        sum = sum << 8U ^ kTable[(sum >> 24U ^ byte) & 0xFFU];
    }
    return sum;
}

std::optional<OggPage> oggPageAt(const ReadAt& read, std::int64_t position) {
    OggPage page{.position = position, .bytes = read(position, kFixedHead)};
    if (page.bytes.size() < kFixedHead || !page.bytes.starts_with("OggS"))
        return std::nullopt;
    const auto segments =
        read(position + static_cast<std::int64_t>(kFixedHead), static_cast<unsigned char>(page.bytes[kFixedHead - 1]));
    page.headSize = kFixedHead + segments.size();
    std::size_t size = 0;
    for (const char segment : segments) {
        size += static_cast<unsigned char>(segment);
        if (!page.endsPacket)
            page.firstPacketEnd = page.headSize + size;
        page.endsPacket = page.endsPacket || static_cast<unsigned char>(segment) < kFullSegment;
    }
    page.bytes += segments + read(position + static_cast<std::int64_t>(page.headSize), size);
    if (page.bytes.size() < page.headSize + size)
        return std::nullopt;
    return page;
}

} // namespace ottava
