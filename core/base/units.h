#pragma once

#include <cstdint>

namespace ottava {

/// The model's native sample rate, Hz.
inline constexpr int kSampleRate = 48'000;
/// Channels of every take.
inline constexpr int kChannels = 2;
/// Hop length: samples (per channel) that one latent frame stands for.
inline constexpr int kHopLength = 1'920;
/// Latent frames a second.
inline constexpr int kLatentRate = kSampleRate / kHopLength;
/// Channels of a latent frame.
inline constexpr int kLatentChannels = 64;
/// Latent frames that one 5 Hz audio code stands for.
inline constexpr int kFramesPerCode = 5;
/// Audio codes a second.
inline constexpr int kCodesPerSecond = kLatentRate / kFramesPerCode;
/// Shortest song the model is run on, latent frames (5.12 s).
inline constexpr int kMinLatentFrames = 128;

inline constexpr double kBytesPerMiB = 1024.0 * 1024.0;
inline constexpr double kBytesPerGiB = 1024.0 * kBytesPerMiB;

} // namespace ottava
