#include "core/audio/audio_file.h"
#include "core/audio/bytes.h"
#include "core/audio/container_patch.h"
#include "core/audio/id3.h"
#include "core/audio/pcm.h"
#include "core/audio/sink_file.h"
#include "core/audio/vorbis_comment.h"
#include "core/audio/wav_header.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

namespace ottava {
namespace {

/// Small pieces, because the Ogg encoders put a whole write on the stack.
constexpr std::size_t kChunkFrames = 4'096;

bool isWav(AudioFormat format) {
    return format == AudioFormat::Wav || format == AudioFormat::Wav24 || format == AudioFormat::Wav32;
}

int encoding(AudioFormat format) {
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
        return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    case AudioFormat::Wav24:
        return SF_FORMAT_WAV | SF_FORMAT_PCM_24;
    case AudioFormat::Wav32:
        return SF_FORMAT_WAV | SF_FORMAT_FLOAT;
    case AudioFormat::Aac:
        break;
    }
    throw Error{ErrorCode::BadRequest,
                sentence("AAC files cannot be written: the audio library here has no AAC encoder."),
                sentence("Choose MP3, Opus or Ogg instead.")};
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
    info.format = encoding(format);
    if (audio.samples.empty())
        throw Error{ErrorCode::BadRequest, sentence("There is no audio to write."),
                    sentence("Choose a longer stretch.")};
    if (sf_format_check(&info) == 0 || !holdsRate(format, audio.sampleRate))
        throw Error{ErrorCode::BadRequest,
                    sentence("{} files cannot hold {} channels at {} Hz.", fileExtension(format), audio.channels,
                             audio.sampleRate),
                    sentence("Choose 48000 Hz stereo, or WAV.")};
    return info;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const SinkFile& sink, SNDFILE* handle) {
    if (sink.fault() != 0)
        throwWriteFault(file, sink.fault());
    throw Error{ErrorCode::Internal, sentence("{} cannot be encoded: {}", file.string(), sf_strerror(handle)),
                sentence("Choose another format.")};
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

/// What a file of this format says in fields; MP3 has a tag instead.
TagFields fieldsFor(AudioFormat format, const FileMetadata& metadata) {
    if (format == AudioFormat::Mp3)
        return {};
    auto fields = vorbisFields(metadata);
    if (metadata.loudness)
        for (auto& field :
             format == AudioFormat::Opus ? opusGainFields(*metadata.loudness) : replayGainFields(*metadata.loudness))
            fields.push_back(std::move(field));
    return fields;
}

std::span<const float> nextPiece(std::span<const float>& rest, int channels) {
    const auto piece = rest.first(std::min(kChunkFrames * static_cast<std::size_t>(channels), rest.size()));
    rest = rest.subspan(piece.size());
    return piece;
}

/// Through libsndfile, which knows the encoders but few tags: the fields replace a comment that keeps their place.
void encode(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format,
            const FileMetadata& metadata, int mp3Kilobits, SinkFile& sink) {
    auto info = infoFor(audio, format);
    auto io = SinkFile::virtualIo();
    std::unique_ptr<SNDFILE, decltype(&sf_close)> handle{sf_open_virtual(&io, SFM_WRITE, &info, &sink), &sf_close};
    if (!handle)
        refuse(file, sink, nullptr);
    setQuality(handle.get(), format, mp3Kilobits);
    const auto fields = fieldsFor(format, metadata);
    if (!fields.empty() && format == AudioFormat::Flac)
        sf_set_string(handle.get(), SF_STR_COMMENT, std::string(fillerFor(fields), ' ').c_str());
    std::vector<std::int32_t> ints;
    for (std::span<const float> rest{audio.samples}; !rest.empty();) {
        const auto piece = nextPiece(rest, audio.channels);
        const auto count = static_cast<sf_count_t>(piece.size());
        if (format == AudioFormat::Flac)
            PcmConverter::toInt24(piece, ints);
        const auto written = format == AudioFormat::Flac ? sf_write_int(handle.get(), ints.data(), count)
                                                         : sf_write_float(handle.get(), piece.data(), count);
        if (written != count || sink.fault() != 0)
            refuse(file, sink, handle.get());
    }
    // Closing writes what the encoder still holds and the final header; the sink remembers when that failed.
    handle.reset();
    if (!fields.empty() && sink.fault() == 0)
        format == AudioFormat::Flac ? putFlacFields(sink, fields) : putOggFields(sink, fields);
}

void appendWavSamples(SinkFile& sink, const AudioBuffer& audio, AudioFormat format) {
    PcmConverter converter;
    std::vector<std::int16_t> shorts;
    std::vector<std::int32_t> ints;
    std::string bytes;
    for (std::span<const float> rest{audio.samples}; !rest.empty() && sink.fault() == 0;) {
        const auto piece = nextPiece(rest, audio.channels);
        bytes.clear();
        if (format == AudioFormat::Wav) {
            converter.toInt16(piece, shorts);
            for (const auto value : shorts)
                appendLittle(bytes, value);
        } else if (format == AudioFormat::Wav24) {
            PcmConverter::toInt24(piece, ints);
            for (const auto value : ints)
                appendLittle(bytes, value >> 8, 3);
        } else {
            for (const auto value : piece)
                appendLittle(bytes, std::bit_cast<std::uint32_t>(value));
        }
        sink.append(bytes);
    }
}

WavSound soundOf(const AudioBuffer& audio, AudioFormat format) {
    return {.sampleRate = audio.sampleRate,
            .channels = audio.channels,
            .bits = bitsOf(format),
            .frameCount = audio.frameCount()};
}

} // namespace

bool needsRf64(AudioFormat format, std::int64_t frameCount, int channels, std::size_t chunkBytes) {
    const auto room = 0xFFFF'FFFF - 65'536 - static_cast<std::int64_t>(chunkBytes); // for the chunks' heads as well
    return isWav(format) && frameCount * channels * bitsOf(format) / 8 > room;
}

void writeAudio(const std::filesystem::path& file, const AudioBuffer& audio, AudioFormat format,
                const FileMetadata& metadata, int mp3Kilobits) {
    infoFor(audio, format); // refuses before anything is on the disk
    AtomicFile target{file};
    std::string head;
    if (format == AudioFormat::Mp3)
        head = id3Tag(metadata, audio.durationSeconds(), Id3Chapters::Written);
    else if (isWav(format))
        head = wavHeader(format, soundOf(audio, format), riffChunks(metadata, soundOf(audio, format)));
    SinkFile sink{target.temporary(), head};
    if (isWav(format))
        appendWavSamples(sink, audio, format);
    else
        encode(file, audio, format, metadata, mp3Kilobits, sink);
    if (isWav(format) && audio.samples.size() * static_cast<std::size_t>(bitsOf(format) / 8) % 2 != 0)
        sink.append(std::string_view{"\0", 1}); // chunks are even
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
