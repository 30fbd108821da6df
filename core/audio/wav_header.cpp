#include "core/audio/wav_header.h"

#include "core/audio/audio_file.h"
#include "core/audio/bytes.h"

namespace ottava {
namespace {

constexpr std::uint32_t kSeeDs64 = 0xFFFF'FFFF; ///< in place of a size that stands in the ds64 chunk
constexpr std::size_t kFormHead = 12;           ///< RIFF, size, WAVE

void appendChunk(std::string& bytes, std::string_view id, std::string_view content) {
    bytes += id;
    appendLittle(bytes, static_cast<std::uint32_t>(content.size()));
    bytes += content;
    if (content.size() % 2 != 0)
        bytes += '\0';
}

std::string formatChunk(AudioFormat format, const WavSound& sound) {
    constexpr std::uint16_t kPcm = 1, kFloat = 3;
    const auto blockBytes = static_cast<std::uint16_t>(sound.channels * bitsOf(format) / 8);
    std::string bytes;
    appendLittle(bytes, format == AudioFormat::Wav32 ? kFloat : kPcm);
    appendLittle(bytes, static_cast<std::uint16_t>(sound.channels));
    appendLittle(bytes, static_cast<std::uint32_t>(sound.sampleRate));
    appendLittle(bytes, static_cast<std::uint32_t>(sound.sampleRate) * blockBytes);
    appendLittle(bytes, blockBytes);
    appendLittle(bytes, static_cast<std::uint16_t>(bitsOf(format)));
    if (format == AudioFormat::Wav32)
        appendLittle(bytes, std::uint16_t{0}); // no extension; PCM does not even say so
    return bytes;
}

std::string sizes64(std::uint64_t riffBytes, std::uint64_t dataBytes, std::int64_t frames) {
    std::string bytes;
    appendLittle(bytes, riffBytes);
    appendLittle(bytes, dataBytes);
    appendLittle(bytes, static_cast<std::uint64_t>(frames));
    appendLittle(bytes, std::uint32_t{0}); // no other chunk is that long
    return bytes;
}

} // namespace

int bitsOf(AudioFormat format) {
    return format == AudioFormat::Wav ? 16 : format == AudioFormat::Wav32 ? 32 : 24;
}

std::string wavHeader(AudioFormat format, const WavSound& sound, const std::vector<RiffChunk>& chunks) {
    const auto dataBytes = static_cast<std::uint64_t>(sound.frameCount) * static_cast<std::uint64_t>(sound.channels)
                           * static_cast<std::uint64_t>(bitsOf(format) / 8);
    std::string body;
    appendChunk(body, "fmt ", formatChunk(format, sound));
    std::size_t chunkBytes = 0;
    for (const auto& chunk : chunks)
        chunkBytes += chunk.bytes.size();
    const bool large = needsRf64(format, sound.frameCount, sound.channels, chunkBytes);
    if (format == AudioFormat::Wav32) {
        std::string frames;
        appendLittle(frames, large ? kSeeDs64 : static_cast<std::uint32_t>(sound.frameCount));
        appendChunk(body, "fact", frames);
    }
    for (const auto& chunk : chunks)
        appendChunk(body, chunk.id, chunk.bytes);
    body += "data";
    appendLittle(body, large ? kSeeDs64 : static_cast<std::uint32_t>(dataBytes));
    constexpr std::size_t kDs64Bytes = 36;
    const auto riffBytes = kFormHead - 8 + (large ? kDs64Bytes : 0) + body.size() + dataBytes + dataBytes % 2;
    std::string header{large ? "RF64" : "RIFF"};
    appendLittle(header, large ? kSeeDs64 : static_cast<std::uint32_t>(riffBytes));
    header += "WAVE";
    if (large)
        appendChunk(header, "ds64", sizes64(riffBytes, dataBytes, sound.frameCount));
    return header + body;
}

} // namespace ottava
