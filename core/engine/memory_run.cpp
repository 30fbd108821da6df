#include "core/engine/memory_run.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/dit_predictor.h"
#include "core/engine/memory_request.h"
#include "core/models/audio_tokenizer.h"
#include "core/models/condition_encoder.h"
#include "core/models/dit_offload.h"
#include "core/models/language_model.h"
#include "core/models/text_encoder.h"
#include "core/models/vae_tiling.h"
#include "core/nn/tensor_memory.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/zeros.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <numeric>

namespace ottava {
namespace {

constexpr std::int64_t kPromptTokens = 256, kReferenceFrames = 750, kPlannerPrompt = 1'024;
constexpr std::int64_t kTilesCounted = 3; ///< of the decoding: later ones hold no more
constexpr double kPieceSeconds = 15;
constexpr std::int32_t kFirstCode = 151'669, kCodesEnd = 215'669;

at::ScalarType dtypeOf(const NumberFormat& format) {
    return format.name == "bf16" ? at::kBFloat16 : format.name == "fp16" ? at::kHalf : at::kFloat;
}

MaskedSequence realSequence(const at::Tensor& states) {
    return {states, at::ones({states.size(0), states.size(1)}, at::TensorOptions{}.dtype(at::kBool))};
}

at::Tensor randomIds(std::int64_t vocabulary, std::int64_t count) {
    return at::randint(vocabulary, {1, count}, at::TensorOptions{}.dtype(at::kLong));
}

} // namespace

class MemoryRun::Stages {
public:
    Stages(MemoryModels models, const MemoryChoices& choices, const SongSize& song)
        : models_(std::move(models)),
          choices_(choices),
          song_(song),
          weights_(Weights::random(dtypeOf(models_.music), at::kCPU)),
          vaeWeights_(weights_.withDtype(dtypeOf(models_.decoding))) {
        if (choices_.lm == Residency::Stays && models_.lm)
            makeLm();
        if (choices_.encoders == Residency::Stays)
            makeEncoders();
        if (choices_.dit == Residency::Stays)
            makeDit();
        if (choices_.vae == Residency::Stays)
            makeVae();
    }

    void plan() {
        const tensor_memory::HostMemory host{choices_.lm == Residency::Host};
        makeLm();
        const auto rows = static_cast<int>(song_.lmRows);
        // Kernels for the card are libtorch's.
        LmSession session{lm_, rows, song_.lmTokens, onCard() ? DecodePath::Portable : DecodePath::Fastest};
        const auto ids = randomIds(kFirstCode, std::min(kPlannerPrompt, song_.lmTokens - 1)).to(at::kInt);
        session.prefill(0, {ids.const_data_ptr<std::int32_t>(), static_cast<std::size_t>(ids.numel())});
        std::vector<int> all(static_cast<std::size_t>(rows));
        std::iota(all.begin(), all.end(), 0);
        for (const int row : all)
            if (row > 0)
                session.copyRow(0, row);
        session.step(all, std::vector<std::int32_t>(all.size(), kFirstCode));
        session.logits(all, IndexSet::range(kFirstCode, kCodesEnd));
        if (choices_.lm == Residency::Leaves)
            lm_.reset();
    }

    void encode() {
        const tensor_memory::HostMemory host{choices_.encoders == Residency::Host};
        makeEncoders();
        if (song_.fromAudio)
            encodeSource();
        if (song_.fromCodes)
            context_ = detokenizer_->forward(at::randn(
                {song_.items, song_.frames / kFramesPerCode, models_.dit.encoder.hiddenSize}, weights_.dtype()));
        const auto text = text_->forward(randomIds(models_.text.vocabularySize, kPromptTokens));
        const auto lyrics = text_->embed(randomIds(models_.text.vocabularySize, song_.lyricTokens));
        const TimbreClips silence{at::randn({1, kReferenceFrames, kLatentChannels}).to(weights_.dtype()),
                                  at::zeros({1}, at::TensorOptions{}.dtype(at::kLong))};
        const auto timbre = condition_->encodeTimbre(silence);
        states_ = condition_->pack(realSequence(text), realSequence(lyrics), timbre).states;
        if (choices_.encoders != Residency::Leaves)
            return;
        text_.reset();
        condition_.reset();
        detokenizer_.reset();
        tokenizer_.reset();
    }

    void diffuse() {
        const tensor_memory::HostMemory host{choices_.dit == Residency::Host};
        makeDit();
        const auto rows = song_.fromCodes ? song_.items : 1; // else all items share theirs
        const auto context = at::randn({rows, song_.frames, 2 * kLatentChannels}).expand({song_.items, -1, -1});
        const auto noise = at::randn({song_.items, song_.frames, kLatentChannels});
        const auto x = noise.clone();
        auto source = predictor(context), target = predictor(context);
        latents_ = x - target(x, 1.0, 0).conditional;
        if (song_.morphs)
            latents_ = latents_ - source(x, 1.0, 0).conditional;
        if (choices_.dit != Residency::Stays)
            dit_.reset();
    }

    void decode() {
        const tensor_memory::HostMemory host{choices_.vae == Residency::Host};
        makeVae();
        auto tiling = decodeTiling(*vae_);
        tiling.tileFrames = std::min(tiling.tileFrames, choices_.tileFrames);
        const auto frames = std::min(song_.frames, kTilesCounted * tiling.tileFrames);
        const auto item = latents_.slice(0, 0, 1).slice(1, 0, frames).transpose(1, 2).contiguous();
        decodeTiled(*vae_, item, tiling, [](const at::Tensor&, std::int64_t, std::int64_t) {}, {});
    }

private:
    bool onCard() const { return !models_.onProcessor; }

