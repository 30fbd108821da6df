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
#include "core/engine/tensor_audio.h"
#include "core/models/vae_tiling.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>

#include <algorithm>
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
    in_.memory.run(
        MemoryStage::Encoding,
        [this] {
            load();
            encode();
        },
        [this] { restartSampling(); });
    diffuse();
    finishItems();
    if (!in_.dumpFile.empty())
        writeDump();
    result_.request = request_;
    result_.memory = in_.memory.measured();
    result_.timings.totalSeconds = progress_.elapsedSeconds();
    return std::move(result_);
}

/// What draws begins anew, with everything that it was drawn for.
void Generation::restartSampling() {
    sampling_ = seededGenerator(*request_.samplingSeed);
}

/// Models that take turns are loaded when their turn comes.
void Generation::load() {
    const tensor_memory::HostMemory host{in_.models.choice().onHost.music};
    std::vector<std::function<void()>> models{[this] { in_.models.textEncoder(); }};
    if (in_.memory.choices().dit == Residency::Stays)
        models.emplace_back([this] { in_.models.dit(); });
    if (in_.memory.choices().vae == Residency::Stays)
        models.emplace_back([this] { in_.models.vaeDecoder(); });
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
    const tensor_memory::HostMemory host{in_.models.choice().onHost.music};
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
        const auto description = describeItem(item, audio);
        auto take = saveItem(item, description, audio);
        if (in_.callbacks.takeDone)
            in_.callbacks.takeDone(static_cast<int>(item), take);
        judgeItem(item, description, audio, take);
        result_.takes.push_back(std::move(take));
    }
    const auto reliefs = in_.memory.warnings();
    result_.warnings.insert(result_.warnings.end(), reliefs.begin(), reliefs.end());
    result_.warnings.insert(result_.warnings.end(), faults_.begin(), faults_.end());
    result_.timings.vaeSeconds = progress_.elapsedSeconds() - start;
    in_.rates.decoding = result_.timings.vaeSeconds / static_cast<double>(frames() * batch());
}

AudioBuffer Generation::decodeItem(std::int64_t item) {
    heardFrames_ = 0;
    AudioBuffer audio;
    const auto decode = [&] {
        in_.memory.run(
            MemoryStage::Decoding, [&] { audio = decodeTiles(item); }, [] {});
    };
    try {
        decode();
        return audio;
    } catch (const InvalidNumbers&) {
        if (in_.models.choice().vaeDtype == at::kFloat)
            throw;
    }
    raisePrecision(sentence("decoding"));
    decode();
    return audio;
}

AudioBuffer Generation::decodeTiles(std::int64_t item) {
    const auto& choice = in_.models.choice();
    const tensor_memory::HostMemory host{choice.onHost.vae};
    const auto decoder = in_.models.vaeDecoder();
    auto tiling = decodeTiling(*decoder);
    tiling.tileFrames = std::min(tiling.tileFrames, in_.memory.choices().tileFrames);
    const auto tilesPerItem = static_cast<int>(tiling.tiles(frames()));
    const int total = tilesPerItem * static_cast<int>(batch());
    const int before = tilesPerItem * static_cast<int>(item);
    progress_.at(Stage::Decoding, before, total);
    const auto latents = latents_.slice(0, item, item + 1).transpose(1, 2).to(choice.vaeDevice); // [1, 64, T]
    std::vector<at::Tensor> tiles;
    std::int64_t firstFrame = 0;
    decodeTiled(
        *decoder, latents, tiling,
        [&](const at::Tensor& tile, std::int64_t index, std::int64_t) {
            checkAudio(tile); // before anybody hears it
            reportTile(item, tile, firstFrame);
            firstFrame += tile.size(2);
            tiles.push_back(onHost(tile));
            progress_.at(Stage::Decoding, before + static_cast<int>(index) + 1, total);
        },
        in_.stop);
    const tensor_memory::HostMemory joined;
    const auto waveform = at::cat(tiles, /*dim=*/2);
    if (!in_.dumpFile.empty())
        waveforms_.push_back(waveform);
    return audioFromTensor(waveform);
}

/// Audio waits in main memory; where the processor stands in for the card that means a copy, as it would from a card.
at::Tensor Generation::onHost(const at::Tensor& tile) const {
    if (!in_.models.choice().standsIn)
        return tile;
    const tensor_memory::HostMemory host;
    return tile.clone();
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
