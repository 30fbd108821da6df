#pragma once

#include "core/base/index_set.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

namespace ottava {

/// The steps from scores to a token, in the order in which they are applied. Scores are float32 [n] on the CPU; what is
/// not allowed holds −∞. Each step changes `scores` in place. Source: language-model specification §7.

/// Classifier-free guidance: u + scale·(c − u); where that is not a number (both −∞), −∞. → [n].
at::Tensor guide(const at::Tensor& conditional, const at::Tensor& unconditional, double scale);

/// Divides positive scores of the tokens at `seen` (positions in `scores`, duplicates count once) by `penalty` and
/// multiplies negative ones by it.
void penalizeRepetition(at::Tensor& scores, std::span<const std::int64_t> seen, double penalty);

/// Keeps the `k` best scores and what ties with the last of them; more than there are: all.
void keepTopK(at::Tensor& scores, int k);

/// Keeps the best tokens up to and including the one with which their probability, at temperature 1, exceeds `p`.
void keepTopP(at::Tensor& scores, double p);

/// One token of softmax(scores / temperature), or the best one at temperature 0: its position in `scores`.
/// Draws as Python's torch.multinomial does for a row of `rowSize` tokens in which the scores stand at `positions`, so
/// that a seed gives the reference's token whether or not the rest of the row was computed.
class TokenDraw {
public:
    explicit TokenDraw(at::Generator generator) : generator_(std::move(generator)) {}
    /// What Python's torch draws after `manual_seed(seed)`.
    explicit TokenDraw(std::int64_t seed);

    /// Where the scores stand in the full row; `rowSize` is the width of the vocabulary.
    struct Row {
        const IndexSet& positions;
        std::int64_t size;
    };
    std::int64_t operator()(const at::Tensor& scores, double temperature, const Row& row);

    /// Lets go of a draw that could only have one outcome, keeping the stream in step with the reference's.
    void skip(double temperature, std::int64_t rowSize);

private:
    at::Generator generator_;
};

} // namespace ottava
