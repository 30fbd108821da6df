#pragma once

#include "core/models/audio_tokenizer.h"
#include "core/models/condition_encoder.h"
#include "core/models/dit.h"
#include "core/models/dit_adapter.h"
#include "core/models/language_model.h"
#include "core/models/recorded_steps.h"
#include "core/models/text_encoder.h"
#include "core/models/vae.h"
#include "core/text/bpe_tokenizer.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace ottava {

/// Folder name of the text encoder, which every DiT shares.
inline constexpr const char* kTextEncoderFolder = "Qwen3-Embedding-0.6B";

/// Which models, in which precision, where.
struct ModelChoice {
    std::filesystem::path models;         ///< the checkpoints/ folder
    std::string dit;                      ///< folder name
    std::string vae = "vae";              ///< folder name
    at::ScalarType dtype = at::kFloat;    ///< text encoder, condition encoder, DiT
    at::ScalarType vaeDtype = at::kFloat; ///< its errors are heard directly, so it has a precision of its own
    at::Device device = at::kCPU;
    std::string lm{}; ///< folder name of the language model; empty: none
    at::ScalarType lmDtype = at::kFloat;
    LmWeights lmWeights = LmWeights::Plain;
    DitOptions ditOptions{};
    std::shared_ptr<const MakeWorkRecorder> recorder{}; ///< none: evaluations of the DiT are not recorded
    at::Device vaeDevice = at::kCPU, lmDevice = at::kCPU;
    bool ditByLayer = false; ///< its layers stay in main memory and visit `device` one at a time
    /// The processor stands in for a graphics card: weights on it are copies, as a card's would be.
    bool standsIn = false;
    /// Which models work in main memory, off the card that the processor stands in for.
    struct OnHost {
        bool music = false, vae = false, lm = false;
        bool operator==(const OnHost&) const = default;
    } onHost = {};

    bool operator==(const ModelChoice&) const = default;
    bool sameLanguageModel(const ModelChoice& other) const;
    bool sameVae(const ModelChoice& other) const;
    /// Equal but perhaps for language model, VAE and how the DiT comes to its device.
    bool sameMusic(const ModelChoice& other) const;
};

/// An adapter on the DiT. Changing it leaves the loaded weights alone.
struct AdapterChoice {
    std::shared_ptr<const Adapter> adapter;
    double strength = 1;

    bool operator==(const AdapterChoice&) const = default;
};

/// Owns every loaded model; loads each on first use and keeps it until `choose` changes or `release`. What it hands out
/// is shared, so a model in use outlives its release. One thread.
class ModelStore {
public:
    /// Lets go of what no longer fits the choice. Looks at no file.
    void choose(const ModelChoice& choice);
    /// Throws Error (ModelMissing) when the DiT's folder is not there: better known before anything is loaded.
    void requireDit() const;
    void release();
    void releaseLanguageModel();
    void releaseEncoders(); ///< of text and conditions, and the audio codes' models
    void releaseDit();
    void releaseVae();
    /// Weights::letPagesGo for all that is loaded: files need not stay in this process's memory for models that rest.
    void letPagesGo() const;
    /// Puts an adapter that fits on the DiT, or takes it off. Nothing is loaded or read again.
    void chooseAdapter(const std::optional<AdapterChoice>& adapter);

    const ModelChoice& choice() const { return choice_; }
    std::filesystem::path ditFolder() const { return choice_.models / choice_.dit; }

    std::shared_ptr<const BpeTokenizer> tokenizer();
    std::shared_ptr<const TextEncoder> textEncoder();
    std::shared_ptr<const ConditionEncoder> conditionEncoder();
    /// With the chosen adapter on it.
    std::shared_ptr<const Dit> dit();
    std::shared_ptr<const AudioTokenizer> audioTokenizer();
    std::shared_ptr<const AudioDetokenizer> audioDetokenizer();
    std::shared_ptr<const VaeEncoder> vaeEncoder();
    std::shared_ptr<const VaeDecoder> vaeDecoder();

    /// Both throw Error (ModelMissing) when no language model is chosen or its folder is not there.
    std::shared_ptr<const LanguageModel> languageModel();
    std::shared_ptr<const BpeTokenizer> lmTokenizer();

    const DitConfig& ditConfig();
    /// Latents of silence [1, F, 64], float32 on the CPU.
    const at::Tensor& silence();
    /// The learned null condition [1, 1, E].
    const at::Tensor& nullCondition();
    /// The timbre of silence: what a song without reference audio is conditioned on. Computed once a model.
    const MaskedSequence& silenceTimbre();

private:
    void releaseMusic();
    Weights ditWeights();
    Weights textWeights();
    Weights lmWeights();
    Weights vaeWeights() const;
    /// Views of mapped files, or copies on the card that the processor stands in for.
    Weights placed(Weights weights, bool onHost) const;
    Dit loadDitWhereItWorks();
    std::filesystem::path lmFolder() const;

    ModelChoice choice_;
    std::optional<AdapterChoice> adapter_;
    std::optional<Weights> ditWeights_, textWeights_, lmWeights_;
    std::optional<DitConfig> ditConfig_;
    std::optional<at::Tensor> silence_, nullCondition_;
    std::optional<MaskedSequence> silenceTimbre_;
    std::shared_ptr<const BpeTokenizer> tokenizer_;
    std::shared_ptr<const TextEncoder> textEncoder_;
    std::shared_ptr<const ConditionEncoder> conditionEncoder_;
    std::shared_ptr<const Dit> dit_, adaptedDit_;
    std::shared_ptr<const AudioTokenizer> audioTokenizer_;
    std::shared_ptr<const AudioDetokenizer> audioDetokenizer_;
    std::shared_ptr<const VaeEncoder> vaeEncoder_;
    std::shared_ptr<const VaeDecoder> vaeDecoder_;
    std::shared_ptr<const LanguageModel> languageModel_;
    std::shared_ptr<const BpeTokenizer> lmTokenizer_;
};

} // namespace ottava
