#include "core/engine/job_memory.h"

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/engine/memory_text.h"
#include "core/engine/process_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ottava {

JobMemory::JobMemory(ModelStore& models, JobMemoryInputs inputs)
    : models_(models), inputs_(std::move(inputs)), card_(models.choice().device) {
    plan_ = planMemory(inputs_.models, inputs_.song, inputs_.budget, inputs_.offload);
    follow(plan_.choices);
    if (standsIn() || inputs_.simulated)
        tensor_memory::setCardLimit(static_cast<std::size_t>(inputs_.budget.usable()));
    log::info("Memory plan: {}", memoryPlanLine(plan_));
}

JobMemory::~JobMemory() {
    tensor_memory::setCardLimit(0);
}

bool JobMemory::standsIn() const {
    return inputs_.budget.isCard && card_.is_cpu();
}

/// Tells the store where its models are to be from now on.
void JobMemory::follow(const MemoryChoices& choices) {
    auto choice = models_.choice();
    const auto deviceOf = [this](Residency residency) {
        return residency == Residency::Host ? at::Device{at::kCPU} : card_;
    };
    choice.device = deviceOf(choices.dit);
    choice.vaeDevice = deviceOf(choices.vae);
    choice.lmDevice = deviceOf(choices.lm);
    choice.ditByLayer = choices.dit == Residency::ByLayer;
    choice.standsIn = standsIn();
    const auto offTheCard = [&](Residency residency) { return choice.standsIn && residency == Residency::Host; };
    choice.onHost = {.music = offTheCard(choices.dit), .vae = offTheCard(choices.vae), .lm = offTheCard(choices.lm)};
    models_.choose(choice);
}

void JobMemory::resize(const SongSize& song) {
    const auto before = plan_;
    inputs_.song = song;
    plan_ = planMemory(inputs_.models, song, inputs_.budget, inputs_.offload);
    if (!relieved_.empty())
        plan_ = withChoices(std::move(plan_), harsher(plan_.choices, before.choices), inputs_.models, song);
    for (auto& stage : plan_.stages) // what is over was predicted before
        for (const auto& old : before.stages)
            if (old.stage == stage.stage && stage.stage == MemoryStage::Planning)
                stage.bytes = old.bytes;
    follow(plan_.choices);
}

void JobMemory::takePrecision() {
    const auto& choice = models_.choice();
    inputs_.models.music = numberFormat(choice.dtype);
    inputs_.models.decoding = numberFormat(choice.vaeDtype);
    inputs_.models.ditLayout = layoutOf(choice.ditOptions, choice.dtype, card_);
    resize(inputs_.song);
}

void JobMemory::begin(MemoryStage stage) {
    const auto& keep = plan_.choices;
    if (keep.lm != Residency::Stays && stage != MemoryStage::Planning)
        models_.releaseLanguageModel();
    if (keep.encoders == Residency::Leaves && stage != MemoryStage::Encoding)
        models_.releaseEncoders();
    if ((keep.dit == Residency::Leaves || keep.dit == Residency::ByLayer) && stage != MemoryStage::Diffusion)
        models_.releaseDit();
    if (keep.vae == Residency::Leaves && stage != MemoryStage::Decoding)
        models_.releaseVae();
    models_.letPagesGo();
    closeCount();
    counting_ = stage;
}

void JobMemory::relieve(MemoryStage stage) {
    const auto step = nextRelief(stage, plan_.choices, inputs_.song, inputs_.budget);
    if (!step)
        throw Error{ErrorCode::OutOfMemory, outOfMemoryText(inputs_.song, inputs_.budget),
                    fitsWithText(inputs_.models, inputs_.song, inputs_.budget)};
    plan_ = withChoices(std::move(plan_), step->choices, inputs_.models, inputs_.song);
    plan_.reliefs.push_back(step->relief);
    if (relieved_.empty() || relieved_.back().stage != stage)
        relieved_.push_back({stage, {}});
    relieved_.back().reliefs.push_back(step->relief);
    log::warn("Memory ran out while {}: {}", memoryStageText(stage), memoryReliefText(step->relief));
    follow(plan_.choices);
    begin(stage);
    returnFreedMemory();
    tensor_memory::returnCardMemory();
}

Warnings JobMemory::warnings() const {
    Warnings warnings;
    for (const auto& [stage, reliefs] : relieved_)
        warnings.push_back({WarningCode::MemoryRelieved, memoryRelievedText(stage, reliefs, inputs_.budget.isCard)});
    return warnings;
}

/// What the allocator counted since the stage began is its own.
void JobMemory::closeCount() {
    if (counting_) {
        auto& most = counted_[*counting_];
        most = std::max(most, static_cast<std::int64_t>(tensor_memory::cardPeakBytes()));
    }
    tensor_memory::restartPeak();
}

MemoryPlan JobMemory::measured() {
    closeCount();
    auto plan = plan_;
    for (auto& stage : plan.stages)
        if (counted_.contains(stage.stage))
            stage.measured = counted_.at(stage.stage);
    return plan;
}

} // namespace ottava
