#pragma once

#include "core/audio/audio_buffer.h"
#include "core/tasks/model_store.h"

#include <ATen/core/Generator.h>

#include <filesystem>
#include <stop_token>
#include <string>

namespace ottava {

/// The models' view of a recording: its first two channels (mono twice) at 48 kHz within ±1, [1, 2, samples].
/// Source: synthesis specification §12, audio in.
at::Tensor sourceWaveform(const AudioBuffer& audio);

/// No sample reaches 1e-6.
bool isSilent(const at::Tensor& waveform);

/// waveform [1, 2, samples] → latents [1, frames, 64] (float32, on the models' device), in pieces when it is long. With
/// a generator a sample of the VAE's distribution is drawn, without one it is the mean. Silence is not encoded: it
/// gives the model's own silence. Throws Cancelled between pieces.
at::Tensor encodeAudio(ModelStore& models, const at::Tensor& waveform, const std::optional<at::Generator>& generator,
                       const std::stop_token& stop);

/// The same for a recording on disk. Throws Error (FileFault) when it cannot be read, (BadRequest) when it is shorter
/// than a latent frame.
at::Tensor encodeRecording(ModelStore& models, const std::filesystem::path& file,
                           const std::optional<at::Generator>& generator, const std::stop_token& stop);

/// latents [1, T, 64] → `<|audio_code_N|>`…, one for each started fifth of a second.
std::string audioCodeText(ModelStore& models, const at::Tensor& latents);

/// What a reference recording is heard as: 30 s made of one 10 s piece from each third (the whole repeated first when
/// it is shorter), [1, 2, samples]. `generator` places the pieces. Source: synthesis specification §12.
at::Tensor referencePieces(const at::Tensor& waveform, at::Generator generator);

} // namespace ottava
