#pragma once

#include "core/tasks/model_store.h"

#include <optional>

namespace ottava {

/// [B, frames, 64] of the model's silence, without a seam.
at::Tensor silenceSource(ModelStore& models, std::int64_t batch, std::int64_t frames);

/// source [B, T, 64] and chunk mask [B, T, 64] → context [B, T, 128].
at::Tensor joinContext(const at::Tensor& source, const at::Tensor& chunkMask);

/// For items whose `isCover` [B] is set, source is replaced by code hints: `hints` cut to T when given, else the
/// source's own round trip through the 5 Hz codes. Source: synthesis specification §8.
at::Tensor withCodeHints(ModelStore& models, const at::Tensor& source, const at::Tensor& isCover,
                         const std::optional<at::Tensor>& hints);

/// Latents that a string of `<|audio_code_N|>` stands for, [1, 5n, 64]; codes above the last are clamped to it.
/// Throws Error (BadRequest) when there is no code in it.
at::Tensor decodeAudioCodes(ModelStore& models, std::string_view codes);

} // namespace ottava
