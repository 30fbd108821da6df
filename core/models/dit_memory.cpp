#include "core/models/dit_memory.h"

#include "core/nn/packing_kernels.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr std::int64_t kFloatBytes = 4, kWordBytes = 4, kModulations = 6;

std::int64_t roundedUp(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}

nn::TileFormat productFormat(const DitLayout& layout) {
    if (layout.int8)
        return nn::TileFormat::Int8;
    return layout.numberBytes == kFloatBytes ? nn::TileFormat::Fp32 : nn::TileFormat::Bf16;
}

/// Sizes in the words of the layers: N patches an item, R of all items.
class StepArithmetic {
public:
    StepArithmetic(const DitConfig& config, const DitStepSize& size)
        : decoder_(config.decoder),
          config_(config),
          size_(size),
          patches_((size.frames + config.patchSize - 1) / config.patchSize),
          rows_(size.batch * patches_),
          queryWidth_(decoder_.headCount * decoder_.headDim),
          keyWidth_(decoder_.keyValueHeadCount * decoder_.headDim) {}

    DitStepBytes bytes() const {
        if (!size_.layout.fused)
            return {.workspace = 0,
                    .condition = plainCondition(),
                    .passing = inputs() + std::max(lastNorm(), 2 * hidden() * elementBytes() + plainLayer())};
        // Without flash attention, fused layers attend as plain ones do.
        return {.workspace = workspace(),
                .condition = size_.layout.flash ? packedCondition() : plainCondition(),
                .passing = inputs() + hidden() * kFloatBytes
                           + std::max(lastNorm(), size_.layout.flash ? 0 : plainAttention())};
    }

private:
    using Format = nn::TileFormat;

    std::int64_t elementBytes() const { return size_.layout.numberBytes; }
    Format attentionFormat() const { return elementBytes() == kFloatBytes ? Format::Fp32 : Format::Bf16; }

    std::int64_t packedRows(std::int64_t rows, std::int64_t width) const {
        return roundedUp(rows, nn::kTileRows) * nn::wordsFor(width, productFormat(size_.layout)) * kWordBytes
               + 2 * rows * nn::groupsFor(width, productFormat(size_.layout)) * kFloatBytes;
    }

    std::int64_t packedKeyValue(std::int64_t items, std::int64_t tokens) const {
        const auto format = attentionFormat();
        const auto panels = (tokens + nn::kTileRows - 1) / nn::kTileRows;
        const auto valuePanels = (decoder_.headDim + nn::kTileRows - 1) / nn::kTileRows;
        const auto keyWords = panels * nn::wordsFor(decoder_.headDim, format);
        const auto valueWords = valuePanels * panels * nn::wordsFor(nn::kTileRows, format);
        return items * decoder_.keyValueHeadCount * (keyWords + valueWords) * nn::kTileRows * kWordBytes;
    }

    std::int64_t workspace() const {
        const auto innerRows = std::min(rows_, kDitInnerRows);
        auto bytes = innerRows * decoder_.intermediateSize * kFloatBytes
                     + packedRows(innerRows, decoder_.intermediateSize)
                     + packedRows(rows_, std::max(decoder_.hiddenSize, size_.layout.flash ? queryWidth_ : 0));
        if (size_.layout.flash)
            bytes += 2 * rows_ * (queryWidth_ + keyWidth_) * kFloatBytes + packedKeyValue(size_.batch, patches_);
        return bytes;
    }

    /// Packed keys and values, and the keys once more for those who look at single heads.
    std::int64_t packedCondition() const {
        const auto keys = size_.conditions * size_.conditionTokens * keyWidth_ * elementBytes();
        return decoder_.layerCount * (packedKeyValue(size_.conditions, size_.conditionTokens) + keys);
    }

    std::int64_t plainCondition() const {
        return decoder_.layerCount * 2 * size_.conditions * size_.conditionTokens * keyWidth_ * elementBytes();
    }

    std::int64_t hidden() const { return rows_ * decoder_.hiddenSize; }

    /// What goes in and comes out, in float32 and in the model's type; modulations of one layer; rotations.
    std::int64_t inputs() const {
        const auto ends = rows_ * config_.patchSize * (config_.inChannels + config_.latentChannels) * 2 * kFloatBytes;
        return ends + 3 * size_.batch * kModulations * decoder_.hiddenSize * kFloatBytes
               + 4 * patches_ * decoder_.headDim * kFloatBytes;
    }

    /// The norm behind the layers counts in float32: hidden states, their copies in that type and their squares.
    std::int64_t lastNorm() const { return 2 * hidden() * (kFloatBytes + elementBytes()); }

