#include "core/engine/generation.h"

#include "core/audio/audio_check.h"
#include "core/audio/audio_file.h"
#include "core/audio/loudness.h"
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

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>

namespace ottava {

Generation::Generation(Request request, const GenerationInputs& inputs)
    : request_(std::move(request)), in_(inputs), progress_(inputs.progress), seeds_(resolveSeeds(request_)) {
    request_.seeds = seeds_;
    request_.useRandomSeed = false;
    if (!request_.samplingSeed)
        request_.samplingSeed = seeds_.front();
    sampling_ = seededGenerator(*request_.samplingSeed);
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

SongText Generation::songText() {
    SongText text{.instruction = taskInstruction(request_),
                  .caption = request_.caption,
                  .lyrics = request_.instrumental ? "[Instrumental]" : request_.lyrics,
                  .language = request_.vocalLanguage.empty() ? "unknown" : request_.vocalLanguage,
                  .metadata = {.bpm = request_.bpm,
                               .timesignature = request_.timesignature,
                               .keyscale = request_.keyscale,
                               .durationSeconds = std::nullopt}};
    if (const double seconds = in_.files.source ? in_.files.sourceSeconds() : request_.duration; seconds > 0)
        text.metadata.durationSeconds = seconds;
    if (in_.models.ditConfig().isLegoSft)
        text.caption = stemCaption(text.instruction, request_.globalCaption, text.caption,
                                   request_.chunkMaskMode == ChunkMaskMode::Explicit);
    return text;
}

void Generation::encode() {
    progress_.at(Stage::Encoding, 0, 1);
    const double start = progress_.elapsedSeconds();
    source_ = makeSongSource(in_.models, request_, in_.files, sampling_, in_.stop);
    timbre_ = makeTimbreClips(in_.models, request_, in_.files, sampling_, in_.stop);
    condition_ = conditionSong(in_.models, songText(), timbre_);
    context_ = source_.context(in_.models);
    result_.timings.textSeconds = progress_.elapsedSeconds() - start;
    progress_.at(Stage::Encoding, 1, 1);
    throwIfStopped();
}

void Generation::finishItems() {
    const double start = progress_.elapsedSeconds();
    for (std::int64_t item = 0; item < batch(); ++item) {
        auto audio = decodeItem(item);
        postprocess(audio);
        if (!in_.dumpFile.empty())
            audios_.push_back(tensorFromAudio(audio));
        result_.takes.push_back(saveItem(item, audio));
        if (in_.callbacks.takeDone)
            in_.callbacks.takeDone(static_cast<int>(item), result_.takes.back());
    }
    result_.warnings.insert(result_.warnings.end(), faults_.begin(), faults_.end());
    result_.timings.vaeSeconds = progress_.elapsedSeconds() - start;
    in_.rates.decoding = result_.timings.vaeSeconds / static_cast<double>(frames() * batch());
}

void Generation::postprocess(AudioBuffer& audio) const {
    limitPeak(audio);
    const bool regions = in_.files.regions.has_value();
    if (regions && (request_.repaintHardCut || request_.repaintMode != RepaintMode::Aggressive))
        keepOutside(audio);
    if (regions && request_.repaintHardCut)
        return; // what follows would change what is to stay as it is
    if (request_.enableNormalization && request_.normalizationMode == NormalizationMode::Loudness)
        normalizeLoudness(audio, request_.normalizationLufs, std::min(request_.normalizationDb, 0.0));
    else if (request_.enableNormalization)
        normalizePeak(audio, request_.normalizationDb);
    applyFades(audio, std::llround(request_.fadeInDuration * kSampleRate),
               std::llround(request_.fadeOutDuration * kSampleRate));
}

void Generation::keepOutside(AudioBuffer& audio) const {
    const auto source = audioFromTensor(in_.files.paddedSource());
    const auto ranges = in_.files.regions->audioRanges();
    const double ramp = request_.repaintHardCut ? 0 : repaintHold(request_).wavCrossfadeSeconds;
    spliceOutside(audio, source, ranges, static_cast<std::int64_t>(ramp * kSampleRate));
    // A source rarely ends with a latent frame; what is left over is kept, too.
    const auto made = audio.frameCount();
    if (request_.repaintHardCut && made < source.frameCount() && ranges.back().end <= made)
        audio.samples.insert(audio.samples.end(), source.samples.begin() + made * source.channels,
                             source.samples.end());
}

Warnings Generation::faultsOf(std::int64_t item, const AudioBuffer& audio) const {
    Warnings faults;
    for (const auto& fault : audioFaults(audio))
        faults.push_back({WarningCode::AudioSuspect, fmt::format("Take {} {}.", item + 1, fault)});
    return faults;
}

AudioBuffer Generation::decodeItem(std::int64_t item) {
    heardFrames_ = 0;
    try {
        return decodeTiles(item);
    } catch (const InvalidNumbers&) {
        if (in_.models.choice().vaeDtype == at::kFloat)
            throw;
    }
    raisePrecision("decoding");
    return decodeTiles(item);
}

AudioBuffer Generation::decodeTiles(std::int64_t item) {
    const auto decoder = in_.models.vaeDecoder();
    const auto tiling = decodeTiling(*decoder);
    const auto tilesPerItem = static_cast<int>(tiling.tiles(frames()));
    const int total = tilesPerItem * static_cast<int>(batch());
    const int before = tilesPerItem * static_cast<int>(item);
    progress_.at(Stage::Decoding, before, total);
    const auto latents = latents_.slice(0, item, item + 1).transpose(1, 2).to(in_.models.choice().device); // [1, 64, T]
    std::vector<at::Tensor> tiles;
    std::int64_t firstFrame = 0;
    decodeTiled(
        *decoder, latents, tiling,
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
    if (!in_.callbacks.audio || firstFrame < heardFrames_)
        return;
    heardFrames_ = firstFrame + tile.size(2);
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
    const auto faults = faultsOf(item, audio);
    auto warnings = result_.warnings;
    warnings.insert(warnings.end(), faults.begin(), faults.end());
    faults_.insert(faults_.end(), faults.begin(), faults.end());
    auto take =
        writeTake({.outDir = in_.outDir,
                   .request = request_,
                   .item = static_cast<int>(item),
                   .models = {.folder = in_.models.choice().models, .dit = in_.models.choice().dit, .lm = in_.lm},
                   .warnings = warnings,
                   .timings = result_.timings,
                   .findings = std::move(findings)},
                  audio, latents_.slice(0, item, item + 1));
    if (last)
        progress_.at(Stage::Saving, 1, 1);
    return take;
}

TakeFindings Generation::examineItem(std::int64_t item) {
    const auto text = songText();
    return examineTake(in_.models, request_, static_cast<std::size_t>(item),
                       {.latents = latents_.slice(0, item, item + 1),
                        .states = condition_.packed.states,
                        .context = context_.size(0) == 1 ? context_ : context_.slice(0, item, item + 1),
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
                     {"src_latents", all(request_.flowEditMorph ? source_.target : source_.latents)},
                     {"chunk_masks", all(source_.chunkMask)},
                     {"context_latents", all(context_)},
                     {"latents", latents_},
                     {"waveform", at::cat(waveforms_)},
                     {"audio", at::cat(audios_)}},
                    {{"prompt", condition_.prompt}, {"lyrics", condition_.lyricPrompt}});
}

} // namespace ottava
