#include "ui/compose/variation.h"

#include <cstddef>
#include <utility>

namespace ottava::ui {

namespace {

/// The planner's seed of that item; without one of its own it was the item's.
std::int64_t lmSeedOf(const Request& request, std::size_t item, std::int64_t seed) {
    const auto& seeds = request.lmSeeds;
    return item < seeds.size() && seeds[item] >= 0 ? seeds[item] : seed;
}

} // namespace

Request again(Request request, int item, std::int64_t seed, std::int64_t freshSeed, Again kind) {
    const auto index = static_cast<std::size_t>(item);
    const auto lmSeed = lmSeedOf(request, index, seed);
    request.batchSize = 1;
    request.seeds.clear();
    request.samplingSeed.reset();
    request.seed = freshSeed;
    request.useRandomSeed = false;
    if (kind == Again::Vary) {
        if (!request.audioCodes.empty())
            request.audioCodes = AudioCodesField(request.audioCodes.of(index));
        request.lmSeeds = {lmSeed};
        return request;
    }
    request.thinking = request.thinking || !request.audioCodes.empty();
    request.audioCodes = {};
    request.lmSeeds.clear(); // the fresh seed serves both
    return request;
}

} // namespace ottava::ui
