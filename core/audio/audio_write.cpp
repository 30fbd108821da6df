#include "core/audio/audio_file.h"
#include "core/audio/pcm.h"
#include "core/audio/sink_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/log.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <memory>

namespace ottava {
namespace {

/// Small pieces, because the Ogg encoders put a whole write on the stack.
constexpr std::size_t kChunkFrames = 4'096;

int encoding(AudioFormat format, const AudioBuffer& audio) {
    const int wav = needsRf64(format, audio.frameCount(), audio.channels) ? SF_FORMAT_RF64 : SF_FORMAT_WAV;
    switch (format) {
    case AudioFormat::Flac:
        return SF_FORMAT_FLAC | SF_FORMAT_PCM_24;
    case AudioFormat::Mp3:
        return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    case AudioFormat::Opus:
        return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    case AudioFormat::Ogg:
        return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case AudioFormat::Wav:
        return wav | SF_FORMAT_PCM_16;
    case AudioFormat::Wav24:
        return wav | SF_FORMAT_PCM_24;
    case AudioFormat::Wav32:
        return wav | SF_FORMAT_FLOAT;
    case AudioFormat::Aac:
        break;
    }
    throw Error{ErrorCode::BadRequest, "AAC files cannot be written: the audio library here has no AAC encoder.",
                "Choose MP3, Opus or Ogg instead."};
}

/// libsndfile looks at the rate of these two only after it has begun the file.
bool holdsRate(AudioFormat format, int sampleRate) {
    constexpr std::array kMp3Rates{8'000, 11'025, 12'000, 16'000, 22'050, 24'000, 32'000, 44'100, 48'000};
    constexpr std::array kOpusRates{8'000, 12'000, 16'000, 24'000, 48'000};
    if (format == AudioFormat::Mp3)
        return std::ranges::find(kMp3Rates, sampleRate) != kMp3Rates.end();
    return format != AudioFormat::Opus || std::ranges::find(kOpusRates, sampleRate) != kOpusRates.end();
}

SF_INFO infoFor(const AudioBuffer& audio, AudioFormat format) {
    SF_INFO info{};
    info.channels = audio.channels;
    info.samplerate = audio.sampleRate;
    info.format = encoding(format, audio);
    if (audio.samples.empty())
        throw Error{ErrorCode::BadRequest, "There is no audio to write.", "Choose a longer stretch."};
    if (sf_format_check(&info) == 0 || !holdsRate(format, audio.sampleRate))
        throw Error{ErrorCode::BadRequest,
                    fmt::format("{} files cannot hold {} channels at {} Hz.", fileExtension(format), audio.channels,
                                audio.sampleRate),
                    "Choose 48000 Hz stereo, or WAV."};
    return info;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const SinkFile& sink, SNDFILE* handle) {
    if (sink.fault() != 0)
        throwWriteFault(file, sink.fault());
    throw Error{ErrorCode::Internal, fmt::format("{} cannot be encoded: {}", file.string(), sf_strerror(handle)),
                "Choose another format."};
}

void setQuality(SNDFILE* handle, AudioFormat format, int mp3Kilobits) {
    if (format == AudioFormat::Mp3) {
        // The level must come before the mode. libsndfile spreads 0 to 1 over 320 to 32 kbit/s.
        double level = (320.0 - std::clamp(mp3Kilobits, 32, 320)) / (320.0 - 32.0);
        sf_command(handle, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        int mode = SF_BITRATE_MODE_CONSTANT;
        sf_command(handle, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
    }
    if (format == AudioFormat::Ogg || format == AudioFormat::Opus) {
        double quality = format == AudioFormat::Ogg ? 0.7 : 0.4;
        sf_command(handle, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
}

void setTags(SNDFILE* handle, const AudioTags& tags) {
    constexpr std::pair<std::string_view, int> kFields[] = {
        {"title", SF_STR_TITLE},       {"artist", SF_STR_ARTIST},      {"album", SF_STR_ALBUM},
        {"software", SF_STR_SOFTWARE}, {"comment", SF_STR_COMMENT},    {"date", SF_STR_DATE},
        {"genre", SF_STR_GENRE},       {"copyright", SF_STR_COPYRIGHT}};
    for (const auto& [name, value] : tags) {
        const auto* field = std::ranges::find(kFields, name, [](const auto& known) { return known.first; });
        if (field == std::end(kFields))
            log::warn("Audio files have no field '{}'; it was left out.", name);
        else
            sf_set_string(handle, field->second, value.c_str());
    }
}

/// Feeds one kind of file; owns what the conversion needs between chunks.
class Encoder {
public:
    Encoder(SNDFILE* handle, AudioFormat format) : handle_(handle), format_(format) {}

    bool write(std::span<const float> samples) {
        const auto count = static_cast<sf_count_t>(samples.size());
        switch (format_) {
        case AudioFormat::Wav:
            converter_.toInt16(samples, shorts_);
            return sf_write_short(handle_, shorts_.data(), count) == count;
        case AudioFormat::Wav24:
        case AudioFormat::Flac:
            PcmConverter::toInt24(samples, ints_);
            return sf_write_int(handle_, ints_.data(), count) == count;
        default:
            return sf_write_float(handle_, samples.data(), count) == count;
        }
    }

private:
    SNDFILE* handle_;
    AudioFormat format_;
    PcmConverter converter_;
    std::vector<std::int16_t> shorts_;
    std::vector<std::int32_t> ints_;
};

} // namespace

bool needsRf64(AudioFormat format, std::int64_t frameCount, int channels) {
    constexpr std::int64_t kLargestWav = 0xFFFF'FFFF - 65'536; // room for the header and the tags
    const auto bytes = [&](std::int64_t bytesPerSample) { return frameCount * channels * bytesPerSample; };
    return (format == AudioFormat::Wav && bytes(2) > kLargestWav)
           || (format == AudioFormat::Wav24 && bytes(3) > kLargestWav)
           || (format == AudioFormat::Wav32 && bytes(4) > kLargestWav);
}

void writeAudio(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format, const AudioTags& tags,
                int mp3Kilobits) {
    auto info = infoFor(audio, format);
    AtomicFile target{file};
    SinkFile sink{target.temporary()};
    auto io = SinkFile::virtualIo();
    std::unique_ptr<SNDFILE, decltype(&sf_close)> handle{sf_open_virtual(&io, SFM_WRITE, &info, &sink), &sf_close};
    if (!handle)
        refuse(file, sink, nullptr);
    setQuality(handle.get(), format, mp3Kilobits);
    setTags(handle.get(), tags);
    Encoder encoder{handle.get(), format};
    const auto chunk = kChunkFrames * static_cast<std::size_t>(audio.channels);
    for (std::span<const float> rest{audio.samples}; !rest.empty(); rest = rest.subspan(std::min(chunk, rest.size())))
        if (!encoder.write(rest.first(std::min(chunk, rest.size()))) || sink.fault() != 0)
            refuse(file, sink, handle.get());
    // Closing writes what the encoder still holds and the final header; the sink remembers when that failed.
    handle.reset();
    if (sink.fault() != 0)
        throwWriteFault(file, sink.fault());
    target.commit();
}

const char* fileExtension(AudioFormat format) {
    switch (format) {
    case AudioFormat::Flac:
        return "flac";
    case AudioFormat::Mp3:
        return "mp3";
    case AudioFormat::Opus:
        return "opus";
    case AudioFormat::Aac:
        return "m4a";
    case AudioFormat::Ogg:
        return "ogg";
    case AudioFormat::Wav:
    case AudioFormat::Wav24:
    case AudioFormat::Wav32:
        return "wav";
    }
    return "";
}

} // namespace ottava
