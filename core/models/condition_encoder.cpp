#include "core/models/condition_encoder.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <vector>

namespace ottava {

MaskedSequence packSequences(const MaskedSequence& first, const MaskedSequence& second) {
    const auto states = at::cat({first.states, second.states}, /*dim=*/1);                       // [B, S, E]
    const auto mask = at::cat({first.mask.to(at::kBool), second.mask.to(at::kBool)}, /*dim=*/1); // [B, S]
    const auto order = std::get<1>(mask.to(at::kInt).sort(/*stable=*/true, /*dim=*/1, /*descending=*/true));
    const auto length = mask.size(1);
    const auto realCount = mask.sum(/*dim=*/1, /*keepdim=*/true);                        // [B, 1]
    const auto index = at::arange(length, mask.options().dtype(at::kLong)).unsqueeze(0); // [1, S]
    return MaskedSequence{states.gather(1, order.unsqueeze(-1).expand_as(states)), index.lt(realCount)};
}

MaskedSequence ConditionEncoder::encodeTimbre(const TimbreClips& clips) const {
    auto x = timbreEmbedding(clips.latents); // [R, F, E]
    if (timbreToken)
        x = at::cat({timbreToken->expand({x.size(0), -1, -1}), x}, /*dim=*/1);
    const auto vectors = timbreEncoder.encode(x).select(1, 0); // [R, E]
    const auto order = clips.order.cpu();
    const auto* items = order.const_data_ptr<std::int64_t>();
    const auto clipCount = order.size(0);
    std::vector<std::int64_t> clipsOf(static_cast<std::size_t>(*std::max_element(items, items + clipCount)) + 1, 0);
    for (std::int64_t clip = 0; clip < clipCount; ++clip)
        ++clipsOf[static_cast<std::size_t>(items[clip])];
    const auto batch = static_cast<std::int64_t>(clipsOf.size());
    const auto most = *std::max_element(clipsOf.begin(), clipsOf.end());
    MaskedSequence grouped{at::zeros({batch, most, vectors.size(1)}, vectors.options()),
                           at::zeros({batch, most}, vectors.options().dtype(at::kBool))};
    std::vector<std::int64_t> placed(clipsOf.size(), 0);
    for (std::int64_t clip = 0; clip < clipCount; ++clip) {
        const auto position = placed[static_cast<std::size_t>(items[clip])]++;
        grouped.states[items[clip]][position].copy_(vectors[clip]);
        grouped.mask[items[clip]][position].fill_(true);
    }
    return grouped;
}

MaskedSequence ConditionEncoder::forward(const MaskedSequence& text, const MaskedSequence& lyrics,
                                         const TimbreClips& clips) const {
    return pack(text, lyrics, encodeTimbre(clips));
}

MaskedSequence ConditionEncoder::pack(const MaskedSequence& text, const MaskedSequence& lyrics,
                                      const MaskedSequence& timbre) const {
    const MaskedSequence projected{textProjector(text.states), text.mask};
    const MaskedSequence sung{lyricEncoder.encode(lyricEmbedding(lyrics.states), lyrics.mask), lyrics.mask};
    return packSequences(packSequences(sung, timbre), projected);
}

ConditionEncoder loadConditionEncoder(const Weights& weights, const DitConfig& config) {
    const auto width = config.encoder.hiddenSize;
    const auto lyric = weights.within("lyric_encoder");
    const auto timbre = weights.within("timbre_encoder");
    auto lyricStack = config.encoder;
    lyricStack.layerCount = config.lyricLayerCount;
    auto timbreStack = config.encoder;
    timbreStack.layerCount = config.timbreLayerCount;
    ConditionEncoder encoder{
        .textProjector =
            nn::loadLinear(weights.within("text_projector"), config.textHiddenDim, width, /*withBias=*/false),
        .lyricEmbedding = nn::loadLinear(lyric.within("embed_tokens"), config.textHiddenDim, width, /*withBias=*/true),
        .lyricEncoder = nn::loadTransformer(lyric, lyricStack),
        .timbreEmbedding =
            nn::loadLinear(timbre.within("embed_tokens"), config.timbreHiddenDim, width, /*withBias=*/true),
        .timbreEncoder = nn::loadTransformer(timbre, timbreStack),
        .timbreToken = std::nullopt};
    if (config.timbreTokenFirst)
        encoder.timbreToken = timbre.tensor("special_token", {1, 1, width});
    return encoder;
}

} // namespace ottava
