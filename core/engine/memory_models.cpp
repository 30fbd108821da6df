#include "core/engine/memory_models.h"

#include "core/base/units.h"
#include "core/models/vae_memory.h"

#include <algorithm>
#include <vector>

namespace ottava {
namespace {

constexpr std::int64_t kFloatBytes = 4;

std::int64_t linear(std::int64_t in, std::int64_t out) {
    return in * out + out;
}

std::int64_t attention(const TransformerConfig& shape, std::int64_t contextSize) {
    const auto queries = shape.headCount * shape.headDim, keys = shape.keyValueHeadCount * shape.headDim;
    return 2 * shape.hiddenSize * queries + 2 * contextSize * keys + 2 * shape.headDim;
}

std::int64_t mlp(const TransformerConfig& shape) {
    return 3 * shape.hiddenSize * shape.intermediateSize;
}

/// A stack of `layers` blocks and the norm at its end.
std::int64_t stack(const TransformerConfig& shape, std::int64_t layers) {
    return layers * (attention(shape, shape.hiddenSize) + mlp(shape) + 2 * shape.hiddenSize) + shape.hiddenSize;
}

std::int64_t qwen(const QwenConfig& config) {
    const auto& shape = config.transformer;
    return config.vocabularySize * shape.hiddenSize + stack(shape, shape.layerCount);
}

std::vector<std::int64_t> channelCounts(const VaeConfig& config, std::int64_t width) {
    std::vector<std::int64_t> counts{width};
    for (const auto multiple : config.channelMultiples)
        counts.push_back(width * multiple);
    return counts;
}

/// Weights of a VAE's two kinds of convolutions, and snakes (two numbers a channel, always float32).
struct VaeCount {
    std::int64_t heads = 0, inUnits = 0, snakes = 0;

