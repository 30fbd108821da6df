#include "core/engine/full_size_models.h"

namespace ottava {
namespace {

std::vector<bool> alternating(std::int64_t layers) {
    std::vector<bool> sliding;
    for (std::int64_t layer = 0; layer < layers; ++layer)
        sliding.push_back(layer % 2 == 0);
    return sliding;
}

} // namespace

DitConfig fullSizeDit(bool xl) {
    DitConfig config;
    config.encoder.slidingLayers = alternating(config.encoder.layerCount);
    if (xl) {
        config.decoder.hiddenSize = 2560;
        config.decoder.intermediateSize = 9728;
        config.decoder.headCount = 32;
        config.decoder.layerCount = 32;
        config.timbreTokenFirst = true;
    }
    config.decoder.slidingLayers = alternating(config.decoder.layerCount);
    return config;
}

QwenConfig fullSizeTextEncoder() {
    QwenConfig config;
    config.transformer = {
        .hiddenSize = 1024, .intermediateSize = 3072, .layerCount = 28, .slidingWindow = 0, .slidingLayers = {}};
    return config;
}

QwenConfig fullSizePlanner(LmSize size) {
    QwenConfig config;
    config.vocabularySize = 217'204;
    auto& shape = config.transformer;
    shape = {.hiddenSize = 1024, .intermediateSize = 3072, .layerCount = 28, .slidingWindow = 0, .slidingLayers = {}};
    if (size == LmSize::Medium) {
        shape.hiddenSize = 2048;
        shape.intermediateSize = 6144;
    } else if (size == LmSize::Large) {
        shape.hiddenSize = 2560;
        shape.intermediateSize = 9728;
        shape.headCount = 32;
        shape.layerCount = 36;
    }
    return config;
}

} // namespace ottava
