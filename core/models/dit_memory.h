#pragma once

#include "core/checkpoints/model_config.h"
#include "core/nn/tile_kernels.h"

#include <cstdint>

namespace ottava {

/// Rows of the MLP's inner activations that exist at a time in a fused layer.
inline constexpr std::int64_t kDitInnerRows = 84 * nn::kTileRows;

/// One evaluation of a diffusion transformer on the processor.
struct DitStepSize {
    enum class Precision { Fp32, Bf16, Int8 };

    std::int64_t frames = 0;            ///< latent frames of an item
    std::int64_t batch = 1;             ///< items, twice as many with guidance in one batch
    std::int64_t conditionTokens = 512; ///< of the longest condition
    std::int64_t conditions = 1;        ///< items that differ in their condition
    Precision precision = Precision::Bf16;
    bool activationsInBf16 = true; ///< with Int8: what is not multiplied in 8 bits
    bool compile = true, flashAttention = true;
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

/// What a tensor of so many bytes takes among those that visit a card together.
std::int64_t visitingBytes(std::int64_t bytes);

/// Bytes of one of the two slots in which the decoder's layers visit a card in turn, without adapter. Exact.
std::int64_t ditSlotBytes(const DitConfig& config, std::int64_t elementBytes);

/// Bytes of the decoder's weights as they lie in memory.
std::int64_t ditWeightBytes(const DitConfig& config, DitStepSize::Precision precision);

} // namespace ottava
