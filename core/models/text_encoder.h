#pragma once

#include "core/nn/transformer.h"

namespace ottava {

/// Qwen3 embedding model: prompts go through all of it, lyrics take rows of its embedding table only.
/// Source: Qwen3-Embedding; synthesis specification §2.
struct TextEncoder {
    at::Tensor embedding; ///< [vocabulary, D]
    nn::Transformer transformer;

    /// ids [B, T] int64 → last hidden state after the final norm [B, T, D]. Causal, no padding mask.
    at::Tensor forward(const at::Tensor& ids) const;

    /// ids [B, T] int64 → embedding rows [B, T, D].
    at::Tensor embed(const at::Tensor& ids) const;
};

/// Tensor names may carry a leading `model.`.
TextEncoder loadTextEncoder(const Weights& weights, const QwenConfig& config);

/// Reads a folder such as Qwen3-Embedding-0.6B.
TextEncoder loadTextEncoder(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device);

} // namespace ottava
