#include "core/models/vae_tiling.h"

#include "core/base/error.h"
#include "core/base/units.h"
#include "core/models/vae_chain.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr std::int64_t kEncodeOverlap = 2 * kSampleRate;
constexpr std::int64_t kSamplesAtOnce = kSampleRate; ///< of an encoder's stream, between two looks at the stop token
constexpr std::int64_t kStreamedTile = 64, kLayeredTile = 128;
constexpr std::int64_t kEncodeReach = 10; ///< latent frames; its receptive field is ±6.9

void throwIfStopped(const std::stop_token& stop) {
    if (stop.stop_requested())
        throw Cancelled{};
}

at::Tensor sample(const LatentDistribution& latents, const std::optional<at::Generator>& generator) {
    if (!generator)
        return latents.mean;
    const auto noise = at::randn(latents.mean.sizes(), generator, at::TensorOptions{}.dtype(at::kFloat));
    return latents.mean + latents.std * noise.to(latents.mean.device());
}

/// Tiles of one song, in order.
class TileSource {
public:
    virtual ~TileSource() = default;
    /// Frames [begin, end) of the latents → [1, 2, samples].
    virtual at::Tensor tile(std::int64_t begin, std::int64_t end) = 0;
};

class LayeredTiles : public TileSource {
public:
    LayeredTiles(const VaeDecoder& decoder, at::Tensor latents, std::int64_t overlap)
        : decoder_(decoder), latents_(std::move(latents)), overlap_(overlap) {}

    at::Tensor tile(std::int64_t begin, std::int64_t end) override {
        const auto first = std::max<std::int64_t>(0, begin - overlap_);
        const auto last = std::min(latents_.size(2), end + overlap_);
        const auto audio = decoder_.forward(latents_.slice(2, first, last).contiguous());
        return audio.slice(2, (begin - first) * kHopLength, (end - first) * kHopLength).cpu();
    }

private:
    const VaeDecoder& decoder_;
    at::Tensor latents_;
    std::int64_t overlap_;
};

class StreamedTiles : public TileSource {
public:
    StreamedTiles(const VaeChain& chain, const at::Tensor& latents, std::int64_t ahead)
        : stream_(chain), rows_(latents[0].t()), ahead_(ahead) {}

    at::Tensor tile(std::int64_t begin, std::int64_t end) override {
        const auto samples = (end - begin) * kHopLength;
        while (stream_.ready() < samples) {
            TORCH_CHECK(pushed_ < rows_.size(0), "the decoder gave fewer samples than its latents stand for");
            const auto next = std::min(rows_.size(0), std::max(pushed_ + 1, end + ahead_));
            stream_.push(rows_.slice(0, pushed_, next), next == rows_.size(0));
            pushed_ = next;
        }
        return stream_.take(samples).t().contiguous().unsqueeze(0);
    }

private:
    ChainStream stream_;
    at::Tensor rows_; ///< [T, 64]
    std::int64_t ahead_, pushed_ = 0;
};

/// A stretch of audio that is encoded, and how many latent frames of it do not count at either end.
struct Piece {
    std::int64_t first, last, trimStart = 0, trimEnd = 0;
};

std::vector<Piece> piecesOf(std::int64_t length, std::int64_t pieceSamples) {
    if (length <= pieceSamples)
        return {{0, length}};
    std::vector<Piece> pieces;
    const auto stride = pieceSamples - 2 * kEncodeOverlap;
    for (std::int64_t begin = 0; begin < length; begin += stride) {
        const auto end = std::min(begin + stride, length);
        const auto first = std::max<std::int64_t>(0, begin - kEncodeOverlap);
        const auto last = std::min(length, end + kEncodeOverlap);
        pieces.push_back({first, last, std::lround(static_cast<double>(begin - first) / kHopLength),
                          std::lround(static_cast<double>(last - end) / kHopLength)});
    }
    return pieces;
}

