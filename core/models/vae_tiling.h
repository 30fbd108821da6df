#pragma once

#include "core/models/vae.h"

#include <functional>
#include <stop_token>

namespace ottava {

/// How a long song is cut for decoding. Layers of libtorch run over each tile and the frames around it: 10 cover the
/// decoder's receptive field (±9.3 frames), so tiles of any length give the untiled result to rounding. A chain needs
/// no overlap, only as many frames ahead. Source: synthesis specification §10.
struct DecodeTiling {
    std::int64_t tileFrames = 256; ///< latent frames that one tile contributes
    std::int64_t overlapFrames = 10;

    std::int64_t tiles(std::int64_t frames) const { return (frames + tileFrames - 1) / tileFrames; }
};

/// Tiles that suit a decoder: short where they cost nothing, so that a song is heard early.
DecodeTiling decodeTiling(const VaeDecoder& decoder);

/// Decodes latents [1, 64, T] tile by tile, in order; `onTile` gets each finished stretch [1, 2, samples] (float32,
/// CPU) with its tile number and the number of tiles. Throws Cancelled between tiles once `stop` was requested.
void decodeTiled(const VaeDecoder& decoder, const at::Tensor& latents, const DecodeTiling& tiling,
                 const std::function<void(const at::Tensor& audio, std::int64_t tile, std::int64_t tiles)>& onTile,
                 const std::stop_token& stop);

/// Encodes audio [1, 2, samples] in pieces of `pieceSeconds` with 2 s of overlap on either side. With a generator each
/// piece draws a sample from its own noise, without one it gives the mean. Pieces that begin on a latent frame are
/// drawn from a distribution that is computed as memory and speed ask for, as if each had been computed alone. →
/// latents [1, 64, T], T = samples / 1920 rounded down. Throws Cancelled between pieces.
at::Tensor encodeTiled(const VaeEncoder& encoder, const at::Tensor& audio, double pieceSeconds,
                       const std::optional<at::Generator>& generator, const std::stop_token& stop);

} // namespace ottava
