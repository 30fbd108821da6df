#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>

namespace ottava {

/// Latents of silence that every DiT folder carries: [1, F, 64] float32.
/// The file is a pickle; it is read with a reader that refuses anything but tensors and plain containers.
/// Throws Error (ModelMissing) when it is not there, Error (ModelCorrupt) when it is anything else.
at::Tensor readSilenceLatent(const std::filesystem::path& folder);

/// The first `frames` of `silence`, repeated when it is shorter. → [1, frames, 64].
at::Tensor silenceFrames(const at::Tensor& silence, std::int64_t frames);

} // namespace ottava
