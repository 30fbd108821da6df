#include "core/engine/bench_memory.h"

#include "core/base/units.h"
#include "core/engine/bench_models.h"
#include "core/engine/full_size_models.h"
#include "core/engine/memory_request.h"
#include "core/engine/memory_run.h"
#include "core/engine/song_size.h"
#include "core/engine/torch_errors.h"
#include "core/nn/tensor_memory.h"

#include <algorithm>

namespace ottava {
namespace {

MemoryModels shapesOf(const DeviceChoice& device, const BenchMemoryOptions& options) {
    MemoryModels models{.dit = benchDitConfig(options.size),
                        .vae = benchVaeConfig(options.size),
                        .text = benchTextConfig(options.size),
                        .lm = std::nullopt,
                        .music = numberFormat(device.dtype),
                        .decoding = numberFormat(device.vaeDtype),
                        .planning = numberFormat(device.lmDtype),
                        .ditLayout = layoutOf(device.ditOptions, device.dtype, device.device),
                        .onProcessor = !options.asCard};
    if (options.lm != BenchLm::None)
        models.lm = fullSizePlanner(options.lm == BenchLm::Large    ? LmSize::Large
                                    : options.lm == BenchLm::Medium ? LmSize::Medium
                                                                    : LmSize::Small);
    if (device.lmWeights == LmWeights::Int8)
        models.planning.weightBytes = 1;
    if (options.asCard)
        models.ditLayout.fused = models.ditLayout.int8 = false;
    return options.layers > 0 ? withLayers(std::move(models), options.layers) : models;
}

SongSize songOf(const BenchMemoryOptions& options) {
    Request request;
    request.duration = options.seconds;
    request.batchSize = static_cast<int>(options.items);
    auto song = songSize(request, {.turbo = !options.guided, .planned = options.lm != BenchLm::None});
    song.fromAudio = options.source;
    return song;
}

} // namespace

MemoryPlan benchMemory(const EngineSettings& settings, const BenchMemoryOptions& options, const std::stop_token& stop) {
    const auto device = chooseDevice(settings);
    const auto models = shapesOf(device, options);
    const auto song = songOf(options);
    auto plan = planMemory(models, song, memoryBudget(settings, device.hardware), offloadWish(settings));
    return withTorchErrors([&] { return countedPlan(std::move(plan), models, song, stop); });
}

void countTiers(std::vector<TierPlan> plans, std::int64_t layers,
                const std::function<void(const TierPlan& counted)>& onCounted, const std::stop_token& stop) {
    for (auto entry = plans.begin(); entry != plans.end(); ++entry) {
        entry->models = withLayers(std::move(entry->models), layers);
        entry->plan = withChoices(std::move(entry->plan), entry->plan.choices, entry->models, entry->song);
        const auto same = std::find_if(plans.begin(), entry, [&](const TierPlan& other) {
            return other.model == entry->model && other.lm == entry->lm && other.song == entry->song
                   && other.plan.choices == entry->plan.choices;
        });
        if (same == entry)
            entry->plan = withTorchErrors([&] { return countedPlan(entry->plan, entry->models, entry->song, stop); });
        else
            entry->plan.stages = same->plan.stages;
        onCounted(*entry);
    }
}

} // namespace ottava
