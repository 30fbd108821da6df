#pragma once

#include "core/engine/engine.h"

#include <filesystem>
#include <stop_token>

namespace ottava {

/// The VAE alone. `encodeFile`: any audio file → `latents` [1, T, 64] (the mean, so equal input gives equal output).
/// Throws Error (FileFault, ModelMissing, ModelCorrupt) and Cancelled.
void encodeFile(const EngineSettings& settings, const std::filesystem::path& audio, const std::filesystem::path& out,
                const std::stop_token& stop);

/// `latents` [1, T, 64] of a safetensors file → float WAV, without any gain.
void decodeFile(const EngineSettings& settings, const std::filesystem::path& latents, const std::filesystem::path& out,
                const std::stop_token& stop);

} // namespace ottava
