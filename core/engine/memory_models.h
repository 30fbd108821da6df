#pragma once

#include "core/checkpoints/model_config.h"
#include "core/models/dit_memory.h"

#include <cstdint>
#include <optional>
#include <string>

namespace ottava {

/// How the numbers of a module are kept.
struct NumberFormat {
    std::string name = "fp32"; ///< fp32, bf16, fp16, int8
    int bytes = 4;             ///< of an activation
    int weightBytes = 4;       ///< of a weight; 1 with int8
};

/// The models of a song as memory sees them: shapes and number formats, no weights.
struct MemoryModels {
    DitConfig dit;
    VaeConfig vae;
    QwenConfig text;
    std::optional<QwenConfig> lm; ///< unset: no planner
    NumberFormat music;           ///< text encoder, condition encoder, and the DiT as far as it is not in 8 bits
    NumberFormat decoding;        ///< VAE
    NumberFormat planning;
    DitLayout ditLayout{};    ///< where it lies whole; its layers visit a card as they are in the file
    bool onProcessor = false; ///< our own kernels: sound passes as a stream, not in whole tiles; no scores by libtorch
};

/// How much a request asks of the models.
struct SongSize {
    std::int64_t frames = 0;   ///< latent frames of an item
    std::int64_t items = 1;    ///< of the batch
    bool guided = false;       ///< the DiT runs with and without the condition
    bool fromAudio = false;    ///< a recording passes through the VAE's encoder
    bool fromCodes = false;    ///< audio codes become latents
    bool morphs = false;       ///< two conditions and their evaluations live side by side
    std::int64_t lmRows = 0;   ///< sequences that the planner continues at once; 0: nothing is planned
    std::int64_t lmTokens = 0; ///< of the longest of them, prompt and answer
    std::int64_t lyricTokens = 512;
};

/// Bytes of weights.
namespace weights {
std::int64_t textEncoder(const MemoryModels& models);
std::int64_t conditionEncoder(const MemoryModels& models);
std::int64_t audioCodes(const MemoryModels& models); ///< tokenizer and detokenizer of 5 Hz codes
std::int64_t dit(const MemoryModels& models);
std::int64_t ditOnVisit(const MemoryModels& models); ///< what is on the card of one whose layers visit it
std::int64_t vaeDecoder(const MemoryModels& models);
std::int64_t vaeEncoder(const MemoryModels& models);
std::int64_t languageModel(const MemoryModels& models);
} // namespace weights

/// How a batch passes through the DiT.
struct DitPassage {
    std::int64_t itemsAtOnce = 1;
    bool guidanceApart = false; ///< the halves of guidance one after the other
    bool byLayer = false;       ///< its layers visit the card
};

/// Most bytes that a stage holds besides weights: what lives through it and what its widest moment needs.
/// `bench --memory` counts it.
namespace activations {
std::int64_t planning(const MemoryModels& models, const SongSize& song);
std::int64_t encoding(const MemoryModels& models, const SongSize& song);
std::int64_t diffusion(const MemoryModels& models, const SongSize& song, const DitPassage& passage);
/// One tile of one item, and what the whole job keeps meanwhile.
std::int64_t decoding(const MemoryModels& models, const SongSize& song, std::int64_t tileFrames);
} // namespace activations

} // namespace ottava
