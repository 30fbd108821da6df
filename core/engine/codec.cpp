#include "core/engine/codec.h"

#include "core/audio/audio_facts.h"
#include "core/audio/audio_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/device_choice.h"
#include "core/engine/tensor_audio.h"
#include "core/engine/torch_errors.h"
#include "core/models/vae_tiling.h"
#include "core/tasks/source_audio.h"

#include <ATen/ops/cat.h>
#include <c10/core/InferenceMode.h>

#include <fmt/format.h>

namespace ottava {
namespace {

constexpr double kEncodePieceSeconds = 15;

void choose(ModelStore& models, const EngineSettings& settings) {
    models.choose(modelChoice(settings, chooseDevice(settings)));
}

/// The tensor `latents` of a file, [1, frames, 64].
at::Tensor readLatents(const std::filesystem::path& file) {
    requireFile(file);
    const auto opened = Safetensors::open(file);
    auto tensor = opened.contains("latents") ? opened["latents"] : at::Tensor{};
    if (tensor.defined() && tensor.dim() == 2)
        tensor = tensor.unsqueeze(0);
    if (!tensor.defined() || !at::isFloatingType(tensor.scalar_type()) || tensor.dim() != 3 || tensor.size(0) != 1
        || tensor.size(1) < 1 || tensor.size(2) != kLatentChannels)
        throw Error{ErrorCode::BadRequest, sentence("{} holds no 'latents' of shape [1, frames, 64].", file.string()),
                    sentence("Give a file that `encode` or a take's latents.safetensors holds.")};
    return tensor;
}

/// Encoding keeps several copies of the whole.
void requireEncodable(const std::filesystem::path& audio) {
    const auto seconds = readAudioFacts(audio).durationSeconds();
    if (seconds > kLongestDurationLimit)
        throw Error{ErrorCode::BadRequest,
                    fmt::format("{} lasts {:.1f} s; {} s can be encoded at most.", audio.string(), seconds,
                                kLongestDurationLimit),
                    sentence("Cut it into shorter files.")};
}

} // namespace

void encodeFile(const EngineSettings& settings, const std::filesystem::path& audio, const std::filesystem::path& out,
                const std::stop_token& stop) {
    const c10::InferenceMode inference;
    withTorchErrors([&] {
        requireEncodable(audio);
        const auto waveform = sourceWaveform(readAudio(audio));
        if (waveform.size(2) < kHopLength)
            throw Error{ErrorCode::BadRequest,
                        sentence("{} is shorter than one latent frame (0.04 s).", audio.string()),
                        sentence("Choose a longer file.")};
        ModelStore models;
        choose(models, settings);
        const auto latents = encodeTiled(*models.vaeEncoder(), waveform.to(models.choice().vaeDevice),
                                         kEncodePieceSeconds, std::nullopt, stop);
        saveSafetensors(out, {{"latents", latents.transpose(1, 2)}});
    });
}

void decodeFile(const EngineSettings& settings, const std::filesystem::path& latents, const std::filesystem::path& out,
                const std::stop_token& stop) {
    const c10::InferenceMode inference;
    withTorchErrors([&] {
        const auto stored = readLatents(latents);
        ModelStore models;
        choose(models, settings);
        std::vector<at::Tensor> tiles;
        decodeTiled(
            *models.vaeDecoder(), stored.transpose(1, 2).to(models.choice().vaeDevice), {},
            [&](const at::Tensor& tile, std::int64_t, std::int64_t) { tiles.push_back(tile); }, stop);
        writeAudio(out, audioFromTensor(at::cat(tiles, /*dim=*/2)), AudioFormat::Wav32);
    });
}

} // namespace ottava