    /// All tokens see each other, or where the window limits them: without flash attention a mask as large as the
    /// square of the length, with it blocks and their masks.
    std::int64_t plainAttention() const {
        const bool limited = decoder_.slidingWindow > 0 && patches_ > decoder_.slidingWindow + 1;
        auto values = rows_ * (2 * decoder_.hiddenSize + 4 * queryWidth_ + 4 * keyWidth_);
        if (limited && size_.layout.flash)
            values = rows_ * (3 * decoder_.hiddenSize + 5 * queryWidth_ + 6 * keyWidth_)
                     + 3 * size_.batch * roundedUp(patches_, decoder_.slidingWindow) * 2 * decoder_.slidingWindow;
        else if (limited)
            values += 2 * patches_ * patches_;
        return values * elementBytes();
    }

    std::int64_t plainLayer() const {
        const auto mlp = rows_ * (decoder_.hiddenSize + 3 * decoder_.intermediateSize) * elementBytes();
        return std::max(mlp, plainAttention());
    }

    const TransformerConfig& decoder_;
    const DitConfig& config_;
    const DitStepSize& size_;
    std::int64_t patches_, rows_, queryWidth_, keyWidth_;
};

/// A weight [out, in] as PackedMatrix lays it out, with a scale for every group of inputs in 8 bits; or as it is.
std::int64_t productBytes(std::int64_t in, std::int64_t out, const DitLayout& layout) {
    if (!layout.fused && !layout.int8)
        return in * out * layout.numberBytes;
    const auto format = productFormat(layout);
    const auto scales = layout.int8 ? nn::groupsFor(in, format) * kFloatBytes : 0;
    return roundedUp(out, nn::kTileColumns) * (nn::wordsFor(in, format) * kWordBytes + scales);
}

} // namespace

DitStepBytes ditStepBytes(const DitConfig& config, const DitStepSize& size) {
    return StepArithmetic{config, size}.bytes();
}

std::int64_t visitingBytes(std::int64_t bytes) {
    constexpr std::int64_t kAlignment = 256; // what a card's own allocator gives, so kernels find the same conditions
    return roundedUp(bytes, kAlignment);
}

std::int64_t ditSlotBytes(const DitConfig& config, std::int64_t elementBytes) {
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize;
    const auto queryWidth = decoder.headCount * decoder.headDim, keyWidth = decoder.keyValueHeadCount * decoder.headDim;
    const auto tensor = [&](std::int64_t numbers) { return visitingBytes(numbers * elementBytes); };
    const auto attention = 2 * tensor(width * queryWidth) + 2 * tensor(width * keyWidth) + 2 * tensor(decoder.headDim);
    return 2 * attention + 3 * tensor(width * decoder.intermediateSize) + 3 * tensor(width)
           + tensor(kModulations * width);
}

std::int64_t ditWeightBytes(const DitConfig& config, const DitLayout& layout) {
    return config.decoder.layerCount * ditLayerBytes(config, layout) + ditOuterBytes(config, layout);
}

std::int64_t ditLayerBytes(const DitConfig& config, const DitLayout& layout) {
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize;
    const auto queryWidth = decoder.headCount * decoder.headDim, keyWidth = decoder.keyValueHeadCount * decoder.headDim;
    const auto product = [&](std::int64_t in, std::int64_t out) { return productBytes(in, out, layout); };
    const auto attention = product(width, queryWidth) + 2 * product(width, keyWidth) + product(queryWidth, width);
    const auto mlp = 2 * product(width, decoder.intermediateSize) + product(decoder.intermediateSize, width);
    // Norms, of heads too, and the modulation; fused layers keep them in float32 as well.
    const auto small = (kModulations + 3) * width + 4 * decoder.headDim;
    return 2 * attention + mlp + small * (layout.numberBytes + (layout.fused ? kFloatBytes : 0));
}

std::int64_t ditOuterBytes(const DitConfig& config, const DitLayout& layout) {
    const auto width = config.decoder.hiddenSize;
    constexpr std::int64_t kTimeFeatures = 256;
    const auto time = kTimeFeatures * width + width * width + kModulations * width * width + (2 + kModulations) * width;
    const auto ends =
        width * (config.encoder.hiddenSize + config.patchSize * (config.inChannels + config.latentChannels));
    const auto small = 5 * width + config.patchSize * config.latentChannels; // biases, the last norm and its table
    return (2 * time + ends + small) * layout.numberBytes;
}

} // namespace ottava
