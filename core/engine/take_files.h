#pragma once

#include "core/audio/audio_buffer.h"
#include "core/engine/embed_choice.h"
#include "core/engine/take.h"
#include "core/engine/take_findings.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <string>

namespace ottava {

struct TakeModels {
    std::filesystem::path folder;
    std::string dit;
    std::string lm; ///< empty: none took part
};

/// What the sidecar of one item says.
struct TakeDescription {
    std::filesystem::path outDir;
    Request request;
    int item = 0;
    TakeModels models;
    Warnings warnings;
    Timings timings;
    std::optional<EmbedChoice> embed = {}; ///< see EngineSettings
};

/// Creates `outDir` when missing. Throws Error (FileFault) when takes cannot be written there: better known before the
/// work than after it.
void requireWritable(const std::filesystem::path& outDir);

/// Adds to a written take what was found out about it since: timed lyrics, scores and, in its audio file where that
/// says more than title and program, the sections. `take` gets them, too. Each file changes whole or not at all. Throws
/// Error (FileFault).
void addFindings(const TakeDescription& description, const AudioBuffer& audio, const TakeFindings& findings,
                 Take& take);

/// Writes audio, latents [1, T, 64] and, last, the sidecar into a new folder below `outDir`: a folder without a sidecar
/// is no take. Nothing is left behind when writing fails. Throws Error (FileFault).
Take writeTake(const TakeDescription& description, const AudioBuffer& audio, const at::Tensor& latents);

} // namespace ottava
