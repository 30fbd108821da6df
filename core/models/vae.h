#pragma once

#include "core/checkpoints/model_config.h"
#include "core/nn/conv.h"
#include "core/nn/snake.h"

#include <array>
#include <functional>
#include <memory>
#include <vector>

namespace ottava {

/// x + conv1(snake2(conv7(snake1(x)))), dilated.
struct ResidualUnit {
    nn::Snake snake1, snake2;
    nn::Conv1d conv1, conv2;

    at::Tensor forward(const at::Tensor& x) const;
};

struct VaeEncoderBlock {
    std::array<ResidualUnit, 3> units;
    nn::Snake snake;
    nn::Conv1d downsample;
};

struct VaeDecoderBlock {
    nn::Snake snake;
    nn::ConvTranspose1d upsample;
    std::array<ResidualUnit, 3> units;
};

/// Mean and standard deviation of the latents of a stretch of audio, [B, 64, T].
struct LatentDistribution {
    at::Tensor mean, std;
};

/// From what the encoder's last convolution gives, [B, 128, T].
LatentDistribution latentDistribution(const at::Tensor& convolved);

struct VaeChain;

/// Oobleck autoencoder: 48 kHz stereo ↔ 64 channels at 25 Hz. Source: Stable Audio (Evans et al. 2024), diffusers'
/// AutoencoderOobleck; synthesis specification §10.
struct VaeEncoder {
    nn::Conv1d convIn;
    std::vector<VaeEncoderBlock> blocks;
    nn::Snake snake;
    nn::Conv1d convOut;
    std::shared_ptr<const VaeChain> chain; ///< where it is set the layers are empty: they have been packed into it

    /// audio [B, 2, samples] → distribution of latents, float32.
    LatentDistribution forward(const at::Tensor& audio) const;
};

struct VaeDecoder {
    nn::Conv1d convIn;
    std::vector<VaeDecoderBlock> blocks;
    nn::Snake snake;
    nn::Conv1d convOut;
    std::shared_ptr<const VaeChain> chain;

    /// latents [B, 64, T] → audio [B, 2, 1920 · T], float32.
    at::Tensor forward(const at::Tensor& latents) const;
};

/// Each reads its part of the VAE's weights: `encoder.`, `decoder.`. On a processor they are packed for its vector
/// instructions; a precision below float32 then holds for products alone, sums are float32.
VaeEncoder loadVaeEncoder(const Weights& weights, const VaeConfig& config);
VaeDecoder loadVaeDecoder(const Weights& weights, const VaeConfig& config);

/// The same as layers of libtorch, throughout in the weights' precision.
VaeEncoder vaeEncoderLayers(const Weights& weights, const VaeConfig& config);
VaeDecoder vaeDecoderLayers(const Weights& weights, const VaeConfig& config);

/// All weights of a VAE folder.
Weights openVaeWeights(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device);

} // namespace ottava
