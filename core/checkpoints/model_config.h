#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ottava {

/// Shape of a stack of transformer blocks; every model here is built of such stacks.
struct TransformerConfig {
    std::int64_t hiddenSize = 2048;
    std::int64_t intermediateSize = 6144;
    std::int64_t headCount = 16;
    std::int64_t keyValueHeadCount = 8;
    std::int64_t headDim = 128;
    std::int64_t layerCount = 24;
    double ropeTheta = 1e6;
    double rmsNormEps = 1e-6;
    bool attentionBias = false;
    std::int64_t slidingWindow = 128; ///< tokens on either side, inclusive; 0: no layer slides
    std::vector<bool> slidingLayers;  ///< per layer, at least layerCount entries

    bool slides(std::int64_t layer) const {
        return slidingWindow > 0 && slidingLayers.at(static_cast<std::size_t>(layer));
    }
};

/// config.json of a diffusion model. Keys it lacks take the 2B model's values; unknown keys are ignored.
/// Source: synthesis specification §1.
struct DitConfig {
    TransformerConfig decoder;
    TransformerConfig encoder; ///< lyric, timbre, pooler and detokenizer stacks (layerCount differs)
    std::int64_t textHiddenDim = 1024;
    std::int64_t timbreHiddenDim = 64;
    std::int64_t latentChannels = 64;
    std::int64_t inChannels = 192;
    std::int64_t patchSize = 2;
    std::int64_t lyricLayerCount = 8, timbreLayerCount = 4, poolerLayerCount = 2;
    std::int64_t poolWindow = 5;
    std::vector<std::int64_t> fsqLevels{8, 8, 8, 5, 5, 5};
    bool timbreTokenFirst = false; ///< XL: the timbre encoder's special token leads the clip
    bool isTurbo = true;
    bool isLegoSft = false;
    std::string modelVersion;
    std::map<std::int64_t, std::vector<std::int64_t>> lyricAlignmentHeads;
};

/// config.json of the Oobleck VAE. Source: synthesis specification §10.
struct VaeConfig {
    std::int64_t encoderHiddenSize = 128;
    std::int64_t decoderChannels = 128;
    std::int64_t decoderInputChannels = 64;
    std::int64_t audioChannels = 2;
    std::vector<std::int64_t> channelMultiples{1, 2, 4, 8, 16};
    std::vector<std::int64_t> downsamplingRatios{2, 4, 4, 6, 10};
};

/// config.json of a Qwen3 model (text encoder or planner).
struct QwenConfig {
    TransformerConfig transformer;
    std::int64_t vocabularySize = 151'669;
    std::int64_t maxPositions = 32'768; ///< tokens of a sequence that the model was made for
    bool tiedEmbeddings = true;
};

/// Each reads `folder/config.json`. Throws Error (ModelMissing) when it is not there, Error (ModelCorrupt) naming key
/// and value when it is not such a config or contradicts itself.
DitConfig readDitConfig(const std::filesystem::path& folder);
VaeConfig readVaeConfig(const std::filesystem::path& folder);
QwenConfig readQwenConfig(const std::filesystem::path& folder);

} // namespace ottava
