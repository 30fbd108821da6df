#include "core/engine/generation.h"

#include "core/audio/audio_file.h"
#include "core/audio/postprocess.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"
#include "core/engine/latent_check.h"
#include "core/engine/sampling_options.h"
#include "core/engine/seeds.h"
#include "core/engine/take_files.h"
#include "core/engine/tensor_audio.h"
#include "core/models/vae_tiling.h"
#include "core/tasks/context.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>

namespace ottava {
namespace {

constexpr double kDefaultSeconds = 120;
/// Tiles of about 5 s: the first one is audible early, and the overlap costs 16 % of the work.
constexpr DecodeTiling kTiling{.tileFrames = 128, .overlapFrames = 10};

/// Latent frames of a song of this length. Source: synthesis specification §8.
std::int64_t framesFor(double seconds) {
    const double wished = seconds > 0 ? seconds : kDefaultSeconds;
    const double rounded = std::max(0.1, std::nearbyint(wished * 10) / 10);
    const auto samples = static_cast<std::int64_t>(rounded * kSampleRate);
    return std::max<std::int64_t>(samples / kHopLength, kMinLatentFrames);
}

/// Lengthens latents [1, T, 64] to the shortest song with frames of silence counted from 0.
at::Tensor padToShortest(const at::Tensor& latents, const at::Tensor& silence) {
    const auto missing = kMinLatentFrames - latents.size(1);
    return missing <= 0 ? latents : at::cat({latents, silence.slice(1, 0, missing).to(latents.options())}, /*dim=*/1);
}

} // namespace

Generation::Generation(Request request, const GenerationInputs& inputs)
    : request_(std::move(request)), in_(inputs), progress_(inputs.progress), seeds_(resolveSeeds(request_)) {
    request_.seeds = seeds_;
    request_.useRandomSeed = false;
    if (!request_.samplingSeed)
        request_.samplingSeed = seeds_.front();
    result_.warnings = in_.warnings;
    result_.timings.planSeconds = in_.planSeconds;
}

void Generation::throwIfStopped() const {
    if (in_.stop.stop_requested())
        throw Cancelled{};
}

GenerateResult Generation::run() {
    load();
    encode();
    diffuse();
    finishItems();
    if (!in_.dumpFile.empty())
        writeDump();
    result_.request = request_;
    result_.timings.totalSeconds = progress_.elapsedSeconds();
    return std::move(result_);
}

void Generation::load() {
    const std::array<std::function<void()>, 3> models{
        [this] { in_.models.textEncoder(); }, [this] { in_.models.dit(); }, [this] { in_.models.vaeDecoder(); }};
    const auto total = static_cast<int>(models.size());
    for (int done = 0; done < total; ++done) {
        progress_.at(Stage::Loading, done, total);
        throwIfStopped();
        models.at(static_cast<std::size_t>(done))();
    }
    progress_.at(Stage::Loading, total, total);
    throwIfStopped();
}

Generation::Source Generation::makeSource() {
    if (request_.audioCodes.empty())
        return {silenceSource(in_.models, 1, framesFor(request_.duration)), false, std::nullopt};
    const auto decoded = padToShortest(decodeAudioCodes(in_.models, request_.audioCodes.of(0)), in_.models.silence());
    return {decoded, true, decoded};
}

SongText Generation::songText() const {
    SongText text{.instruction = taskInstruction(request_),
                  .caption = request_.caption,
                  .lyrics = request_.instrumental ? "[Instrumental]" : request_.lyrics,
                  .language = request_.vocalLanguage.empty() ? "unknown" : request_.vocalLanguage,
                  .metadata = {.bpm = request_.bpm,
                               .timesignature = request_.timesignature,
                               .keyscale = request_.keyscale,
                               .durationSeconds = std::nullopt}};
    if (request_.duration > 0)
        text.metadata.durationSeconds = request_.duration;
    return text;
}

void Generation::encode() {
    progress_.at(Stage::Encoding, 0, 1);
    const double start = progress_.elapsedSeconds();
    source_ = makeSource();
    condition_ = conditionSong(in_.models, songText(), std::nullopt);
    const auto isCover = at::ones({1}, at::kLong) * static_cast<std::int64_t>(source_.isCover);
    const auto masks = at::ones_like(source_.latents);
    context_ = joinContext(withCodeHints(in_.models, source_.latents, isCover, source_.hints), masks);
    result_.timings.textSeconds = progress_.elapsedSeconds() - start;
    progress_.at(Stage::Encoding, 1, 1);
    throwIfStopped();
}

PredictorInputs Generation::predictorInputs(const SamplerOptions& options) {
    const auto forBatch = [this](const at::Tensor& context) {
        return context.to(in_.models.choice().device).expand({batch(), -1, -1});
    };
    PredictorInputs inputs{.main = {condition_.packed.states, forBatch(context_)},
                           .nonCover = std::nullopt,
                           .coverSteps = 0,
                           .nullCondition = std::nullopt};
    if (source_.isCover && request_.audioCoverStrength < 1) {
        const auto silence = silenceSource(in_.models, 1, frames());
        inputs.nonCover = {conditionNonCover(in_.models, songText(), condition_, taskInstruction(Request{})),
                           forBatch(joinContext(silence, at::ones_like(silence)))};
        const auto& schedule = options.schedule;
        const int steps = schedule.distilled ? schedule.stepCount() : schedule.requestedSteps;
        inputs.coverSteps = static_cast<int>(steps * request_.audioCoverStrength);
    }
    if (options.guidance.active())
        inputs.nullCondition = in_.models.nullCondition();
    return inputs;
}

void Generation::diffuse() {
    const double start = progress_.elapsedSeconds();
    auto options = samplerOptions(request_, in_.models.ditConfig().isTurbo);
    const auto device = in_.models.choice().device;
    noise_ = initialNoise(seeds_, frames(), kLatentChannels);
    if (request_.retakeVariance > 0)
        noise_ = mixRetake(noise_, initialNoise(resolveRetakeSeeds(request_), frames(), kLatentChannels),
                           request_.retakeVariance);
    const auto noise = noise_.to(device);
    auto x = noise;
    if (request_.coverNoiseStrength > 0) {
        options.schedule = truncatedAt(std::move(options.schedule), 1 - request_.coverNoiseStrength);
        const double t = options.schedule.timesteps.front();
        x = t * noise + (1 - t) * source_.latents.to(device);
    }
    DitPredictor predict{in_.models.dit(), predictorInputs(options)};
    progress_.resize({.frames = frames(), .items = batch(), .steps = options.schedule.stepCount()});
    progress_.at(Stage::Diffusion, 0, options.schedule.stepCount());
    const SamplerHooks hooks{.onStep = [this](int step, int steps) { progress_.at(Stage::Diffusion, step, steps); },
                             .stop = in_.stop};
    latents_ = sample(std::ref(predict), options, x, noise, seededGenerator(*request_.samplingSeed), hooks).cpu();
    checkLatents(latents_);
    latents_ = latents_ * request_.latentRescale + request_.latentShift;
    result_.timings.ditSeconds = progress_.elapsedSeconds() - start;
}

void Generation::finishItems() {
    const double start = progress_.elapsedSeconds();
    for (std::int64_t item = 0; item < batch(); ++item) {
        auto audio = decodeItem(item);
        limitPeak(audio);
        if (request_.enableNormalization)
            normalizePeak(audio, request_.normalizationDb);
        applyFades(audio, std::llround(request_.fadeInDuration * kSampleRate),
                   std::llround(request_.fadeOutDuration * kSampleRate));
        if (!in_.dumpFile.empty())
            audios_.push_back(tensorFromAudio(audio));
        result_.takes.push_back(saveItem(item, audio));
        if (in_.callbacks.takeDone)
            in_.callbacks.takeDone(static_cast<int>(item), result_.takes.back());
    }
    result_.timings.vaeSeconds = progress_.elapsedSeconds() - start;
    in_.rates.decoding = result_.timings.vaeSeconds / static_cast<double>(frames() * batch());
}

AudioBuffer Generation::decodeItem(std::int64_t item) {
    const auto tilesPerItem = static_cast<int>((frames() + kTiling.tileFrames - 1) / kTiling.tileFrames);
    const int total = tilesPerItem * static_cast<int>(batch());
    const int before = tilesPerItem * static_cast<int>(item);
    progress_.at(Stage::Decoding, before, total);
    const auto latents = latents_.slice(0, item, item + 1).transpose(1, 2).to(in_.models.choice().device); // [1, 64, T]
    std::vector<at::Tensor> tiles;
    std::int64_t firstFrame = 0;
    decodeTiled(
        *in_.models.vaeDecoder(), latents, kTiling,
        [&](const at::Tensor& tile, std::int64_t index, std::int64_t) {
            checkAudio(tile); // before anybody hears it
            reportTile(item, tile, firstFrame);
            firstFrame += tile.size(2);
            tiles.push_back(tile);
            progress_.at(Stage::Decoding, before + static_cast<int>(index) + 1, total);
        },
        in_.stop);
    const auto waveform = at::cat(tiles, /*dim=*/2);
    if (!in_.dumpFile.empty())
        waveforms_.push_back(waveform);
    return audioFromTensor(waveform);
}

void Generation::reportTile(std::int64_t item, const at::Tensor& tile, std::int64_t firstFrame) {
    if (!result_.timings.firstAudioSeconds)
        result_.timings.firstAudioSeconds = progress_.elapsedSeconds();
    if (!in_.callbacks.audio)
        return;
    auto samples = std::make_shared<const std::vector<float>>(audioFromTensor(tile).samples);
    in_.callbacks.audio({.item = static_cast<int>(item),
                         .firstFrame = firstFrame,
                         .totalFrames = frames() * kHopLength,
                         .samples = std::move(samples)});
}

Take Generation::saveItem(std::int64_t item, const AudioBuffer& audio) {
    // Earlier items are saved between the tiles of the batch; the stage begins when nothing else is left to do.
    const bool last = item + 1 == batch();
    if (last)
        progress_.at(Stage::Saving, 0, 1);
    throwIfStopped();
    auto findings = examineItem(item);
    auto take = writeTake({.outDir = in_.outDir,
                           .request = request_,
                           .item = static_cast<int>(item),
                           .models = {.folder = in_.models.choice().models, .dit = in_.models.choice().dit},
                           .warnings = result_.warnings,
                           .timings = result_.timings,
                           .findings = std::move(findings)},
                          audio, latents_.slice(0, item, item + 1));
    if (last)
        progress_.at(Stage::Saving, 1, 1);
    return take;
}

TakeFindings Generation::examineItem(std::int64_t item) {
    const auto text = songText();
    return examineTake(in_.models, request_,
                       {.latents = latents_.slice(0, item, item + 1),
                        .states = condition_.packed.states,
                        .context = context_,
                        .noise = initialNoise({kAlignmentSeed}, frames(), kLatentChannels),
                        .lyricPrompt = condition_.lyricPrompt,
                        .language = text.language,
                        .inferenceSteps = request_.inferenceSteps},
                       in_.stop, result_.warnings);
}

void Generation::writeDump() const {
    const auto all = [this](const at::Tensor& shared) {
        std::vector<std::int64_t> sizes(static_cast<std::size_t>(shared.dim()), -1);
        sizes.front() = batch();
        return shared.expand(sizes).to(at::isFloatingType(shared.scalar_type()) ? at::kFloat : shared.scalar_type());
    };
    saveSafetensors(in_.dumpFile,
                    {{"noise", noise_},
                     {"text_hidden_states", all(condition_.textHiddenStates)},
                     {"lyric_hidden_states", all(condition_.lyricHiddenStates)},
                     {"encoder_hidden_states", all(condition_.packed.states)},
                     {"encoder_attention_mask", all(condition_.packed.mask.to(at::kByte))},
                     {"src_latents", all(source_.latents)},
                     {"chunk_masks", at::ones({batch(), frames()})},
                     {"context_latents", all(context_)},
                     {"latents", latents_},
                     {"waveform", at::cat(waveforms_)},
                     {"audio", at::cat(audios_)}},
                    {{"prompt", condition_.prompt}, {"lyrics", condition_.lyricPrompt}});
}

} // namespace ottava
