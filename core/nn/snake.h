#pragma once

#include "core/checkpoints/weights.h"

namespace ottava::nn {

/// x + sin²(e^α x) / (e^β + 1e-9) per channel; the exponentials are taken once, at load.
/// Source: Ziyin et al. 2020, as in Oobleck; synthesis specification §10.
struct Snake {
    at::Tensor frequency;        ///< e^α, [1, C, 1], float32
    at::Tensor inverseMagnitude; ///< 1 / (e^β + 1e-9), [1, C, 1], float32

    /// x [B, C, T] → the same shape and dtype; computed in float32 with one rounding at the end.
    at::Tensor operator()(const at::Tensor& x) const;
};

Snake loadSnake(const Weights& weights, std::int64_t channels);

} // namespace ottava::nn
