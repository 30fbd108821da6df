#include "core/audio/bytes.h"
#include "core/audio/container_patch.h"
#include "core/audio/ogg_pages.h"
#include "core/audio/vorbis_comment.h"
#include "core/base/error.h"

#include <array>

namespace ottava {
namespace {

constexpr std::string_view kOpus = "OpusTags", kVorbis = "\x03vorbis";
constexpr std::size_t kSequenceAt = 18, kChecksumAt = 22;

[[noreturn]] void refuse() {
    throw Error{ErrorCode::Internal, sentence("The Ogg file is not laid out as its encoder should have done."),
                sentence("Choose another format.")};
}

/// The headers behind the first: one in Opus, two in Vorbis. They end with a page.
struct Headers {
    std::string bytes;              ///< of all packets
    std::vector<std::size_t> sizes; ///< of each
    std::int64_t end = 0;           ///< position of the first page of sound
};

Headers findHeaders(const ReadAt& read, std::int64_t begin) {
    Headers headers;
    std::size_t wanted = 1, packet = 0;
    for (auto page = oggPageAt(read, begin); page && headers.sizes.size() < wanted;
         page = oggPageAt(read, page->end())) {
        for (const char segment : page->segments()) {
            packet += static_cast<unsigned char>(segment);
            if (segment != '\xFF')
                headers.sizes.push_back(std::exchange(packet, 0));
        }
        headers.bytes += page->content();
        headers.end = page->end();
        wanted = headers.bytes.starts_with(kVorbis) ? 2 : 1;
    }
    if (headers.sizes.size() != wanted || packet != 0)
        refuse();
    return headers;
}

/// The comment packet with other fields; the encoder's name stays.
std::string commentPacket(std::string_view old, const TagFields& fields) {
    const auto magic = old.starts_with(kOpus) ? kOpus : old.starts_with(kVorbis) ? kVorbis : std::string_view{};
    if (magic.empty())
        refuse();
    const auto packet = std::string{magic} + vorbisComment(vendorOf(old.substr(magic.size())), fields);
    return magic == kVorbis ? packet + '\x01' : packet; // framing bit
}

void stamp(std::string& page, std::uint32_t sequence) {
    std::string bytes;
    appendLittle(bytes, sequence);
    page.replace(kSequenceAt, bytes.size(), bytes);
    bytes.clear();
    appendLittle(bytes, oggChecksum(page));
    page.replace(kChecksumAt, bytes.size(), bytes);
}

/// The lacing of a packet: its size in bytes of up to 255.
std::string lacing(std::size_t size) {
    return std::string(size / 255, '\xFF') + static_cast<char>(size % 255);
}

/// Pages number `sequence` on with these packets of `stream`; counts `sequence` up.
std::string headerPages(const std::array<std::string, 2>& packets, std::string_view stream, std::uint32_t& sequence) {
    constexpr std::size_t kMostSegments = 255;
    constexpr char kContinued = 1;
    const auto content = packets[0] + packets[1];
    const auto segments = lacing(packets[0].size()) + (packets[1].empty() ? "" : lacing(packets[1].size()));
    std::string pages;
    std::size_t done = 0;
    for (std::size_t first = 0; first < segments.size(); first += kMostSegments) {
        const auto own = segments.substr(first, kMostSegments);
        std::size_t size = 0;
        for (const char segment : own)
            size += static_cast<unsigned char>(segment);
        const bool continued = first > 0 && segments[first - 1] == '\xFF';
        const bool endsPacket = own.find_first_not_of('\xFF') != std::string::npos;
        std::string page{"OggS"};
        page += '\0';
        page += continued ? kContinued : '\0';
        appendLittle(page, endsPacket ? std::int64_t{0} : std::int64_t{-1}); // headers hold no samples
        page.append(stream).append(8, '\0').append(1, static_cast<char>(own.size()));
        page.append(own).append(content, done, size);
        stamp(page, sequence++);
        pages += page;
        done += size;
    }
    return pages;
}

} // namespace

void putOggFields(SinkFile& sink, const TagFields& fields) {
    constexpr std::size_t kStreamAt = 14, kStreamSize = 4;
    const ReadAt read = [&sink](std::int64_t position, std::size_t size) { return sink.readAt(position, size); };
    const auto first = oggPageAt(read, 0);
    if (!first)
        refuse();
    const auto headers = findHeaders(read, first->end());
    const auto old = std::string_view{headers.bytes}.substr(0, headers.sizes.front());
    std::uint32_t sequence = 1;
    auto whole = first->bytes
                 + headerPages({commentPacket(old, fields), headers.bytes.substr(old.size())},
                               std::string_view{first->bytes}.substr(kStreamAt, kStreamSize), sequence);
    // What follows moves, so it is held in memory: such files are small.
    for (auto page = oggPageAt(read, headers.end); page; page = oggPageAt(read, page->end())) {
        stamp(page->bytes, sequence++);
        whole += page->bytes;
    }
    sink.writeAt(0, whole);
    sink.cutAt(static_cast<sf_count_t>(whole.size()));
}

} // namespace ottava
