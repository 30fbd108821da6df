#pragma once

#include "core/nn/linear.h"

#include <vector>

namespace ottava {

/// Finite scalar quantiser: a handful of numbers, each rounded to few levels, make one code.
/// Runs in float32 whatever the model's precision, since rounding would flip codes otherwise.
/// Source: Mentzer et al. 2023, in the symmetric form of ACE-Step 1.5; synthesis specification §7.
struct Fsq {
    nn::Linear projectIn, projectOut; ///< E → 6, 6 → E
    std::vector<std::int64_t> levels;

    struct Output {
        at::Tensor quantized; ///< […, E]
        at::Tensor indices;   ///< […] int64
    };
    /// h […, E].
    Output forward(const at::Tensor& h) const;

    /// Rounds projected numbers z […, 6] to level indices […, 6] (float32 whole numbers).
    at::Tensor levelIndices(const at::Tensor& z) const;
    /// indices […] int64 → quantised vectors […, E].
    at::Tensor fromIndices(const at::Tensor& indices) const;

    std::int64_t codeCount() const;

private:
    at::Tensor levelTensor(const at::Tensor& like) const;
    at::Tensor values(const at::Tensor& levelIndices) const;
};

} // namespace ottava
