#include "core/tasks/source_audio.h"

#include "core/audio/audio_file.h"
#include "core/audio/sinc_resample.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/models/vae_tiling.h"
#include "core/nn/tensor_memory.h"
#include "core/tasks/context.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/tensor.h>

#include <fmt/format.h>

#include <algorithm>

namespace ottava {
namespace {

/// Below this a recording counts as silent.
constexpr double kSilentPeak = 1e-6;
/// As the reference cuts on a device with little memory, so that the draws agree everywhere.
constexpr double kEncodePieceSeconds = 15;
constexpr std::int64_t kPieceFrames = 10 * kSampleRate;
constexpr std::int64_t kPieces = 3;

/// The first two channels; mono stays mono.
AudioBuffer frontChannels(const AudioBuffer& audio) {
    if (audio.channels <= kChannels)
        return audio;
    AudioBuffer front{kChannels, audio.sampleRate, {}};
    front.samples.reserve(static_cast<std::size_t>(audio.frameCount() * kChannels));
    const auto channels = static_cast<std::size_t>(audio.channels);
    for (std::size_t first = 0; first + channels <= audio.samples.size(); first += channels)
        front.samples.insert(front.samples.end(), {audio.samples[first], audio.samples[first + 1]});
    return front;
}

} // namespace

at::Tensor sourceWaveform(const AudioBuffer& audio) {
    const auto front = sincResampled(frontChannels(audio), kSampleRate);
    const auto channels =
        at::tensor(front.samples).view({1, -1, front.channels}).transpose(1, 2); // [1, channels, frames]
    return (front.channels == 1 ? channels.repeat({1, kChannels, 1}) : channels.contiguous()).clamp(-1, 1);
}

bool isSilent(const at::Tensor& waveform) {
    return waveform.numel() == 0 || waveform.abs().max().item<double>() < kSilentPeak;
}

at::Tensor encodeAudio(ModelStore& models, const at::Tensor& waveform, const std::optional<at::Generator>& generator,
                       const std::stop_token& stop) {
    if (isSilent(waveform))
        return silenceSource(models, 1, waveform.size(2) / kHopLength);
    const auto& choice = models.choice();
    const tensor_memory::HostMemory host{choice.onHost.vae};
    const auto latents =
        encodeTiled(*models.vaeEncoder(), waveform.to(choice.vaeDevice), kEncodePieceSeconds, generator, stop);
    return latents.transpose(1, 2).to(choice.device, at::kFloat).contiguous();
}

at::Tensor encodeRecording(ModelStore& models, const std::filesystem::path& file,
                           const std::optional<at::Generator>& generator, const std::stop_token& stop) {
    const auto waveform = sourceWaveform(readAudio(file));
    if (waveform.size(2) < kHopLength)
        throw Error{ErrorCode::BadRequest, sentence("{} is shorter than one latent frame (0.04 s).", file.string()),
                    sentence("Choose a longer recording.")};
    return encodeAudio(models, waveform, generator, stop);
}

std::string audioCodeText(ModelStore& models, const at::Tensor& latents) {
    const auto tokenizer = models.audioTokenizer();
    const auto padded = padToCodes(latents.to(models.choice().device), models.silence(), tokenizer->poolWindow);
    const auto indices = tokenizer->forward(padded).indices.flatten().to(at::kCPU, at::kLong).contiguous();
    std::string text;
    const auto* code = indices.const_data_ptr<std::int64_t>();
    for (std::int64_t i = 0; i < indices.numel(); ++i)
        text += fmt::format("<|audio_code_{}|>", code[i]);
    return text;
}

at::Tensor referencePieces(const at::Tensor& waveform, at::Generator generator) {
    constexpr auto kWanted = kPieces * kPieceFrames;
    const auto repeats = std::max<std::int64_t>(1, (kWanted + waveform.size(2) - 1) / waveform.size(2));
    const auto whole = waveform.repeat({1, 1, repeats});
    const auto third = whole.size(2) / kPieces;
    std::vector<at::Tensor> pieces;
    for (std::int64_t piece = 0; piece < kPieces; ++piece) {
        const auto begin = piece * third;
        const auto end = piece + 1 == kPieces ? whole.size(2) : begin + third;
        const auto room = std::max<std::int64_t>(0, end - begin - kPieceFrames);
        const auto offset =
            at::randint(room + 1, {1}, generator, at::TensorOptions{}.dtype(at::kLong)).item<std::int64_t>();
        pieces.push_back(whole.slice(2, begin + offset, begin + offset + kPieceFrames));
    }
    return at::cat(pieces, /*dim=*/2);
}

} // namespace ottava
