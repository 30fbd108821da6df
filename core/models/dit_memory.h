#pragma once

#include "core/checkpoints/model_config.h"
#include "core/nn/tile_kernels.h"

#include <cstdint>

namespace ottava {

/// Rows of the MLP's inner activations that exist at a time in a fused layer.
inline constexpr std::int64_t kDitInnerRows = 84 * nn::kTileRows;

/// How the numbers of a diffusion transformer lie in memory, and what works on them.
struct DitLayout {
    std::int64_t numberBytes = 2; ///< of activations, and of weights that are not in 8 bits
    bool int8 = false;            ///< weights of the layers' products in 8 bits
    bool fused = true;            ///< our kernels, on a processor; false: layers of libtorch
    bool flash = true;            ///< attention in blocks

    bool operator==(const DitLayout&) const = default;
};

/// One evaluation of a diffusion transformer.
struct DitStepSize {
    std::int64_t frames = 0;            ///< latent frames of an item
    std::int64_t batch = 1;             ///< items, twice as many with guidance in one batch
    std::int64_t conditionTokens = 512; ///< of the longest condition
    std::int64_t conditions = 1;        ///< items that differ in their condition
    DitLayout layout{};
};

/// What an evaluation needs beside weights, bytes.
struct DitStepBytes {
    std::int64_t workspace = 0; ///< that fused layers keep from step to step
    std::int64_t condition = 0; ///< cross-attention keys and values, kept for the song
    std::int64_t passing = 0;   ///< hidden states and what plain layers allocate and free: the most at a time

    std::int64_t total() const { return workspace + condition + passing; }
};

/// Pure arithmetic. `workspace` is exact, `condition` too when steps are fused; `passing` is an upper estimate.
DitStepBytes ditStepBytes(const DitConfig& config, const DitStepSize& size);

/// Bytes of the decoder's weights as they lie in memory: of all layers, of one, of what lies outside them.
std::int64_t ditWeightBytes(const DitConfig& config, const DitLayout& layout);
std::int64_t ditLayerBytes(const DitConfig& config, const DitLayout& layout);
std::int64_t ditOuterBytes(const DitConfig& config, const DitLayout& layout);

/// What a tensor of so many bytes takes among those that visit a card together.
std::int64_t visitingBytes(std::int64_t bytes);

/// Bytes of one of the two slots in which the decoder's layers visit a card in turn, without adapter. Exact.
std::int64_t ditSlotBytes(const DitConfig& config, std::int64_t elementBytes);

} // namespace ottava
