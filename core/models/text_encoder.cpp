#include "core/models/text_encoder.h"

#include <ATen/ops/embedding.h>

namespace ottava {

at::Tensor TextEncoder::forward(const at::Tensor& ids) const {
    return transformer.encodeCausal(embed(ids));
}

at::Tensor TextEncoder::embed(const at::Tensor& ids) const {
    return at::embedding(embedding, ids);
}

TextEncoder loadTextEncoder(const Weights& weights, const QwenConfig& config) {
    return TextEncoder{
        .embedding = weights.tensor("embed_tokens.weight", {config.vocabularySize, config.transformer.hiddenSize}),
        .transformer = nn::loadTransformer(weights, config.transformer)};
}

TextEncoder loadTextEncoder(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device) {
    const auto weights = Weights::open(folder, "model", dtype, device);
    return loadTextEncoder(weights.contains("embed_tokens.weight") ? weights : weights.within("model"),
                           readQwenConfig(folder));
}

} // namespace ottava
