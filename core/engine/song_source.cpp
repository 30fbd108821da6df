#include "core/engine/song_source.h"

#include "core/base/units.h"
#include "core/checkpoints/silence_latent.h"
#include "core/diffusion/noise.h"
#include "core/engine/song_size.h"
#include "core/tasks/context.h"
#include "core/tasks/source_audio.h"
#include "core/text/audio_codes.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

/// Lengthens latents [1, T, 64] to `frames` with frames of silence counted from 0.
at::Tensor padded(ModelStore& models, const at::Tensor& latents, std::int64_t frames) {
    const auto missing = frames - latents.size(1);
    return missing <= 0 ? latents : at::cat({latents, silenceSource(models, 1, missing).to(latents.options())}, 1);
}

at::Tensor flags(std::vector<std::int64_t> items) {
    return at::tensor(items, at::kLong);
}

SongSource silentSource(ModelStore& models, std::int64_t frames) {
    auto silence = silenceSource(models, 1, frames);
    return {.target = silence,
            .latents = silence,
            .isCover = flags({0}),
            .hints = std::nullopt,
            .chunkMask = at::ones({1, frames}, silence.options()),
            .repaintMask = std::nullopt};
}

/// One text of codes for all items, or one an item; an item without a code is left to the model.
SongSource sourceOfCodes(ModelStore& models, const Request& request) {
    const std::size_t count = request.audioCodes.perItem() ? static_cast<std::size_t>(request.batchSize) : 1;
    std::vector<at::Tensor> items;
    std::vector<std::int64_t> isCover;
    std::int64_t frames = kMinLatentFrames;
    for (std::size_t item = 0; item < count; ++item) {
        const auto& codes = request.audioCodes.of(item);
        const bool given = count == 1 || !parseAudioCodes(codes).empty();
        items.push_back(given ? decodeAudioCodes(models, codes)
                              : silenceSource(models, 1, latentFramesFor(request.duration)).to(at::kFloat));
        isCover.push_back(given ? 1 : 0);
        frames = std::max(frames, items.back().size(1));
    }
    for (auto& item : items)
        item = padded(models, item, frames);
    auto source = silentSource(models, frames);
    source.hints = source.target = source.latents = at::cat(items); // [B, T, 64]
    source.isCover = flags(std::move(isCover));
    return source;
}

/// 1 in each range, 0 elsewhere. → [1, frames] bool.
at::Tensor maskOf(const std::vector<FrameRange>& ranges, std::int64_t frames) {
    auto mask = at::zeros({1, frames}, at::TensorOptions{}.dtype(at::kBool));
    for (const auto& range : ranges)
        mask.slice(1, range.begin, range.end).fill_(true);
    return mask;
}

void applyRegions(ModelStore& models, const Request& request, const RegionPlan& plan, SongSource& source) {
    const auto mask = maskOf(plan.latentRanges(source.frames()), source.frames()).to(source.target.device());
    source.repaintMask = mask;
    if (request.chunkMaskMode == ChunkMaskMode::Explicit)
        source.chunkMask = mask.to(source.chunkMask.scalar_type());
    if (request.taskType == TaskType::Repaint)
        source.latents = at::where(mask.unsqueeze(-1), silenceSource(models, 1, source.frames()), source.target);
}

} // namespace

at::Tensor SongSource::context(ModelStore& models) const {
    const auto batch = std::max(latents.size(0), isCover.size(0));
    const auto hinted = withCodeHints(models, latents.expand({batch, -1, -1}), isCover, hints);
    return joinContext(hinted, chunkMask.unsqueeze(-1).expand({batch, -1, kLatentChannels}));
}

at::Tensor SongSource::silentContext(ModelStore& models) const {
    return joinContext(silenceSource(models, 1, frames()), chunkMask.unsqueeze(-1).expand({1, -1, kLatentChannels}));
}

SongSource makeSongSource(ModelStore& models, const Request& request, const SourceFiles& files,
                          const at::Generator& sampling, const std::stop_token& stop) {
    if (followsCodes(request))
        return sourceOfCodes(models, request);
    if (!files.source)
        return silentSource(models, latentFramesFor(request.duration));
    const auto encoded = encodeAudio(models, files.paddedSource(), sampling, stop);
    const auto frames = std::max<std::int64_t>(encoded.size(1), kMinLatentFrames);
    auto source = silentSource(models, frames);
    source.target = padded(models, encoded, frames);
    if (request.taskType == TaskType::Text2Music)
        return source; // a morph: the model hears silence, only the path runs from the source
    source.latents = source.target;
    source.isCover = flags({request.taskType == TaskType::Cover ? 1 : 0});
    if (files.regions)
        applyRegions(models, request, *files.regions, source);
    return source;
}

std::optional<TimbreClips> makeTimbreClips(ModelStore& models, const Request& request, const SourceFiles& files,
                                           const at::Generator& sampling, const std::stop_token& stop) {
    if (!files.reference)
        return std::nullopt;
    // The places have a stream of their own: the draws of the VAE stay where the reference has them.
    const auto pieces = referencePieces(*files.reference, seededGenerator(request.samplingSeed.value_or(0)));
    const auto latents = encodeAudio(models, pieces, sampling, stop);
    return TimbreClips{latents.to(models.choice().dtype), at::zeros({1}, at::TensorOptions{}.dtype(at::kLong))};
}

} // namespace ottava
