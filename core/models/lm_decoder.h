#pragma once

#include "core/models/language_model.h"

namespace ottava {

/// One token for each of a few sequences, on the processor, through own kernels. What limits it is how fast the weights
/// come from memory: each is read once for all sequences, in five parallel passes a layer. Its working memory is made
/// once. The residual stream stays in float32. One thread (which spreads the work).
class LmDecoder {
public:
    LmDecoder(const LanguageModel& model, std::int64_t rows, std::int64_t capacity);
    /// Whether there are kernels for the model's precision, shape and device.
    static bool canDecode(const LanguageModel& model);

    /// Appends tokens[i] to row rows[i] of `cache`; hidden[i] [H] receives the state after the final norm.
    void step(std::span<const int> rows, std::span<const std::int32_t> tokens, nn::KvCache& cache,
              std::span<float* const> hidden);

private:
    struct FloatNorms {
        at::Tensor attention, query, key, mlp;
    };

    void embed(std::span<const std::int32_t> tokens);
    void norm(std::int64_t rows, const float* added, const at::Tensor& weight);
    void attend(std::size_t layer, std::span<const int> rows, nn::KvCache& cache);
    void attendUnit(std::size_t layer, std::int64_t index, int row, std::int64_t head, nn::KvCache& cache);
    void runLayer(std::size_t layer, std::span<const int> rows, nn::KvCache& cache, bool first);

    const LanguageModel& model_;
    TransformerConfig shape_;
    std::int64_t capacity_, queryWidth_, keyWidth_, scoreStride_;
    nn::Rotary rotary_;
    std::vector<FloatNorms> norms_;
    at::Tensor finalNorm_;
    std::vector<float> x_, normed_, added_, heads_, attended_, gate_, up_, scores_;
    nn::RowInput input_;
};

} // namespace ottava
