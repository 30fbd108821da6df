// The diffusion stage of a Generation: from conditions and noise to checked latents.

#include "core/base/log.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"
#include "core/engine/generation.h"
#include "core/engine/latent_check.h"
#include "core/engine/sampling_options.h"
#include "core/engine/seeds.h"

#include <ATen/TensorOperators.h>

#include <fmt/format.h>

#include <functional>

namespace ottava {

at::Tensor Generation::forBatch(const at::Tensor& context) const {
    return context.to(in_.models.choice().device).expand({batch(), -1, -1});
}

PredictorInputs Generation::predictorInputs(const SamplerOptions& options) {
    PredictorInputs inputs{.main = {condition_.packed.states, forBatch(context_)},
                           .nonCover = std::nullopt,
                           .coverSteps = 0,
                           .nullCondition = std::nullopt,
                           .oneAtATime = in_.memory.choices().guidanceApart,
                           .rowsAtOnce = in_.memory.rowsAtOnce()};
    if (request_.audioCoverStrength < 1) {
        inputs.nonCover = {conditionNonCover(in_.models, songText(), condition_, taskInstruction(Request{})),
                           forBatch(source_.silentContext(in_.models))};
        const auto& schedule = options.schedule;
        const int steps = schedule.distilled ? schedule.stepCount() : schedule.requestedSteps;
        inputs.coverSteps = static_cast<int>(steps * request_.audioCoverStrength);
    }
    if (options.guidance.active())
        inputs.nullCondition = in_.models.nullCondition();
    return inputs;
}

SamplerHooks Generation::watch(int steps) {
    progress_.resize({.frames = frames(), .items = batch(), .steps = steps});
    progress_.at(Stage::Diffusion, 0, steps);
    return {.onStep = [this](int step, int of) { progress_.at(Stage::Diffusion, step, of); }, .stop = in_.stop};
}

at::Tensor Generation::denoise() {
    auto options = samplerOptions(request_, in_.models.ditConfig().isTurbo);
    const auto noise = noise_.to(in_.models.choice().device);
    auto x = noise;
    if (request_.coverNoiseStrength > 0) {
        options.schedule = truncatedAt(std::move(options.schedule), 1 - request_.coverNoiseStrength);
        const double t = options.schedule.timesteps.front();
        x = t * noise + (1 - t) * source_.latents.to(noise.device());
    }
    if (source_.repaintMask) {
        const auto hold = repaintHold(request_);
        options.repaint = {.mask = *source_.repaintMask,
                           .clean = source_.target,
                           .injectionRatio = hold.injectionRatio,
                           .crossfadeFrames = hold.latentCrossfadeFrames};
    }
    auto inputs = predictorInputs(options);
    in_.memory.begin(MemoryStage::Diffusion); // the encoders may have been asked once more
    DitPredictor predict{in_.models.dit(), std::move(inputs)};
    return sample(std::ref(predict), options, x, noise, sampling_, watch(options.schedule.stepCount()));
}

at::Tensor Generation::morph() {
    auto before = songText();
    before.caption = request_.flowEditSourceCaption;
    before.lyrics = request_.flowEditSourceLyrics;
    const auto options = flowEditOptions(request_, in_.models.ditConfig().isTurbo);
    const auto predictor = [&](const SongCondition& condition) {
        PredictorInputs inputs{.main = {condition.packed.states, forBatch(context_)},
                               .nonCover = std::nullopt,
                               .coverSteps = 0,
                               .nullCondition = std::nullopt,
                               .oneAtATime = in_.memory.choices().guidanceApart,
                               .rowsAtOnce = in_.memory.rowsAtOnce()};
        if (options.guidance.active())
            inputs.nullCondition = in_.models.nullCondition();
        return DitPredictor{in_.models.dit(), std::move(inputs)};
    };
    const auto sourceCondition = conditionSong(in_.models, before, timbre_);
    in_.memory.begin(MemoryStage::Diffusion);
    auto sourcePredictor = predictor(sourceCondition);
    auto targetPredictor = predictor(condition_);
    std::vector<at::Generator> generators;
    for (const auto seed : request_.retakeSeeds.empty() ? seeds_ : resolveRetakeSeeds(request_))
        generators.push_back(seededGenerator(seed));
    const Predict source = std::ref(sourcePredictor), target = std::ref(targetPredictor);
    return flowEdit({.source = source, .target = target}, options, forBatch(source_.target), std::move(generators),
                    watch(options.schedule.stepCount()));
}

void Generation::raisePrecision(const Sentence& stage) {
    auto choice = in_.models.choice();
    choice.dtype = choice.vaeDtype = at::kFloat;
    in_.models.choose(choice);
    in_.memory.takePrecision();
    result_.warnings.push_back(
        {WarningCode::PrecisionRaised,
         sentence("The model gave invalid numbers while {}: that was done again in fp32.", stage)});
    log::warn("{}", result_.warnings.back().message);
}

void Generation::diffuse() {
    const double start = progress_.elapsedSeconds();
    try {
        diffuseInMemory();
    } catch (const InvalidNumbers&) {
        if (in_.models.choice().dtype == at::kFloat)
            throw;
        raisePrecision(sentence("diffusing"));
        restartSampling();
        in_.memory.begin(MemoryStage::Encoding);
        encode();
        diffuseInMemory();
    }
    result_.timings.ditSeconds = progress_.elapsedSeconds() - start;
}

/// From the same draws each time that memory runs out on the way.
void Generation::diffuseInMemory() {
    const auto drawn = sampling_.clone();
    const auto device = in_.models.choice().device;
    in_.memory.run(
        MemoryStage::Diffusion, [this] { makeLatents(); },
        [&] {
            sampling_ = drawn.clone();
            if (in_.models.choice().device == device)
                return;
            restartSampling(); // what was encoded lies on the card
            encode();
        });
}

void Generation::makeLatents() {
    const tensor_memory::HostMemory host{in_.models.choice().onHost.music};
    noise_ = initialNoise(seeds_, frames(), kLatentChannels);
    if (request_.retakeVariance > 0)
        noise_ = mixRetake(noise_, initialNoise(resolveRetakeSeeds(request_), frames(), kLatentChannels),
                           request_.retakeVariance);
    latents_ = (request_.flowEditMorph ? morph() : denoise()).cpu();
    checkLatents(latents_);
    latents_ = latents_ * request_.latentRescale + request_.latentShift;
}

} // namespace ottava
