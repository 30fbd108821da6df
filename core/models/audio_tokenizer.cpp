#include "core/models/audio_tokenizer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

namespace ottava {

at::Tensor padToCodes(const at::Tensor& latents, const at::Tensor& silence, std::int64_t poolWindow) {
    const auto missing = (poolWindow - latents.size(1) % poolWindow) % poolWindow;
    if (missing == 0)
        return latents;
    const auto padding = silence.slice(1, 0, missing).expand({latents.size(0), -1, -1}).to(latents.options());
    return at::cat({latents, padding}, /*dim=*/1);
}

AudioTokenizer::Output AudioTokenizer::forward(const at::Tensor& latents) const {
    const auto batch = latents.size(0);
    const auto x = latentProjection(latents.to(latentProjection.weight.scalar_type()));  // [B, T, E]
    auto groups = poolerEmbedding(x.unflatten(1, {-1, poolWindow}).flatten(0, 1));       // [B · n, 5, E]
    groups = at::cat({poolerToken.expand({groups.size(0), -1, -1}), groups}, /*dim=*/1); // [B · n, 6, E]
    const auto pooled = pooler.encode(groups).select(1, 0).unflatten(0, {batch, -1});    // [B, n, E]
    const auto quantised = fsq.forward(pooled);
    return Output{quantised.quantized, quantised.indices};
}

at::Tensor AudioDetokenizer::forward(const at::Tensor& quantized) const {
    const auto batch = quantized.size(0);
    const auto x = embedding(quantized.to(embedding.weight.scalar_type())).unsqueeze(2); // [B, n, 1, E]
    const auto frames = (x + frameTokens.unsqueeze(0)).flatten(0, 1);                    // [B · n, 5, E]
    return projection(decoder.encode(frames)).unflatten(0, {batch, -1}).flatten(1, 2);   // [B, 5n, 64]
}

AudioTokenizer loadAudioTokenizer(const Weights& weights, const DitConfig& config) {
    const auto width = config.encoder.hiddenSize;
    const auto pooler = weights.within("attention_pooler");
    const auto quantizer = weights.within("quantizer");
    const auto digits = static_cast<std::int64_t>(config.fsqLevels.size());
    auto stack = config.encoder;
    stack.layerCount = config.poolerLayerCount;
    return AudioTokenizer{
        .latentProjection =
            nn::loadLinear(weights.within("audio_acoustic_proj"), config.latentChannels, width, /*withBias=*/true),
        .poolerEmbedding = nn::loadLinear(pooler.within("embed_tokens"), width, width, /*withBias=*/true),
        .poolerToken = pooler.tensor("special_token", {1, 1, width}),
        .pooler = nn::loadTransformer(pooler, stack),
        .fsq = {.projectIn = nn::loadLinear(quantizer.within("project_in"), width, digits, /*withBias=*/true),
                .projectOut = nn::loadLinear(quantizer.within("project_out"), digits, width, /*withBias=*/true),
                .levels = config.fsqLevels},
        .poolWindow = config.poolWindow};
}

AudioDetokenizer loadAudioDetokenizer(const Weights& weights, const DitConfig& config) {
    const auto width = config.encoder.hiddenSize;
    auto stack = config.encoder;
    stack.layerCount = config.poolerLayerCount;
    return AudioDetokenizer{
        .embedding = nn::loadLinear(weights.within("embed_tokens"), width, width, /*withBias=*/true),
        .frameTokens = weights.tensor("special_tokens", {1, config.poolWindow, width}),
        .decoder = nn::loadTransformer(weights, stack),
        .projection = nn::loadLinear(weights.within("proj_out"), width, config.latentChannels, /*withBias=*/true)};
}

} // namespace ottava
