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

namespace ottava {
namespace {

constexpr sf_count_t kChunkSamples = 131'072; ///< of all channels

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view what, std::string_view remedy) {
    throw Error{ErrorCode::FileFault, fmt::format("{} {}.", file.string(), what), std::string{remedy}};
}

void checkReadable(const std::filesystem::path& file) {
    std::error_code failed;
    const auto status = std::filesystem::status(file, failed);
    if (status.type() == std::filesystem::file_type::not_found)
        refuse(file, "does not exist", "Choose another file, or put it back where it was.");
    if (status.type() == std::filesystem::file_type::directory)
        refuse(file, "is a folder, not an audio file", "Choose a file inside it.");
    if (::access(file.c_str(), R_OK) != 0)
        refuse(file, fmt::format("cannot be read: {}", std::strerror(errno)), "Check that you may read it.");
    if (status.type() != std::filesystem::file_type::regular)
        refuse(file, "is not a file", "Choose an audio file.");
    if (std::filesystem::file_size(file, failed) == 0)
        refuse(file, "is empty", "Choose another file; if it was copied, copy it again.");
}

using OpenFile = std::unique_ptr<SNDFILE, decltype(&sf_close)>;

OpenFile open(const std::filesystem::path& file, SF_INFO& info) {
    OpenFile handle{sf_open(file.c_str(), SFM_READ, &info), &sf_close};
    if (handle)
        return handle;
    const auto code = sf_error(nullptr);
    if (code == SF_ERR_UNRECOGNISED_FORMAT || code == SF_ERR_UNSUPPORTED_ENCODING)
        refuse(file, "is not audio, or of a kind that is not supported", "Use WAV, AIFF, FLAC, MP3, Ogg or Opus.");
    refuse(file, fmt::format("is damaged: {}", sf_error_number(code)), "Choose another file or export it again.");
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
        refuse(file, fmt::format("is damaged: it ends after {} of {} bytes", size, promised),
               "Copy or export it again.");
}

void checkNumbers(const std::filesystem::path& file, const AudioBuffer& audio) {
    const auto broken = std::ranges::find_if(audio.samples, [](float sample) { return !std::isfinite(sample); });
    if (broken == audio.samples.end())
        return;
    const auto frame = (broken - audio.samples.begin()) / audio.channels;
    refuse(file, fmt::format("is damaged: the sample at frame {} is not a number", frame),
           "Export it again with the program it comes from.");
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

/// The header's length is believed only as far as samples really come, so a false one cannot exhaust the memory.
void readFrames(SNDFILE* handle, sf_count_t most, AudioBuffer& audio) {
    const auto chunkFrames = std::max<sf_count_t>(1, kChunkSamples / audio.channels);
    std::vector<float> chunk(static_cast<std::size_t>(chunkFrames * audio.channels));
    sf_count_t frames = 0;
    for (auto left = most; left > 0; left -= frames) {
        frames = sf_readf_float(handle, chunk.data(), std::min(left, chunkFrames));
        if (frames <= 0)
            break;
        audio.samples.insert(audio.samples.end(), chunk.begin(), chunk.begin() + frames * audio.channels);
    }
}

} // namespace

AudioFacts readAudioFacts(const std::filesystem::path& file) {
    checkReadable(file);
    SF_INFO info{};
    const auto handle = open(file, info);
    return {formatText(handle.get(), info.format), info.channels, info.samplerate, info.frames};
}

AudioBuffer readAudio(const std::filesystem::path& file, std::optional<double> mostSeconds) {
    checkReadable(file);
    SF_INFO info{};
    const auto handle = open(file, info);
    checkNotCutShort(file);
    AudioBuffer audio{info.channels, info.samplerate, {}};
    constexpr auto kAll = std::numeric_limits<sf_count_t>::max();
    const sf_count_t most = mostSeconds ? std::llround(*mostSeconds * info.samplerate) : kAll;
    readFrames(handle.get(), most, audio);
    if (sf_error(handle.get()) != SF_ERR_NO_ERROR)
        refuse(file, fmt::format("is damaged: {}", sf_strerror(handle.get())), "Copy or export it again.");
    if (audio.samples.empty())
        refuse(file, "holds no audio", "Choose another file or export it again.");
    if (info.seekable != 0 && audio.frameCount() < std::min(info.frames, most))
        refuse(file, fmt::format("is damaged: it ends after {} of {} frames", audio.frameCount(), info.frames),
               "Copy or export it again.");
    checkNumbers(file, audio);
    return audio;
}

} // namespace ottava
