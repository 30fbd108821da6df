#pragma once

#include "core/nn/tile_kernels.h"

namespace ottava::nn {

/// Scores of kTileColumns queries, one a lane, with a run of keys, and what of the softmax is known so far.
struct SoftmaxStep {
    float* scores = nullptr; ///< [keys][kTileColumns]
    std::int64_t keys = 0;   ///< a multiple of numbersPerWord(format); those from `realKeys` on do not exist
    std::int64_t realKeys = 0;
    std::int64_t firstKey = 0, firstQuery = 0; ///< positions
    std::int64_t window = 0;                   ///< 0: every key is seen
    bool causal = false;                       ///< keys at positions after the query's are not
    float* largest = nullptr;                  ///< [kTileColumns]
    float* total = nullptr;                    ///< [kTileColumns]
    float* output = nullptr;                   ///< [outputRows][kTileColumns]: rescaled when the largest score grows
    std::int64_t outputRows = 0;
    TileFormat format = TileFormat::Fp32;
    std::uint32_t* weights = nullptr; ///< [words of keys][kTileColumns]: e^(score − largest)

    void operator()() const;
};

/// sum += tile, [rows][kTileColumns].
void addTile(const float* tile, std::int64_t rows, float* sum);

} // namespace ottava::nn
