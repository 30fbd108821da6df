#include "core/audio/audio_check.h"
#include "core/audio/audio_file.h"
#include "core/audio/loudness.h"
#include "core/audio/postprocess.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/diffusion/noise.h"
#include "core/engine/generation.h"
#include "core/engine/take_findings.h"
#include "core/engine/tensor_audio.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

// What becomes of decoded audio: a finished take, saved, then timed and scored.

namespace ottava {

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
        faults.push_back({WarningCode::AudioSuspect, sentence("Take {} {}.", item + 1, fault)});
    return faults;
}

TakeDescription Generation::describeItem(std::int64_t item, const AudioBuffer& audio) {
    const auto faults = faultsOf(item, audio), reliefs = in_.memory.warnings();
    auto warnings = result_.warnings;
    warnings.insert(warnings.end(), reliefs.begin(), reliefs.end());
    warnings.insert(warnings.end(), faults.begin(), faults.end());
    faults_.insert(faults_.end(), faults.begin(), faults.end());
    return {.outDir = in_.outDir,
            .request = request_,
            .item = static_cast<int>(item),
            .models = {.folder = in_.models.choice().models, .dit = in_.models.choice().dit, .lm = in_.lm},
            .warnings = std::move(warnings),
            .timings = result_.timings,
            .embed = in_.embed};
}

Take Generation::saveItem(std::int64_t item, const TakeDescription& description, const AudioBuffer& audio) {
    // Earlier items are saved between the tiles of the batch; the stage begins when nothing else is left to do.
    const bool last = item + 1 == batch();
    if (last)
        progress_.at(Stage::Saving, 0, 1);
    throwIfStopped();
    auto take = writeTake(description, audio, latents_.slice(0, item, item + 1));
    if (last)
        progress_.at(Stage::Saving, 1, 1);
    return take;
}

/// Once the take is safe on the disk: whatever happens here, nobody loses it.
void Generation::judgeItem(std::int64_t item, TakeDescription description, const AudioBuffer& audio, Take& take) {
    if (!request_.autoScore && !request_.autoLrc)
        return;
    const auto known = result_.warnings.size();
    try {
        const auto findings = examineItem(item);
        const auto fresh = result_.warnings.begin() + static_cast<std::ptrdiff_t>(known);
        description.warnings.insert(description.warnings.end(), fresh, result_.warnings.end());
        addFindings(description, audio, findings, take);
    } catch (const Cancelled&) {
        description.warnings.push_back(
            {WarningCode::LyricsNotAligned,
             sentence("The job was stopped before this take was timed and scored; its sound is whole.")});
        addFindings(description, audio, {}, take);
        throw;
    } catch (const std::exception& e) { // also what libtorch throws: the song is not worth less for it
        result_.warnings.push_back(
            {WarningCode::LyricsNotAligned,
             sentence("Take {} is saved but could not be timed and scored: {}", item + 1, e.what())});
    }
}

TakeFindings Generation::examineItem(std::int64_t item) {
    const auto text = songText();
    AlignmentInput take{.latents = latents_.slice(0, item, item + 1),
                        .states = condition_.packed.states,
                        .context = context_.size(0) == 1 ? context_ : context_.slice(0, item, item + 1),
                        .noise = initialNoise({kAlignmentSeed}, frames(), kLatentChannels),
                        .lyricPrompt = condition_.lyricPrompt,
                        .language = text.language,
                        .inferenceSteps = request_.inferenceSteps};
    TakeFindings findings;
    in_.memory.run(
        MemoryStage::Diffusion,
        [&] {
            const auto& choice = in_.models.choice();
            const tensor_memory::HostMemory host{choice.onHost.music};
            take.states = take.states.to(choice.device); // the model may have moved since it was made
            take.context = take.context.to(choice.device);
            findings =
                examineTake(in_.models, request_, static_cast<std::size_t>(item), take, in_.stop, result_.warnings);
        },
        [] {});
    return findings;
}

} // namespace ottava
