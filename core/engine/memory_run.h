#pragma once

#include "core/engine/memory_plan.h"

#include <memory>
#include <stop_token>

namespace ottava {

/// Runs one unit of every stage of a song (a prompt and a token, one denoising step, some tiles) with random weights of
/// the models' size, the processor standing in for a card, and counts at libtorch's allocator what tensors hold at
/// most. The song needs no more: its other steps and tiles use the same memory again.
class MemoryRun {
public:
    /// Loads what the plan keeps on the card, as after a first song.
    MemoryRun(MemoryModels models, const MemoryChoices& choices, const SongSize& song);
    ~MemoryRun();

    /// In the order of the plan. → bytes. Throws c10::Error when memory runs out.
    std::int64_t peakOf(MemoryStage stage);

private:
    class Stages;
    std::unique_ptr<Stages> stages_;
    std::size_t before_;
};

/// The plan, each stage with what it really held. Throws Cancelled between stages.
MemoryPlan countedPlan(MemoryPlan plan, const MemoryModels& models, const SongSize& song, const std::stop_token& stop);

/// The models with at most so many layers in the DiT and the language model. All layers take turns with the same
/// working memory, so that what few of them hold tells what all of them would.
MemoryModels withLayers(MemoryModels models, std::int64_t layers);

} // namespace ottava