    static std::int64_t conv(std::int64_t in, std::int64_t out, std::int64_t kernel) { return in * out * kernel + out; }
    void units(std::int64_t channels) {
        for (int unit = 0; unit < 3; ++unit) {
            inUnits += conv(channels, channels, 7) + conv(channels, channels, 1);
            snakes += 4 * channels;
        }
    }
    /// In a stream what is below float32 holds for the units alone.
    std::int64_t bytes(const MemoryModels& models) const {
        const std::int64_t number = models.decoding.bytes;
        return heads * (models.onProcessor ? kFloatBytes : number) + inUnits * number + snakes * kFloatBytes;
    }
};

/// As it lies in the file: what visits a card, and what is read before it is packed.
DitLayout unpacked(DitLayout layout) {
    layout.int8 = layout.fused = false;
    return layout;
}

} // namespace

namespace weights {

std::int64_t textEncoder(const MemoryModels& models) {
    return qwen(models.text) * models.music.bytes;
}

std::int64_t conditionEncoder(const MemoryModels& models) {
    const auto& dit = models.dit;
    const auto width = dit.encoder.hiddenSize;
    return models.music.bytes
           * (dit.textHiddenDim * width + linear(dit.textHiddenDim, width) + linear(dit.timbreHiddenDim, width)
              + stack(dit.encoder, dit.lyricLayerCount) + stack(dit.encoder, dit.timbreLayerCount)
              + (dit.timbreTokenFirst ? width : 0));
}

std::int64_t audioCodes(const MemoryModels& models) {
    const auto& dit = models.dit;
    const auto width = dit.encoder.hiddenSize;
    const auto digits = static_cast<std::int64_t>(dit.fsqLevels.size());
    const auto tokenizer = linear(dit.latentChannels, width) + linear(width, width) + width + linear(width, digits)
                           + linear(digits, width) + stack(dit.encoder, dit.poolerLayerCount);
    const auto detokenizer = linear(width, width) + dit.poolWindow * width + linear(width, dit.latentChannels)
                             + stack(dit.encoder, dit.poolerLayerCount);
    return models.music.bytes * (tokenizer + detokenizer);
}

std::int64_t dit(const MemoryModels& models) {
    return ditWeightBytes(models.dit, models.ditLayout);
}

/// One layer is at work while the next one is on its way.
std::int64_t ditOnVisit(const MemoryModels& models) {
    constexpr std::int64_t kSlots = 2;
    return ditOuterBytes(models.dit, unpacked(models.ditLayout))
           + kSlots * ditSlotBytes(models.dit, models.ditLayout.numberBytes);
}

std::int64_t vaeDecoder(const MemoryModels& models) {
    const auto& vae = models.vae;
    const auto channels = channelCounts(vae, vae.decoderChannels);
    VaeCount count;
    count.heads += VaeCount::conv(vae.decoderInputChannels, channels.back(), 7);
    for (std::size_t i = 0; i < vae.downsamplingRatios.size(); ++i) {
        count.heads += VaeCount::conv(channels[i + 1], channels[i], 2 * vae.downsamplingRatios[i]);
        count.snakes += 2 * channels[i + 1];
        count.units(channels[i]);
    }
    count.snakes += 2 * channels.front();
    count.heads += VaeCount::conv(channels.front(), vae.audioChannels, 7);
    return count.bytes(models);
}

std::int64_t vaeEncoder(const MemoryModels& models) {
    const auto& vae = models.vae;
    const auto channels = channelCounts(vae, vae.encoderHiddenSize);
    VaeCount count;
    count.heads += VaeCount::conv(vae.audioChannels, channels.front(), 7);
    for (std::size_t i = 0; i < vae.downsamplingRatios.size(); ++i) {
        count.units(channels[i]);
        count.snakes += 2 * channels[i];
        count.heads += VaeCount::conv(channels[i], channels[i + 1], 2 * vae.downsamplingRatios[i]);
    }
    count.snakes += 2 * channels.back();
    count.heads += VaeCount::conv(channels.back(), vae.encoderHiddenSize, 3);
    return count.bytes(models);
}

std::int64_t languageModel(const MemoryModels& models) {
    if (!models.lm)
        return 0;
    const auto& shape = models.lm->transformer;
    const auto embedding = models.lm->vocabularySize * shape.hiddenSize;
    const auto body = stack(shape, shape.layerCount);
    const bool ownHead = !models.lm->tiedEmbeddings || models.planning.weightBytes != models.planning.bytes;
    return embedding * models.planning.bytes + (body + (ownHead ? embedding : 0)) * models.planning.weightBytes;
}

} // namespace weights

namespace activations {
namespace {

constexpr std::int64_t kPromptTokens = 256, kTimbreTokens = 1; ///< of a condition, beside its lyrics

/// Widest moments of a transformer layer over `rows` rows of `tokens` tokens, in numbers: in the MLP the gate, its
/// activation and the other branch; in attention queries, keys, values and their turned copies.
std::int64_t layerNumbers(const TransformerConfig& shape, std::int64_t rows, std::int64_t tokens) {
    const auto queries = shape.headCount * shape.headDim, keys = shape.keyValueHeadCount * shape.headDim;
    const auto inMlp = 6 * shape.hiddenSize + 3 * shape.intermediateSize;
    const auto inAttention = 2 * shape.hiddenSize + 4 * queries + 5 * keys;
    return rows * tokens * std::max(inMlp, inAttention);
}

/// Bytes of a window's or a padding's mask over `tokens` tokens while it is made: distances as 64-bit integers.
std::int64_t maskInTheMaking(std::int64_t tokens) {
    return 18 * tokens * tokens;
}

VaeActivations streamNumbers(const MemoryModels& models) {
    return models.decoding.bytes == 2 ? VaeActivations::Bf16 : VaeActivations::Fp32;
}

/// Weights of a VAE's convolution at its narrow end, float32.
std::int64_t widestConvolution(const VaeConfig& vae) {
    const auto channels = channelCounts(vae, vae.decoderChannels);
    return VaeCount::conv(channels.back(), channels[channels.size() - 2], 2 * vae.downsamplingRatios.back())
           * kFloatBytes;
}

/// Most that is there while a decoder's layers are packed one after another: the first block comes as float32, and its
/// convolution once more in the order of the packed one.
std::int64_t packingADecoder(const VaeConfig& vae) {
    VaeCount units;
    units.units(channelCounts(vae, vae.decoderChannels).at(vae.downsamplingRatios.size() - 1));
    return 2 * widestConvolution(vae) + units.inUnits * kFloatBytes;
}

/// Gate and branch of a layer's MLP as they lie in the file, beside what they are packed into.
std::int64_t packingTheDit(const MemoryModels& models) {
    const auto& shape = models.dit.decoder;
    const bool packed = models.ditLayout.fused || models.ditLayout.int8;
    return packed ? 2 * shape.hiddenSize * shape.intermediateSize * models.ditLayout.numberBytes : 0;
}

/// A recording on its way to latents: the sound, its distribution in parts and whole, and a stream or a tile.
std::int64_t audioEncoding(const MemoryModels& models, const SongSize& song) {
    constexpr std::int64_t kTile = 128 + 2 * 10; // latent frames
    const auto samples = song.frames * kHopLength;
    const auto kept =
        samples * models.vae.audioChannels * kFloatBytes + 3 * 2 * song.frames * kLatentChannels * kFloatBytes;
    if (models.onProcessor)
        return kept
               + std::max(widestConvolution(models.vae),
                          streamedEncodeBytes(models.vae, std::min<std::int64_t>(samples, kSampleRate),
                                              streamNumbers(models)));
    const auto tile = std::min(samples, kTile * kHopLength);
    return kept + tile * models.vae.audioChannels * kFloatBytes
           + layeredEncodeBytes(models.vae, tile, models.decoding.bytes);
}

} // namespace

std::int64_t planning(const MemoryModels& models, const SongSize& song) {
    if (!models.lm || song.lmRows == 0)
        return 0;
    constexpr std::int64_t kPieceTokens = 512; // of a prompt that pass at once
    const auto& shape = models.lm->transformer;
    const auto keys = shape.keyValueHeadCount * shape.headDim;
    const auto cache = 2 * shape.layerCount * song.lmRows * song.lmTokens * keys * models.planning.bytes;
    const auto rotary = 2 * song.lmTokens * shape.headDim * kFloatBytes;
    // Scores; on devices without kernels of our own up to a quarter of the head's rows are gathered for them.
    constexpr std::int64_t kScoreCopies = 3;
    const auto gathered =
        models.onProcessor ? 0 : models.lm->vocabularySize / 4 * shape.hiddenSize * models.planning.bytes;
    const auto head = gathered + kScoreCopies * song.lmRows * models.lm->vocabularySize * kFloatBytes;
    // Masks of libtorch's attention, or keys and values in fp32 and as our own kernels read them.
    const auto masks = kPieceTokens * song.lmTokens * (1 + models.planning.bytes);
    const auto packed = models.onProcessor ? song.lmTokens * keys * 2 * (kFloatBytes + models.planning.bytes) : 0;
    const auto prompt = layerNumbers(shape, 1, kPieceTokens) * kFloatBytes + std::max(masks, packed);
    return cache + rotary + head + prompt;
}

std::int64_t encoding(const MemoryModels& models, const SongSize& song) {
    constexpr std::int64_t kTimbreFrames = 750;
    const auto& text = models.text.transformer;
    const auto& encoder = models.dit.encoder;
    const auto bytes = models.music.bytes;
    const auto prompt = layerNumbers(text, 1, kPromptTokens) * bytes;
    const auto lyrics = layerNumbers(encoder, 1, song.lyricTokens) * bytes + maskInTheMaking(song.lyricTokens);
    const auto timbre = layerNumbers(encoder, 1, kTimbreFrames) * bytes + maskInTheMaking(kTimbreFrames);
    auto most = std::max({prompt, lyrics, timbre});
    const auto context = song.items * song.frames * 3 * kLatentChannels * kFloatBytes;
    if (song.fromAudio)
        most = std::max(most, audioEncoding(models, song));
    if (song.fromCodes)
        most = std::max(most, song.items * layerNumbers(encoder, 1, song.frames) * bytes);
    return most + 2 * context;
}

std::int64_t diffusion(const MemoryModels& models, const SongSize& song, const DitPassage& passage) {
    const auto halves = song.guided ? 2 : 1;
    const auto itemsAtOnce = std::min(song.items, std::max<std::int64_t>(passage.itemsAtOnce, 1));
    const DitStepSize step{.frames = song.frames,
                           .batch = itemsAtOnce * (passage.guidanceApart ? 1 : halves),
                           .conditionTokens = song.lyricTokens + kPromptTokens + kTimbreTokens,
                           .conditions = halves,
                           .layout = passage.byLayer ? unpacked(models.ditLayout) : models.ditLayout};
    auto bytes = ditStepBytes(models.dit, step);
    if (song.morphs) {
        bytes.workspace *= 2;
        bytes.condition *= 2;
    }
    const auto bothHalves = 2 * song.items * song.frames * 3 * kLatentChannels * kFloatBytes; // what goes in, joined
    // Noise, latents, velocities and their corrections; source and mask in the precision of the request and the
    // model's.
    const auto latents = song.items * song.frames * kLatentChannels * kFloatBytes * (6 + 2 * halves)
                         + song.items * song.frames * 2 * kLatentChannels * kFloatBytes * halves
                         + (halves - 1) * bothHalves;
    return latents + std::max(bytes.total(), packingTheDit(models));
}

std::int64_t decoding(const MemoryModels& models, const SongSize& song, std::int64_t tileFrames) {
    constexpr std::int64_t kAhead = 10; // latent frames on either side of a tile; of a stream, ahead of it
    const auto& vae = models.vae;
    const auto latents = 4 * song.items * song.frames * kLatentChannels * kFloatBytes;
    const auto tile = std::min(tileFrames + (models.onProcessor ? 1 : 2) * kAhead, song.frames);
    const auto copies = 2 * tile * kHopLength * vae.audioChannels * kFloatBytes;
    if (!models.onProcessor)
        return latents + copies + layeredDecodeBytes(vae, tile, models.decoding.bytes);
    const auto packing = packingADecoder(vae) - weights::vaeDecoder(models);
    return latents + copies + std::max(streamedDecodeBytes(vae, tile, streamNumbers(models)), packing);
}

} // namespace activations

} // namespace ottava
