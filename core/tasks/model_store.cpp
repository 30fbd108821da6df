#include "core/tasks/model_store.h"

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/checkpoints/silence_latent.h"
#include "core/models/dit_offload.h"
#include "core/nn/tensor_memory.h"

#include <ATen/ops/zeros.h>

#include <chrono>
#include <system_error>

namespace ottava {
namespace {

constexpr std::int64_t kReferenceFrames = 750; ///< 30 s: what the timbre encoder was trained on

/// Fills `slot` on first use and logs how long that took.
template<class Model, class Load>
std::shared_ptr<const Model> loadOnce(std::shared_ptr<const Model>& slot, const char* name, const Load& load) {
    if (!slot) {
        const auto start = std::chrono::steady_clock::now();
        slot = std::make_shared<const Model>(load());
        log::info("Loaded {} in {:.2f} s", name,
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return slot;
}

} // namespace

bool ModelChoice::sameLanguageModel(const ModelChoice& other) const {
    return models == other.models && lm == other.lm && lmDtype == other.lmDtype && lmWeights == other.lmWeights
           && lmDevice == other.lmDevice && standsIn == other.standsIn && onHost.lm == other.onHost.lm;
}

bool ModelChoice::sameVae(const ModelChoice& other) const {
    return models == other.models && vae == other.vae && vaeDtype == other.vaeDtype && vaeDevice == other.vaeDevice
           && standsIn == other.standsIn && onHost.vae == other.onHost.vae;
}

bool ModelChoice::sameMusic(const ModelChoice& other) const {
    return models == other.models && dit == other.dit && dtype == other.dtype && device == other.device
           && standsIn == other.standsIn && onHost.music == other.onHost.music;
}

void ModelStore::choose(const ModelChoice& choice) {
    if (!choice.sameLanguageModel(choice_))
        releaseLanguageModel();
    if (!choice.sameVae(choice_))
        releaseVae();
    if (!choice.sameMusic(choice_)) {
        releaseMusic();
    } else if (choice.ditByLayer != choice_.ditByLayer) {
        releaseDit();
    }
    choice_ = choice;
}

void ModelStore::requireDit() const {
    std::error_code unseen; // what cannot be looked at counts as absent
    if (!std::filesystem::is_directory(ditFolder(), unseen))
        throw Error{ErrorCode::ModelMissing, sentence("No model '{}' in {}.", choice_.dit, choice_.models.string()),
                    sentence("Install it, or choose another model or models folder.")};
}

void ModelStore::releaseLanguageModel() {
    languageModel_.reset();
    lmWeights_.reset();
    lmTokenizer_.reset();
}

void ModelStore::releaseEncoders() {
    textEncoder_.reset();
    textWeights_.reset();
    conditionEncoder_.reset();
    audioTokenizer_.reset();
    audioDetokenizer_.reset();
}

void ModelStore::releaseDit() {
    dit_.reset();
    adaptedDit_.reset();
}

void ModelStore::releaseVae() {
    vaeEncoder_.reset();
    vaeDecoder_.reset();
}

void ModelStore::letPagesGo() const {
    for (const auto* weights : {&ditWeights_, &textWeights_, &lmWeights_})
        if (*weights)
            (*weights)->letPagesGo();
}

/// Everything that hangs on the DiT's folder, its precision or its device.
void ModelStore::releaseMusic() {
    releaseEncoders();
    releaseDit();
    ditWeights_.reset();
    ditConfig_.reset();
    silence_.reset();
    nullCondition_.reset();
    silenceTimbre_.reset();
    tokenizer_.reset();
}

void ModelStore::release() {
    releaseLanguageModel();
    releaseVae();
    releaseMusic();
}

void ModelStore::chooseAdapter(const std::optional<AdapterChoice>& adapter) {
    if (adapter == adapter_)
        return;
    adapter_ = adapter;
    adaptedDit_.reset();
}

Weights ModelStore::placed(Weights weights, bool onHost) const {
    return choice_.standsIn && !onHost ? weights.copied() : weights;
}

Weights ModelStore::ditWeights() {
    if (!ditWeights_)
        ditWeights_ = placed(Weights::open(ditFolder(), "model", choice_.dtype, choice_.device), choice_.onHost.music);
    return *ditWeights_;
}

Weights ModelStore::textWeights() {
    if (!textWeights_)
        textWeights_ =
            placed(Weights::open(choice_.models / kTextEncoderFolder, "model", choice_.dtype, choice_.device),
                   choice_.onHost.music);
    return *textWeights_;
}

Weights ModelStore::lmWeights() {
    if (!lmWeights_)
        lmWeights_ = placed(Weights::open(lmFolder(), "model", choice_.lmDtype, choice_.lmDevice), choice_.onHost.lm);
    return *lmWeights_;
}

Weights ModelStore::vaeWeights() const {
    return placed(openVaeWeights(choice_.models / choice_.vae, choice_.vaeDtype, choice_.vaeDevice),
                  choice_.onHost.vae);
}

Dit ModelStore::loadDitWhereItWorks() {
    if (!choice_.ditByLayer) {
        auto dit = loadDit(ditWeights().within("decoder"), ditConfig(), choice_.ditOptions);
        if (choice_.recorder && choice_.device.is_cuda())
            dit.recording = std::make_shared<StepRecording>(StepRecording{.make = *choice_.recorder});
        return dit;
    }
    const tensor_memory::HostMemory host{choice_.standsIn};
    const auto weights = Weights::open(ditFolder(), "model", choice_.dtype, at::kCPU);
    const DitOptions unpacked{
        .compile = false, .flash = choice_.ditOptions.flash, .int8 = false}; // so that it can visit
    auto stored = loadDit(weights.within("decoder"), ditConfig(), unpacked);
    const tensor_memory::CardMemory card;
    return layerByLayer(std::move(stored), choice_.device);
}

std::filesystem::path ModelStore::lmFolder() const {
    const auto folder = choice_.models / choice_.lm;
    std::error_code unseen; // what cannot be looked at counts as absent
    if (choice_.lm.empty() || !std::filesystem::is_directory(folder, unseen))
        throw Error{ErrorCode::ModelMissing,
                    choice_.lm.empty() ? sentence("No language model is chosen.")
                                       : sentence("No language model '{}' in {}.", choice_.lm, choice_.models.string()),
                    sentence("Install it, or choose another language model or models folder.")};
    return folder;
}

const DitConfig& ModelStore::ditConfig() {
    if (!ditConfig_)
        ditConfig_ = readDitConfig(ditFolder());
    return *ditConfig_;
}

const at::Tensor& ModelStore::silence() {
    if (!silence_) {
        const tensor_memory::HostMemory host{choice_.standsIn};
        silence_ = readSilenceLatent(ditFolder());
    }
    return *silence_;
}

const at::Tensor& ModelStore::nullCondition() {
    if (!nullCondition_)
        nullCondition_ = ditWeights().tensor("null_condition_emb", {1, 1, ditConfig().encoder.hiddenSize});
    return *nullCondition_;
}

const MaskedSequence& ModelStore::silenceTimbre() {
    if (!silenceTimbre_) {
        const auto clip = silenceFrames(silence(), kReferenceFrames).to(choice_.device, choice_.dtype);
        silenceTimbre_ = conditionEncoder()->encodeTimbre({clip, at::zeros({1}, at::TensorOptions{}.dtype(at::kLong))});
    }
    return *silenceTimbre_;
}

std::shared_ptr<const BpeTokenizer> ModelStore::tokenizer() {
    return loadOnce(tokenizer_, "tokenizer",
                    [&] { return BpeTokenizer::load(choice_.models / kTextEncoderFolder / "tokenizer.json"); });
}

std::shared_ptr<const TextEncoder> ModelStore::textEncoder() {
    return loadOnce(textEncoder_, "text encoder", [&] {
        return loadTextEncoder(textWeights(), readQwenConfig(choice_.models / kTextEncoderFolder));
    });
}

std::shared_ptr<const ConditionEncoder> ModelStore::conditionEncoder() {
    return loadOnce(conditionEncoder_, "condition encoder",
                    [&] { return loadConditionEncoder(ditWeights().within("encoder"), ditConfig()); });
}

std::shared_ptr<const Dit> ModelStore::dit() {
    const auto base = loadOnce(dit_, "diffusion transformer", [&] { return loadDitWhereItWorks(); });
    if (!adapter_)
        return base;
    if (!adaptedDit_) {
        const tensor_memory::HostMemory host{choice_.standsIn && choice_.ditByLayer}; // factors visit with their layers
        adaptedDit_ = std::make_shared<const Dit>(withAdapter(*base, *adapter_->adapter, adapter_->strength));
    }
    return adaptedDit_;
}

std::shared_ptr<const AudioTokenizer> ModelStore::audioTokenizer() {
    return loadOnce(audioTokenizer_, "audio tokenizer",
                    [&] { return loadAudioTokenizer(ditWeights().within("tokenizer"), ditConfig()); });
}

std::shared_ptr<const AudioDetokenizer> ModelStore::audioDetokenizer() {
    return loadOnce(audioDetokenizer_, "audio detokenizer",
                    [&] { return loadAudioDetokenizer(ditWeights().within("detokenizer"), ditConfig()); });
}

std::shared_ptr<const VaeEncoder> ModelStore::vaeEncoder() {
    return loadOnce(vaeEncoder_, "VAE encoder", [&] {
        const tensor_memory::HostMemory host{choice_.onHost.vae};
        return loadVaeEncoder(vaeWeights().within("encoder"), readVaeConfig(choice_.models / choice_.vae));
    });
}

std::shared_ptr<const VaeDecoder> ModelStore::vaeDecoder() {
    return loadOnce(vaeDecoder_, "VAE decoder", [&] {
        const tensor_memory::HostMemory host{choice_.onHost.vae};
        return loadVaeDecoder(vaeWeights().within("decoder"), readVaeConfig(choice_.models / choice_.vae));
    });
}

std::shared_ptr<const LanguageModel> ModelStore::languageModel() {
    return loadOnce(languageModel_, "language model", [&] {
        const tensor_memory::HostMemory host{choice_.onHost.lm};
        const auto config = readQwenConfig(lmFolder());
        auto model = loadLanguageModel(lmWeights(), config, choice_.lmWeights);
        if (choice_.recorder && choice_.lmDevice.is_cuda())
            model.recording = std::make_shared<StepRecording>(StepRecording{.make = *choice_.recorder});
        return model;
    });
}

std::shared_ptr<const BpeTokenizer> ModelStore::lmTokenizer() {
    return loadOnce(lmTokenizer_, "language model's tokenizer",
                    [&] { return BpeTokenizer::load(lmFolder() / "tokenizer.json"); });
}

} // namespace ottava