/// The whole song's distribution from one stream.
LatentDistribution streamed(const VaeEncoder& encoder, const at::Tensor& audio, const std::stop_token& stop) {
    const auto rows = audio[0].t(); // [samples, 2]
    ChainStream stream{*encoder.chain};
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < rows.size(0); begin += kSamplesAtOnce) {
        throwIfStopped(stop);
        const auto end = std::min(begin + kSamplesAtOnce, rows.size(0));
        stream.push(rows.slice(0, begin, end), end == rows.size(0));
        parts.push_back(stream.take(stream.ready()));
    }
    return latentDistribution(at::cat(parts).t().unsqueeze(0));
}

/// The same from tiles, each with enough around it that no cut is seen.
LatentDistribution layered(const VaeEncoder& encoder, const at::Tensor& audio, const std::stop_token& stop) {
    const auto samples = audio.size(2), frames = samples / kHopLength;
    std::vector<at::Tensor> means, deviations;
    for (std::int64_t begin = 0; begin < frames; begin += kLayeredTile) {
        throwIfStopped(stop);
        const auto end = std::min(begin + kLayeredTile, frames);
        const auto first = std::max<std::int64_t>(0, begin - kEncodeReach);
        const auto last = std::min(samples, (end + kEncodeReach) * kHopLength);
        const auto tile = encoder.forward(audio.slice(2, first * kHopLength, last).contiguous());
        means.push_back(tile.mean.slice(2, begin - first, end - first));
        deviations.push_back(tile.std.slice(2, begin - first, end - first));
    }
    return {at::cat(means, /*dim=*/2), at::cat(deviations, /*dim=*/2)};
}

/// The part of a song's distribution that a piece would have on its own.
LatentDistribution partOf(const LatentDistribution& song, const Piece& piece) {
    const auto begin = piece.first / kHopLength;
    const auto end = begin + (piece.last - piece.first) / kHopLength;
    return {song.mean.slice(2, begin, end), song.std.slice(2, begin, end)};
}

} // namespace

DecodeTiling decodeTiling(const VaeDecoder& decoder) {
    return {.tileFrames = decoder.chain ? kStreamedTile : kLayeredTile};
}

void decodeTiled(const VaeDecoder& decoder, const at::Tensor& latents, const DecodeTiling& tiling,
                 const std::function<void(const at::Tensor&, std::int64_t, std::int64_t)>& onTile,
                 const std::stop_token& stop) {
    std::unique_ptr<TileSource> source;
    if (decoder.chain)
        source = std::make_unique<StreamedTiles>(*decoder.chain, latents, tiling.overlapFrames);
    else
        source = std::make_unique<LayeredTiles>(decoder, latents, tiling.overlapFrames);
    const auto length = latents.size(2), tiles = tiling.tiles(length);
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        throwIfStopped(stop);
        const auto begin = tile * tiling.tileFrames;
        onTile(source->tile(begin, std::min(begin + tiling.tileFrames, length)), tile, tiles);
    }
}

at::Tensor encodeTiled(const VaeEncoder& encoder, const at::Tensor& audio, double pieceSeconds,
                       const std::optional<at::Generator>& generator, const std::stop_token& stop) {
    const auto pieces = piecesOf(audio.size(2), std::llround(pieceSeconds * kSampleRate));
    const bool onFrames = std::ranges::all_of(pieces, [](const Piece& piece) { return piece.first % kHopLength == 0; });
    std::optional<LatentDistribution> song;
    if (onFrames)
        song = encoder.chain ? streamed(encoder, audio, stop) : layered(encoder, audio, stop);
    std::vector<at::Tensor> cores;
    for (const auto& piece : pieces) {
        throwIfStopped(stop);
        const auto distribution =
            song ? partOf(*song, piece) : encoder.forward(audio.slice(2, piece.first, piece.last).contiguous());
        const auto latents = sample(distribution, generator);
        cores.push_back(latents.slice(2, piece.trimStart, latents.size(2) - piece.trimEnd));
    }
    return at::cat(cores, /*dim=*/2);
}

} // namespace ottava