    DitPredictor predictor(const at::Tensor& context) const {
        PredictorInputs inputs{.main = {states_, context},
                               .nonCover = std::nullopt,
                               .coverSteps = 0,
                               .nullCondition = std::nullopt,
                               .oneAtATime = choices_.guidanceApart,
                               .rowsAtOnce = rowsAtOnce(choices_, song_)};
        if (song_.guided)
            inputs.nullCondition = at::zeros({1, 1, models_.dit.encoder.hiddenSize}, states_.options());
        return DitPredictor{dit_, std::move(inputs)};
    }

    void encodeSource() {
        const tensor_memory::HostMemory host{choices_.vae == Residency::Host};
        const auto weights = vaeWeights_.within("encoder");
        const auto encoder = onCard() ? vaeEncoderLayers(weights, models_.vae) : loadVaeEncoder(weights, models_.vae);
        const auto audio = at::zeros({1, models_.vae.audioChannels, song_.frames * kHopLength});
        encodeTiled(encoder, audio, kPieceSeconds, std::nullopt, {});
    }

    void makeLm() {
        if (!lm_)
            lm_ = std::make_shared<const LanguageModel>(
                loadLanguageModel(Weights::random(dtypeOf(models_.planning), at::kCPU), *models_.lm,
                                  models_.planning.weightBytes == 1 ? LmWeights::Int8 : LmWeights::Plain));
    }

    void makeEncoders() {
        if (text_)
            return;
        text_ = std::make_shared<const TextEncoder>(loadTextEncoder(weights_, models_.text));
        condition_ =
            std::make_shared<const ConditionEncoder>(loadConditionEncoder(weights_.within("encoder"), models_.dit));
        if (!song_.fromCodes)
            return;
        tokenizer_ =
            std::make_shared<const AudioTokenizer>(loadAudioTokenizer(weights_.within("tokenizer"), models_.dit));
        detokenizer_ =
            std::make_shared<const AudioDetokenizer>(loadAudioDetokenizer(weights_.within("detokenizer"), models_.dit));
    }

    void makeDit() {
        if (dit_)
            return;
        const auto& layout = models_.ditLayout;
        const bool visits = choices_.dit == Residency::ByLayer;
        const tensor_memory::HostMemory host{visits};
        auto dit = loadDit(weights_.within("decoder"), models_.dit,
                           {.compile = layout.fused && !visits, .flash = layout.flash, .int8 = layout.int8 && !visits});
        if (visits) {
            const tensor_memory::CardMemory card;
            dit = layerByLayer(std::move(dit), at::kCPU);
        }
        dit_ = std::make_shared<const Dit>(std::move(dit));
    }

    void makeVae() {
        if (vae_)
            return;
        const auto weights = vaeWeights_.within("decoder");
        vae_ = std::make_shared<const VaeDecoder>(onCard() ? vaeDecoderLayers(weights, models_.vae)
                                                           : loadVaeDecoder(weights, models_.vae));
    }

    MemoryModels models_;
    MemoryChoices choices_;
    SongSize song_;
    Weights weights_, vaeWeights_;
    std::shared_ptr<const LanguageModel> lm_;
    std::shared_ptr<const TextEncoder> text_;
    std::shared_ptr<const ConditionEncoder> condition_;
    std::shared_ptr<const AudioTokenizer> tokenizer_;
    std::shared_ptr<const AudioDetokenizer> detokenizer_;
    std::shared_ptr<const Dit> dit_;
    std::shared_ptr<const VaeDecoder> vae_;
    at::Tensor states_, context_, latents_;
};

MemoryRun::MemoryRun(MemoryModels models, const MemoryChoices& choices, const SongSize& song)
    : before_(tensor_memory::cardBytes()) {
    const c10::InferenceMode inference;
    tensor_memory::install();
    stages_ = std::make_unique<Stages>(std::move(models), choices, song);
}

MemoryRun::~MemoryRun() = default;

std::int64_t MemoryRun::peakOf(MemoryStage stage) {
    const c10::InferenceMode inference;
    tensor_memory::restartPeak();
    switch (stage) {
    case MemoryStage::Planning:
        stages_->plan();
        break;
    case MemoryStage::Encoding:
        stages_->encode();
        break;
    case MemoryStage::Diffusion:
        stages_->diffuse();
        break;
    case MemoryStage::Decoding:
        stages_->decode();
        break;
    }
    return static_cast<std::int64_t>(tensor_memory::cardPeakBytes() - before_);
}

MemoryPlan countedPlan(MemoryPlan plan, const MemoryModels& models, const SongSize& song, const std::stop_token& stop) {
    MemoryRun run{models, plan.choices, song};
    for (auto& peak : plan.stages) {
        if (stop.stop_requested())
            throw Cancelled{};
        peak.measured = run.peakOf(peak.stage);
    }
    return plan;
}

MemoryModels withLayers(MemoryModels models, std::int64_t layers) {
    const auto limit = [layers](TransformerConfig& shape) { shape.layerCount = std::min(shape.layerCount, layers); };
    limit(models.dit.decoder);
    if (models.lm)
        limit(models.lm->transformer);
    return models;
}

} // namespace ottava
