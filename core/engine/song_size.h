#pragma once

#include "core/engine/memory_models.h"
#include "core/engine/request.h"

#include <optional>

namespace ottava {

/// Latent frames of a song of this length; a length that is left open (≤ 0) is the reference's 120 s.
/// Source: synthesis specification §8.
std::int64_t latentFramesFor(double seconds);

/// What is known of a song besides its request.
struct SongFacts {
    bool turbo = true;    ///< guidance is built into the DiT
    bool planned = false; ///< the planner works on it
    std::optional<double> seconds =
        {}; ///< its length where the request does not say: a source's, or the longest there may be
};

/// What `request` asks of the models. Lyrics count with a token for every two characters, more than any language takes.
SongSize songSize(const Request& request, const SongFacts& facts);

} // namespace ottava
