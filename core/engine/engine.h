#pragma once

#include "core/engine/embed_choice.h"
#include "core/engine/estimate.h"
#include "core/engine/plan.h"
#include "core/engine/progress.h"
#include "core/engine/take.h"
#include "core/hardware/limits.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace ottava {

enum class Precision { Auto, Fp32, Bf16, Int8 };

/// How the engine is set up. Changing any of it takes effect with the next job.
struct EngineSettings {
    std::filesystem::path models;          ///< a folder in the reference's checkpoints/ layout
    std::string dit = "acestep-v15-turbo"; ///< folder name of the diffusion model
    std::string vae = "vae";               ///< folder name of the autoencoder
    std::optional<std::string> lm;         ///< folder name of the planner; unset: the tier's default
    bool lmEnabled = true;                 ///< false: never load a planner
    std::string device = "auto";           ///< auto, cpu, cuda, cuda:N
    Precision precision = Precision::Auto;
    std::optional<bool> offload; ///< unset: as the tier says
    bool compile = true;
    bool flashAttention = true;
    LimitOverrides overrides; ///< what the user allowed beyond the tier
    /// What the takes' own files say. Unset: title and program only, as in the library, whose sidecars say the rest.
    std::optional<EmbedChoice> embed = {};
    /// GiB that models and their work may take, as if a card had no more; unset: what the card or main memory has.
    std::optional<double> memoryGb = {};
    std::filesystem::path speedFile = {}; ///< where the pace of this machine is remembered; empty: nowhere
};

/// Callbacks of a running job, all called on the thread that runs it. Any may be empty.
struct JobCallbacks {
    std::function<void(const Progress&)> progress;
    std::function<void(const AudioChunk&)> audio;        ///< each decoded tile, while later ones still decode
    std::function<void(int item, const Take&)> takeDone; ///< each take as soon as its files are complete
    std::function<void(const PlanResult&)> planned;      ///< what the planner wrote, before the music is made
};

/// How a diffusion model was trained, which decides on the steps it needs and whether it can be guided.
enum class DitVariant { Turbo, Sft, Base };

/// A model folder found on disk. A model whose config cannot be read is listed as one that does not work on tracks.
struct InstalledModel {
    enum class Kind { Dit, Vae, TextEncoder, LanguageModel };
    std::string name;
    Kind kind = Kind::Dit;
    std::filesystem::path path;
    double sizeMb = 0;
    bool demo = false;                      ///< the embedded, untrained demo model
    DitVariant variant = DitVariant::Turbo; ///< of a Dit
    bool worksOnTracks = false;             ///< Dit: can extract, add and complete tracks
    bool addsTracks = false;                ///< Dit: can add a track, though perhaps not extract or complete one
};

/// The facade over everything in core that makes music. Loads models on first use and keeps them between jobs.
/// One thread at a time; header free of torch.
class Engine {
public:
    explicit Engine(EngineSettings settings);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Takes effect with the next job; models that no longer fit the settings are let go.
    void configure(EngineSettings settings);
    const EngineSettings& settings() const;

    /// Makes the takes that `request` asks for, each in a new folder below `outDir`.
    /// Throws Error; throws Cancelled within one denoising step or tile after `stop` was requested. Either way the
    /// engine stays usable and takes that were already finished stay on disk.
    /// `dumpFile` (if given) receives the run's intermediate tensors as safetensors.
    GenerateResult generate(const Request& request, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            std::stop_token stop, const std::filesystem::path& dumpFile = {});

    /// Runs the language model alone. Throws Error (BadRequest when the job lacks what its task needs, ModelMissing
    /// when no planner is installed, allowed or wanted); throws Cancelled within one token after `stop` was requested.
    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks, std::stop_token stop);

    /// How a song of this request would use the memory of this machine, and how long it would take by what
    /// `speedFile` remembers. Loads nothing; reads configurations. Throws Error (BadRequest; FileFault for a
    /// source that cannot be read; ModelMissing and ModelCorrupt for a model whose configuration cannot be read).
    SongEstimate estimate(const Request& request) const;

    /// Lets go of every loaded model.
    void releaseModels();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Model folders below `models`, sorted by kind and name. A missing folder counts as empty.
std::vector<InstalledModel> installedModels(const std::filesystem::path& models);

/// True when `models` holds what text-to-music needs: a DiT, the VAE and the text encoder.
bool canGenerate(const std::filesystem::path& models);

/// Release of the libtorch this program runs on, such as "2.11.0".
std::string libtorchVersion();

} // namespace ottava
