#include "core/audio/metadata_read.h"

#include "core/audio/bytes.h"
#include "core/audio/id3.h"
#include "core/audio/ogg_pages.h"
#include "core/audio/riff_read.h"
#include "core/audio/vorbis_comment.h"

#include <algorithm>

namespace ottava {
namespace {

void readFlac(ByteFile& file, std::int64_t begin, FileNotes& notes) {
    constexpr unsigned char kLastBlock = 0x80, kComment = 4;
    constexpr std::int64_t kHead = 4;
    auto at = begin + kHead;
    for (unsigned type = 0; (type & kLastBlock) == 0;) {
        const auto bytes = file.read(at, kHead);
        ByteReader head{bytes};
        type = head.big(1);
        const auto size = head.big(3);
        if (head.failed() || at + kHead + size > file.size()) {
            notes.problems.emplace_back("The FLAC file ends within its tags.");
            return;
        }
        if ((type & ~unsigned{kLastBlock}) == kComment) {
            if (!readVorbisComment(file.read(at + kHead, size), notes.metadata))
                notes.problems.emplace_back("The FLAC file's tags are damaged.");
            return;
        }
        at += kHead + size;
    }
}

/// The packet after the first; empty when there is none or it is too large.
std::string secondOggPacket(ByteFile& file, FileNotes& notes) {
    const ReadAt read = [&file](std::int64_t position, std::size_t size) { return file.read(position, size); };
    std::string packet;
    const auto first = oggPageAt(read, 0);
    for (auto page = first ? oggPageAt(read, first->end()) : first; page; page = oggPageAt(read, page->end())) {
        packet += std::string_view{page->bytes}.substr(page->headSize, page->firstPacketEnd - page->headSize);
        if (page->endsPacket)
            return packet;
        if (packet.size() > kLargestTag)
            break;
    }
    notes.problems.emplace_back("The Ogg file's tags are damaged or too large.");
    return {};
}

void readOgg(ByteFile& file, FileNotes& notes) {
    const auto packet = secondOggPacket(file, notes);
    for (const std::string_view magic : {"OpusTags", "\x03vorbis"})
        if (packet.starts_with(magic)
            && !readVorbisComment(std::string_view{packet}.substr(magic.size()), notes.metadata))
            notes.problems.emplace_back("The Ogg file's tags are damaged.");
}

/// At the beginning of an MP3, and (against the rules, but found) of a FLAC. Returns its size, 0: none.
std::size_t readLeadingId3(ByteFile& file, FileNotes& notes) {
    const auto size = id3Size(file.read(0, 10));
    if (size == 0)
        return 0;
    if (size > kLargestTag)
        notes.problems.emplace_back("The ID3 tag is too large.");
    else if (!readId3(file.read(0, size), notes.metadata))
        notes.problems.emplace_back("The ID3 tag is damaged, or of a version that is not known.");
    return size;
}

} // namespace

FileNotes readMetadata(const std::filesystem::path& path) {
    ByteFile file{path};
    FileNotes notes;
    const auto head = file.read(0, 12);
    if ((head.starts_with("RIFF") || head.starts_with("RF64")) && head.ends_with("WAVE")) {
        readRiff(file, notes);
        return notes;
    }
    if (head.starts_with("OggS")) {
        readOgg(file, notes);
        return notes;
    }
    const auto tagSize = static_cast<std::int64_t>(readLeadingId3(file, notes));
    if (file.read(tagSize, 4) == "fLaC")
        readFlac(file, tagSize, notes);
    return notes;
}

} // namespace ottava
