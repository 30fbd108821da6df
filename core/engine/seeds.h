#pragma once

#include "core/engine/request.h"

#include <cstdint>
#include <vector>

namespace ottava {

/// A seed for each of the request's items, 0 to 2³² − 1. `seeds` is followed, else `seed` by the first item alone; what
/// is missing or −1 is drawn from the system's source of randomness, and so is all of it with `useRandomSeed`.
/// Source: synthesis specification §9.
std::vector<std::int64_t> resolveSeeds(const Request& request);

/// The same for the second noise that `retakeVariance` mixes in, from `retakeSeeds`. They are kept with
/// `useRandomSeed`, too: that switch is about the first noise.
std::vector<std::int64_t> resolveRetakeSeeds(const Request& request);

/// The planner's seeds, one an item: `lmSeeds` where it has one, else the item's own of `request.seeds`, which must be
/// settled.
std::vector<std::int64_t> resolveLmSeeds(const Request& request);

} // namespace ottava
