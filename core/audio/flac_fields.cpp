#include "core/audio/bytes.h"
#include "core/audio/container_patch.h"
#include "core/audio/vorbis_comment.h"
#include "core/base/error.h"

namespace ottava {
namespace {

constexpr std::size_t kHeadSize = 4; ///< of a block: type, then 24 bits of length
constexpr unsigned char kLastBlock = 0x80, kPadding = 1, kComment = 4;

std::string blockHead(unsigned char type, std::size_t size) {
    std::string head(1, static_cast<char>(type));
    appendBig(head, size, 3);
    return head;
}

} // namespace

std::size_t fillerFor(const TagFields& fields) {
    constexpr std::string_view kName = "COMMENT=";
    constexpr std::size_t kOwn = sizeof(std::uint32_t) + kName.size();
    const auto wanted = sizeOf(fields) + kHeadSize; // FLAC puts a padding block after the fields
    return wanted > kOwn ? wanted - kOwn : 0;
}

void putFlacFields(SinkFile& sink, const TagFields& fields) {
    constexpr sf_count_t kFirstBlock = 4; // after "fLaC"
    unsigned char type = 0;
    for (auto at = kFirstBlock; (type & kLastBlock) == 0;) {
        const auto bytes = sink.readAt(at, kHeadSize);
        ByteReader head{bytes};
        type = static_cast<unsigned char>(head.big(1));
        const std::size_t size = head.big(3);
        if (head.failed())
            break;
        if ((type & 0x7FU) == kComment) {
            const auto block = sink.readAt(at + static_cast<sf_count_t>(kHeadSize), size);
            const auto comment = vorbisComment(vendorOf(block), fields);
            if (comment.size() + kHeadSize > size)
                break;
            const auto left = size - comment.size() - kHeadSize;
            sink.writeAt(at, blockHead(kComment, comment.size()) + comment
                                 + blockHead(static_cast<unsigned char>(kPadding | (type & kLastBlock)), left)
                                 + std::string(left, '\0'));
            return;
        }
        at += static_cast<sf_count_t>(kHeadSize + size);
    }
    if (sink.fault() == 0)
        throw Error{ErrorCode::Internal, sentence("The FLAC file has no room for its tags."),
                    sentence("Choose another format.")};
}

} // namespace ottava
