#pragma once

#include "core/base/warning.h"
#include "core/engine/memory_plan.h"
#include "core/engine/request.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ottava {

/// A finished take: three files in a folder of its own.
struct Take {
    std::filesystem::path audio;   ///< in the format that was asked for
    std::filesystem::path sidecar; ///< take.json: request as used, seeds, models, versions, warnings, timings
    std::filesystem::path latents; ///< latents.safetensors, [1, T, 64] float32
    std::int64_t seed = 0;
    double durationSeconds = 0;
    std::optional<std::filesystem::path> lrc;           ///< lyrics.lrc, when the lyrics were timed
    std::vector<std::pair<std::string, double>> scores; ///< by name, 0 to 1; see TakeFindings
};

/// A stretch of decoded audio, handed out tile by tile before a take is finished.
struct AudioChunk {
    int item = 0;                                      ///< index in the batch
    std::int64_t firstFrame = 0;                       ///< position of the first frame in the take
    std::int64_t totalFrames = 0;                      ///< length of the whole take, frames
    std::shared_ptr<const std::vector<float>> samples; ///< interleaved stereo, 48 kHz, before normalisation
};

/// Wall-clock seconds by stage.
struct Timings {
    double planSeconds = 0, textSeconds = 0, ditSeconds = 0, vaeSeconds = 0, totalSeconds = 0;
    std::optional<double> firstAudioSeconds; ///< from the start of the job to the first decoded tile
};

struct GenerateResult {
    std::vector<Take> takes;
    Request request; ///< as used: clamped, seeds filled in
    Warnings warnings;
    Timings timings;
    MemoryPlan memory; ///< as it was followed to the end, with what was measured
    double peakRssMb = 0;
};

} // namespace ottava
