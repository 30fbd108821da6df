#include "core/models/vae_tiling.h"

#include "core/base/error.h"
#include "core/base/units.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

constexpr std::int64_t kEncodeOverlap = 2 * kSampleRate;

at::Tensor sample(const LatentDistribution& latents, const std::optional<at::Generator>& generator) {
    if (!generator)
        return latents.mean;
    const auto noise = at::randn(latents.mean.sizes(), generator, at::TensorOptions{}.dtype(at::kFloat));
    return latents.mean + latents.std * noise.to(latents.mean.device());
}

} // namespace

void decodeTiled(const VaeDecoder& decoder, const at::Tensor& latents, const DecodeTiling& tiling,
                 const std::function<void(const at::Tensor&, std::int64_t, std::int64_t)>& onTile,
                 const std::stop_token& stop) {
    const auto length = latents.size(2);
    const auto tiles = (length + tiling.tileFrames - 1) / tiling.tileFrames;
    for (std::int64_t tile = 0; tile < tiles; ++tile) {
        if (stop.stop_requested())
            throw Cancelled{};
        const auto begin = tile * tiling.tileFrames;
        const auto end = std::min(begin + tiling.tileFrames, length);
        const auto first = std::max<std::int64_t>(0, begin - tiling.overlapFrames);
        const auto last = std::min(length, end + tiling.overlapFrames);
        const auto audio = decoder.forward(latents.slice(2, first, last).contiguous());
        onTile(audio.slice(2, (begin - first) * kHopLength, (end - first) * kHopLength).cpu(), tile, tiles);
    }
}

at::Tensor encodeTiled(const VaeEncoder& encoder, const at::Tensor& audio, double pieceSeconds,
                       const std::optional<at::Generator>& generator, const std::stop_token& stop) {
    const auto length = audio.size(2);
    const auto piece = static_cast<std::int64_t>(std::llround(pieceSeconds * kSampleRate));
    if (length <= piece)
        return sample(encoder.forward(audio), generator);
    const auto stride = piece - 2 * kEncodeOverlap;
    std::vector<at::Tensor> cores;
    for (std::int64_t begin = 0; begin < length; begin += stride) {
        if (stop.stop_requested())
            throw Cancelled{};
        const auto end = std::min(begin + stride, length);
        const auto first = std::max<std::int64_t>(0, begin - kEncodeOverlap);
        const auto last = std::min(length, end + kEncodeOverlap);
        const auto latents = sample(encoder.forward(audio.slice(2, first, last).contiguous()), generator);
        const auto trimStart = std::lround(static_cast<double>(begin - first) / kHopLength);
        const auto trimEnd = std::lround(static_cast<double>(last - end) / kHopLength);
        cores.push_back(latents.slice(2, trimStart, latents.size(2) - trimEnd));
    }
    return at::cat(cores, /*dim=*/2);
}

} // namespace ottava
