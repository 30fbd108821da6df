#pragma once

#include "core/checkpoints/model_config.h"

#include <cstdint>

namespace ottava {

/// What the products of a stream read; sums are float32 in either case.
enum class VaeActivations { Fp32, Bf16 };

/// Bytes of working memory that the VAE needs beside its weights: pure arithmetic, for planning before anything is
/// loaded. Streamed: on a processor. Signals are cut into stretches, so beyond a few seconds only what goes in and
/// comes out grows with the length; for less than a second the figure is generous. `tileFrames`: latent frames of a
/// tile; `samples`: of audio that is pushed at once.
std::int64_t streamedDecodeBytes(const VaeConfig& config, std::int64_t tileFrames, VaeActivations activations);
std::int64_t streamedEncodeBytes(const VaeConfig& config, std::int64_t samples, VaeActivations activations);

/// As layers of libtorch, on a graphics card: what is alive at once in the widest residual unit or at a change of rate.
/// `frames` and `samples` count the overlap; `numberBytes`: 4 for float32, 2 for bfloat16 and float16.
std::int64_t layeredDecodeBytes(const VaeConfig& config, std::int64_t frames, std::int64_t numberBytes);
std::int64_t layeredEncodeBytes(const VaeConfig& config, std::int64_t samples, std::int64_t numberBytes);

/// Windows that a stream's segment takes at a time, by the numbers that one of them gives.
std::int64_t streamedWindowsAtOnce(std::int64_t columns);
/// Windows that the encoder's stream waits for: its narrow end gets a row for thousands at the wide one.
constexpr std::int64_t kEncoderWindows = 32;

} // namespace ottava
