#include "core/models/dit_memory.h"

#include "core/nn/packing_kernels.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr std::int64_t kFloatBytes = 4, kWordBytes = 4, kModulations = 6;

std::int64_t roundedUp(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
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
        if (!size_.compile)
            return {.workspace = 0, .condition = plainCondition(), .passing = plainLayer() + passing()};
        // Without flash attention, fused layers attend as plain ones do.
        return {.workspace = workspace(),
                .condition = size_.flashAttention ? packedCondition() : plainCondition(),
                .passing = passing() + (size_.flashAttention ? 0 : plainAttention())};
    }

private:
    using Format = nn::TileFormat;

    bool bf16() const {
        return size_.precision == DitStepSize::Precision::Bf16
               || (size_.precision == DitStepSize::Precision::Int8 && size_.activationsInBf16);
    }
    std::int64_t elementBytes() const { return bf16() ? 2 : kFloatBytes; }
    Format attentionFormat() const { return bf16() ? Format::Bf16 : Format::Fp32; }
    Format productFormat() const {
        return size_.precision == DitStepSize::Precision::Int8 ? Format::Int8 : attentionFormat();
    }

    std::int64_t packedRows(std::int64_t rows, std::int64_t width) const {
        return roundedUp(rows, nn::kTileRows) * nn::wordsFor(width, productFormat()) * kWordBytes
               + 2 * rows * nn::groupsFor(width, productFormat()) * kFloatBytes;
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
                     + packedRows(rows_, std::max(decoder_.hiddenSize, size_.flashAttention ? queryWidth_ : 0));
        if (size_.flashAttention)
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

    /// Hidden states; what goes in and comes out, in float32 and in the model's type; modulations of one layer.
    std::int64_t passing() const {
        const auto hidden = rows_ * decoder_.hiddenSize;
        const auto ends = rows_ * config_.patchSize * (config_.inChannels + config_.latentChannels) * 2 * kFloatBytes;
        return hidden * kFloatBytes + 3 * hidden * elementBytes() + ends
               + 3 * size_.batch * kModulations * decoder_.hiddenSize * kFloatBytes
               + 4 * patches_ * decoder_.headDim * kFloatBytes;
    }

    std::int64_t plainAttention() const {
        const auto values = rows_ * (2 * decoder_.hiddenSize + 4 * queryWidth_ + 4 * keyWidth_);
        // A mask as large as the square of the length; blocks of it with flash attention.
        const bool limited = decoder_.slidingWindow > 0 && patches_ > decoder_.slidingWindow + 1;
        const auto dense = limited ? 2 * patches_ * patches_ : 0;
        const auto blocks =
            limited ? 3 * size_.batch * roundedUp(patches_, decoder_.slidingWindow) * 2 * decoder_.slidingWindow
                          + 6 * rows_ * keyWidth_
                    : 0;
        return (values + (size_.flashAttention ? blocks : dense)) * elementBytes();
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

std::int64_t ditWeightBytes(const DitConfig& config, DitStepSize::Precision precision) {
    const auto& decoder = config.decoder;
    const auto width = decoder.hiddenSize;
    const auto queryWidth = decoder.headCount * decoder.headDim, keyWidth = decoder.keyValueHeadCount * decoder.headDim;
    const auto products =
        decoder.layerCount * (2 * width * (2 * queryWidth + 2 * keyWidth) + 3 * width * decoder.intermediateSize);
    constexpr std::int64_t kTimeFeatures = 256;
    const auto others =
        2 * (kTimeFeatures * width + width * width + kModulations * width * width)
        + width * (config.encoder.hiddenSize + config.patchSize * (config.inChannels + config.latentChannels))
        + decoder.layerCount * (kModulations + 3) * width;
    if (precision == DitStepSize::Precision::Int8) // a scale for every group of inputs
        return products + products / nn::kGroupNumbers * kFloatBytes + 2 * others;
    return (products + others) * (precision == DitStepSize::Precision::Bf16 ? 2 : kFloatBytes);
}

} // namespace ottava
