#pragma once

#include "core/audio/file_metadata.h"
#include "core/engine/embed_choice.h"
#include "core/engine/request.h"
#include "core/library/take_library.h"

namespace ottava {

/// Where a take comes from: what a file with its sound is to say.
struct TakeOrigin {
    std::string title = {}, created = {}; ///< as StoredTake has them
    std::string model = {};               ///< of the diffusion
    std::string lrc = {};                 ///< timed lyrics; empty: none
    std::int64_t seed = 0;
    std::optional<Request> request = {}; ///< as used, for this take alone; unset: not known
};

/// A request of several items narrowed to one: its own seeds and codes. Recordings and adapters keep their names only:
/// where they lie is nobody else's business.
Request requestOfTake(Request request, int item, std::int64_t seed);

/// What the library knows of a take. A request that cannot be read is left out.
TakeOrigin originOf(const StoredTake& take);

/// What a file with the take's sound says. Its loudness is still to be measured.
FileMetadata fileMetadata(const TakeOrigin& origin, const EmbedChoice& choice);

} // namespace ottava
