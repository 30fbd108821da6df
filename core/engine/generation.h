#pragma once

#include "core/audio/audio_buffer.h"
#include "core/engine/dit_predictor.h"
#include "core/engine/engine.h"
#include "core/engine/job_memory.h"
#include "core/engine/progress_meter.h"
#include "core/engine/song_source.h"
#include "core/engine/take_files.h"
#include "core/tasks/conditioner.h"
#include "core/tasks/model_store.h"

#include <filesystem>
#include <stop_token>

namespace ottava {

/// Everything one job needs from outside.
struct GenerationInputs {
    ModelStore& models;
    WorkRates& rates;
    ProgressMeter& progress; ///< of the whole job, which may have begun before
    const JobCallbacks& callbacks;
    std::filesystem::path outDir;
    std::filesystem::path dumpFile; ///< empty: none
    SourceFiles files;
    Warnings warnings;      ///< so far; they end in the sidecars and the result
    double planSeconds = 0; ///< what planning took before
    std::string lm;         ///< folder name of the planner that was used; empty: none
    std::optional<EmbedChoice> embed = {};
    JobMemory& memory; ///< what is where, and what changes when there is too little
    std::stop_token stop;
};

/// One job from request to takes on disk, stage by stage: encode, diffuse, decode, save, judge. Lives for one run.
class Generation {
public:
    Generation(Request request, const GenerationInputs& inputs);

    GenerateResult run();

private:
    void load();
    SongText songText();
    void encode();
    PredictorInputs predictorInputs(const SamplerOptions& options);
    at::Tensor forBatch(const at::Tensor& context) const;
    void restartSampling();
    void diffuse();
    void diffuseInMemory();
    void makeLatents();
    void raisePrecision(const Sentence& stage);
    at::Tensor denoise();
    at::Tensor morph();
    SamplerHooks watch(int steps);
    void finishItems();
    AudioBuffer decodeItem(std::int64_t item);
    AudioBuffer decodeTiles(std::int64_t item);
    at::Tensor onHost(const at::Tensor& tile) const;
    TakeFindings examineItem(std::int64_t item);
    void postprocess(AudioBuffer& audio) const;
    void keepOutside(AudioBuffer& audio) const;
    Warnings faultsOf(std::int64_t item, const AudioBuffer& audio) const;
    TakeDescription describeItem(std::int64_t item, const AudioBuffer& audio);
    Take saveItem(std::int64_t item, const TakeDescription& description, const AudioBuffer& audio);
    void judgeItem(std::int64_t item, TakeDescription description, const AudioBuffer& audio, Take& take);
    void reportTile(std::int64_t item, const at::Tensor& tile, std::int64_t firstFrame);
    void writeDump() const;
    void throwIfStopped() const;
    std::int64_t frames() const { return source_.frames(); }
    std::int64_t batch() const { return request_.batchSize; }

    Request request_;
    GenerationInputs in_;
    ProgressMeter& progress_;
    std::vector<std::int64_t> seeds_;
    at::Generator sampling_; ///< everything that draws, apart from the initial noise
    SongSource source_;
    std::optional<TimbreClips> timbre_;
    SongCondition condition_;
    at::Tensor context_, noise_, latents_;       ///< [1 or B, T, …]
    std::vector<at::Tensor> waveforms_, audios_; ///< kept for the dump only, [1, 2, samples] each
    std::int64_t heardFrames_ = 0;               ///< of the item being decoded: what was reported is not reported again
    Warnings faults_;                            ///< of the takes so far
    GenerateResult result_;
};

} // namespace ottava
