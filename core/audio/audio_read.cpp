#include "core/audio/audio_facts.h"
#include "core/audio/audio_file.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <sndfile.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace ottava {
namespace {

constexpr sf_count_t kChunkSamples = 131'072; ///< of all channels

[[noreturn]] void refuse(const Sentence& what, const Sentence& remedy) {
    throw Error{ErrorCode::FileFault, what, remedy};
}

void checkReadable(const std::filesystem::path& file) {
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        refuse(sentence("{} does not exist.", file), sentence("Choose another file, or put it back where it was."));
    if (status.type() == std::filesystem::file_type::directory)
        refuse(sentence("{} is a folder, not an audio file.", file), sentence("Choose a file inside it."));
    if (::access(file.c_str(), R_OK) != 0)
        refuse(sentence("{} cannot be read: {}.", file, std::strerror(errno)), sentence("Check that you may read it."));
    if (status.type() != std::filesystem::file_type::regular)
        refuse(sentence("{} is not a file.", file), sentence("Choose an audio file."));
    if (std::filesystem::file_size(file, failed) == 0)
        refuse(sentence("{} is empty.", file), sentence("Choose another file; if it was copied, copy it again."));
}

using OpenFile = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

OpenFile open(const std::filesystem::path& file, SF_INFO& info) {
    OpenFile handle{sf_open(file.c_str(), SFM_READ, &info), &sf_close};
    if (handle)
        return handle;
    const auto code = sf_error(nullptr);
    if (code == SF_ERR_UNRECOGNISED_FORMAT || code == SF_ERR_UNSUPPORTED_ENCODING)
        refuse(sentence("{} is not audio, or of a kind that is not supported.", file),
               sentence("Use WAV, AIFF, FLAC, MP3, Ogg or Opus."));
    refuse(sentence("{} is damaged: {}.", file, sf_error_number(code)),
           sentence("Choose another file or export it again."));
}

/// libsndfile quietly shortens a WAV whose sizes promise more than the file holds.
void checkNotCutShort(const std::filesystem::path& file) {
    constexpr std::size_t kHeaderBytes = 8;
    constexpr std::uint32_t kPlaceholders = 0x7FFF'0000; // written by recorders that never learned the real length
    std::array<unsigned char, kHeaderBytes> header{};
    std::ifstream in{file, std::ios::binary};
    in.read(reinterpret_cast<char*>(header.data()), kHeaderBytes);
    if (!in || std::memcmp(header.data(), "RIFF", 4) != 0)
        return;
    std::uint32_t promised = 0;
    for (std::size_t byte = kHeaderBytes; byte-- > 4;)
        promised = promised << 8U | header[byte];
    const auto size = std::filesystem::file_size(file);
    if (promised < kPlaceholders && promised > size) // not promised + 8: some writers count that header in
        refuse(sentence("{} is damaged: it ends after {} of {} bytes.", file, size, promised),
               sentence("Copy or export it again."));
}

/// Refuses samples that are no numbers; `samples` begins at `firstFrame`.
void checkNumbers(const std::filesystem::path& file, std::span<const float> samples, int channels,
                  std::int64_t firstFrame) {
    const auto broken = std::ranges::find_if(samples, [](float sample) { return !std::isfinite(sample); });
    if (broken == samples.end())
        return;
    const auto frame = firstFrame + (broken - samples.begin()) / channels;
    refuse(sentence("{} is damaged: the sample at frame {} is not a number.", file, frame),
           sentence("Export it again with the program it comes from."));
}

std::string formatText(SNDFILE* handle, int format) {
    std::string text;
    for (const int part : {format & SF_FORMAT_TYPEMASK, format & SF_FORMAT_SUBMASK}) {
        SF_FORMAT_INFO info{};
        info.format = part;
        if (sf_command(handle, SFC_GET_FORMAT_INFO, &info, sizeof info) == 0 && info.name != nullptr)
            text += (text.empty() ? "" : ", ") + std::string{info.name};
    }
    return text;
}

/// Hands the file to `take`, piece by piece, up to `mostSeconds`; returns its channels and rate. The header's length is
/// believed only as far as samples really come, so a false one cannot exhaust the memory.
template<class Take>
SF_INFO readPieces(const std::filesystem::path& file, std::optional<double> mostSeconds, Take take) {
    checkReadable(file);
    SF_INFO info{};
    const auto handle = open(file, info);
    checkNotCutShort(file);
    constexpr auto kAll = std::numeric_limits<sf_count_t>::max();
    const sf_count_t most = mostSeconds ? std::llround(*mostSeconds * info.samplerate) : kAll;
    const auto chunkFrames = std::max<sf_count_t>(1, kChunkSamples / info.channels);
    std::vector<float> chunk(static_cast<std::size_t>(chunkFrames * info.channels));
    sf_count_t total = 0;
    while (total < most) {
        const auto frames = sf_readf_float(handle.get(), chunk.data(), std::min(most - total, chunkFrames));
        if (frames <= 0)
            break;
        const std::span<const float> samples{chunk.data(), static_cast<std::size_t>(frames * info.channels)};
        checkNumbers(file, samples, info.channels, total);
        take(samples);
        total += frames;
    }
    if (sf_error(handle.get()) != SF_ERR_NO_ERROR)
        refuse(sentence("{} is damaged: {}.", file, sf_strerror(handle.get())), sentence("Copy or export it again."));
    if (total == 0)
        refuse(sentence("{} holds no audio.", file), sentence("Choose another file or export it again."));
    if (info.seekable != 0 && total < std::min(info.frames, most))
        refuse(sentence("{} is damaged: it ends after {} of {} frames.", file, total, info.frames),
               sentence("Copy or export it again."));
    return info;
}

} // namespace

AudioFacts readAudioFacts(const std::filesystem::path& file) {
    checkReadable(file);
    SF_INFO info{};
    const auto handle = open(file, info);
    return {formatText(handle.get(), info.format), info.channels, info.samplerate, info.frames};
}

AudioBuffer readAudio(const std::filesystem::path& file, std::optional<double> mostSeconds) {
    AudioBuffer audio;
    const auto info = readPieces(file, mostSeconds, [&](std::span<const float> samples) {
        audio.samples.insert(audio.samples.end(), samples.begin(), samples.end());
    });
    audio.channels = info.channels;
    audio.sampleRate = info.samplerate;
    return audio;
}

AudioSummary inspectAudio(const std::filesystem::path& file) {
    AudioSummary summary;
    std::size_t sampleCount = 0;
    const auto info = readPieces(file, std::nullopt, [&](std::span<const float> samples) {
        sampleCount += samples.size();
        for (const auto sample : samples)
            summary.peak = std::max(summary.peak, std::abs(sample));
    });
    summary.channels = info.channels;
    summary.sampleRate = info.samplerate;
    summary.frameCount = static_cast<std::int64_t>(sampleCount) / info.channels;
    return summary;
}

} // namespace ottava
