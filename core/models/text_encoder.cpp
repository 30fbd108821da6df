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
    const auto body = weights.contains("embed_tokens.weight") ? weights : weights.within("model");
    return TextEncoder{.embedding =
                           body.tensor("embed_tokens.weight", {config.vocabularySize, config.transformer.hiddenSize}),
                       .transformer = nn::loadTransformer(body, config.transformer)};
}

TextEncoder loadTextEncoder(const std::filesystem::path& folder, at::ScalarType dtype, at::Device device) {
    return loadTextEncoder(Weights::open(folder, "model", dtype, device), readQwenConfig(folder));
}

} // namespace ottava
