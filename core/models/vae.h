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

/// Each reads its part of the VAE's weights: `encoder.`, `decoder.`. On a processor float32 layers are packed for its
/// vector instructions; `AsLayers` keeps them as libtorch runs them.
enum class VaeForm { Fastest, AsLayers };
VaeEncoder loadVaeEncoder(const Weights& weights, const VaeConfig& config, VaeForm form = VaeForm::Fastest);
VaeDecoder loadVaeDecoder(const Weights& weights, const VaeConfig& config, VaeForm form = VaeForm::Fastest);

/// All weights of a VAE folder.
Weights openVaeWeights(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device);

} // namespace ottava
