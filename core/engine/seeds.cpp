#include "core/engine/seeds.h"

#include <algorithm>
#include <random>

namespace ottava {
namespace {

std::vector<std::int64_t> filled(std::vector<std::int64_t> seeds, int count) {
    seeds.resize(static_cast<std::size_t>(std::max(count, 0)), -1);
    std::random_device source;
    std::uniform_int_distribution<std::uint32_t> anySeed;
    for (auto& seed : seeds) {
        if (seed < 0)
            seed = anySeed(source);
    }
    return seeds;
}

} // namespace

std::vector<std::int64_t> resolveSeeds(const Request& request) {
    if (request.useRandomSeed)
        return filled({}, request.batchSize);
    if (request.seeds.empty() && request.seed)
        return filled({*request.seed}, request.batchSize);
    return filled(request.seeds, request.batchSize);
}

std::vector<std::int64_t> resolveLmSeeds(const Request& request) {
    auto seeds = request.seeds;
    for (std::size_t item = 0; item < std::min(seeds.size(), request.lmSeeds.size()); ++item)
        if (request.lmSeeds[item] >= 0)
            seeds[item] = request.lmSeeds[item];
    return seeds;
}

std::vector<std::int64_t> resolveRetakeSeeds(const Request& request) {
    return filled(request.retakeSeeds, request.batchSize);
}

} // namespace ottava
