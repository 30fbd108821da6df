#include "core/tasks/model_store.h"

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/checkpoints/silence_latent.h"

#include <ATen/ops/zeros.h>

#include <chrono>
#include <system_error>

namespace ottava {
namespace {

constexpr const char* kTextEncoderFolder = "Qwen3-Embedding-0.6B";
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

bool ModelChoice::sameMusic(const ModelChoice& other) const {
    auto sameLm = other;
    sameLm.lm = lm;
    sameLm.lmDtype = lmDtype;
    sameLm.lmWeights = lmWeights;
    return *this == sameLm;
}

void ModelStore::choose(const ModelChoice& choice) {
    if (!choice.sameMusic(choice_))
        release();
    else if (choice != choice_)
        releaseLanguageModel();
    choice_ = choice;
}

void ModelStore::requireDit() const {
    std::error_code unseen; // what cannot be looked at counts as absent
    if (!std::filesystem::is_directory(ditFolder(), unseen))
        throw Error{ErrorCode::ModelMissing, fmt::format("No model '{}' in {}.", choice_.dit, choice_.models.string()),
                    "Install it, or choose another model or models folder."};
}

void ModelStore::releaseLanguageModel() {
    languageModel_.reset();
    lmTokenizer_.reset();
}

void ModelStore::release() {
    const auto kept = choice_;
    const auto adapter = adapter_;
    *this = ModelStore{};
    choice_ = kept;
    adapter_ = adapter;
}

void ModelStore::chooseAdapter(const std::optional<AdapterChoice>& adapter) {
    if (adapter == adapter_)
        return;
    adapter_ = adapter;
    adaptedDit_.reset();
}

Weights ModelStore::ditWeights() {
    if (!ditWeights_)
        ditWeights_ = Weights::open(ditFolder(), "model", choice_.dtype, choice_.device);
    return *ditWeights_;
}

std::filesystem::path ModelStore::lmFolder() const {
    const auto folder = choice_.models / choice_.lm;
    std::error_code unseen; // what cannot be looked at counts as absent
    if (choice_.lm.empty() || !std::filesystem::is_directory(folder, unseen))
        throw Error{ErrorCode::ModelMissing,
                    choice_.lm.empty()
                        ? std::string{"No language model is chosen."}
                        : fmt::format("No language model '{}' in {}.", choice_.lm, choice_.models.string()),
                    "Install it, or choose another language model or models folder."};
    return folder;
}

const DitConfig& ModelStore::ditConfig() {
    if (!ditConfig_)
        ditConfig_ = readDitConfig(ditFolder());
    return *ditConfig_;
}

const at::Tensor& ModelStore::silence() {
    if (!silence_)
        silence_ = readSilenceLatent(ditFolder());
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
        return loadTextEncoder(choice_.models / kTextEncoderFolder, choice_.dtype, choice_.device);
    });
}

std::shared_ptr<const ConditionEncoder> ModelStore::conditionEncoder() {
    return loadOnce(conditionEncoder_, "condition encoder",
                    [&] { return loadConditionEncoder(ditWeights().within("encoder"), ditConfig()); });
}

std::shared_ptr<const Dit> ModelStore::dit() {
    const auto base = loadOnce(dit_, "diffusion transformer", [&] {
        return loadDit(ditWeights().within("decoder"), ditConfig(), choice_.ditOptions);
    });
    if (!adapter_)
        return base;
    if (!adaptedDit_)
        adaptedDit_ = std::make_shared<const Dit>(withAdapter(*base, *adapter_->adapter, adapter_->strength));
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
        const auto folder = choice_.models / choice_.vae;
        return loadVaeEncoder(openVaeWeights(folder, choice_.vaeDtype, choice_.device).within("encoder"),
                              readVaeConfig(folder));
    });
}

std::shared_ptr<const VaeDecoder> ModelStore::vaeDecoder() {
    return loadOnce(vaeDecoder_, "VAE decoder", [&] {
        const auto folder = choice_.models / choice_.vae;
        return loadVaeDecoder(openVaeWeights(folder, choice_.vaeDtype, choice_.device).within("decoder"),
                              readVaeConfig(folder));
    });
}

std::shared_ptr<const LanguageModel> ModelStore::languageModel() {
    return loadOnce(languageModel_, "language model",
                    [&] { return loadLanguageModel(lmFolder(), choice_.lmDtype, choice_.device, choice_.lmWeights); });
}

std::shared_ptr<const BpeTokenizer> ModelStore::lmTokenizer() {
    return loadOnce(lmTokenizer_, "language model's tokenizer",
                    [&] { return BpeTokenizer::load(lmFolder() / "tokenizer.json"); });
}

} // namespace ottava
