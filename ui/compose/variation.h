#pragma once

#include "core/engine/request.h"

#include <cstdint>

namespace ottava::ui {

/// Two ways to make a take again.
enum class Again {
    Vary,    ///< the same plan, codes and all, from other noise
    NewIdea, ///< the same words, everything else drawn anew
};

/// The request for one more take. `request`: as the take's sidecar has it; `item`: its place in the batch; `seed`: the
/// take's own; `freshSeed`: for the new noise.
Request again(Request request, int item, std::int64_t seed, std::int64_t freshSeed, Again kind);

} // namespace ottava::ui
