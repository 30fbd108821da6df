#pragma once

#include "core/engine/source_files.h"
#include "core/tasks/model_store.h"

#include <ATen/core/Generator.h>

#include <stop_token>

namespace ottava {

/// What the music starts from, as the diffusion model is told. B is 1 where all items share it.
/// Source: synthesis specification §8.
struct SongSource {
    at::Tensor target;                     ///< the source's own latents, or silence [B, T, 64]
    at::Tensor latents;                    ///< the same with what is made anew blanked out, where the task does that
    at::Tensor isCover;                    ///< [B] int64: follows the 5 Hz codes
    std::optional<at::Tensor> hints;       ///< decoded codes [B, T, 64]
    at::Tensor chunkMask;                  ///< [1, T]: 1 = up to the model
    std::optional<at::Tensor> repaintMask; ///< [1, T] bool: 1 = made anew

    std::int64_t frames() const { return target.size(1); }
    /// [B, T, 128], the codes' hints in it.
    at::Tensor context(ModelStore& models) const;
    /// [1, T, 128] of silence under the same mask.
    at::Tensor silentContext(ModelStore& models) const;
};

/// `sampling` feeds the VAE's draws. Throws Cancelled, and Error (BadRequest) when codes are given that hold none.
SongSource makeSongSource(ModelStore& models, const Request& request, const SourceFiles& files,
                          const at::Generator& sampling, const std::stop_token& stop);

/// Timbre clip of the reference recording, none without one. Draws from `sampling` after the source did.
std::optional<TimbreClips> makeTimbreClips(ModelStore& models, const Request& request, const SourceFiles& files,
                                           const at::Generator& sampling, const std::stop_token& stop);

} // namespace ottava
