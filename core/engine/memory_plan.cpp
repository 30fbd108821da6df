#include "core/engine/memory_plan.h"

#include "core/base/units.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ottava {
namespace {

/// Weights of a module that are on the card in a stage.
std::int64_t onCard(Residency residency, bool itsStage, std::int64_t bytes) {
    switch (residency) {
    case Residency::Stays:
        return bytes;
    case Residency::Leaves:
        return itsStage ? bytes : 0;
    case Residency::ByLayer:
    case Residency::Host:
        break;
    }
    return 0;
}

std::int64_t encoderBytes(const MemoryModels& models, const SongSize& song) {
    return weights::textEncoder(models) + weights::conditionEncoder(models)
           + (song.fromCodes ? weights::audioCodes(models) : 0);
}

std::int64_t ditBytes(const MemoryChoices& choices, const MemoryModels& models, bool itsStage) {
    if (choices.dit != Residency::ByLayer)
        return onCard(choices.dit, itsStage, weights::dit(models));
    return itsStage ? weights::ditOnVisit(models) : 0;
}

std::int64_t vaeBytes(const MemoryChoices& choices, const MemoryModels& models, const SongSize& song,
                      MemoryStage stage) {
    const bool encodes = song.fromAudio && stage == MemoryStage::Encoding;
    const auto encoder = song.fromAudio ? onCard(choices.vae, encodes, weights::vaeEncoder(models)) : std::int64_t{0};
    return encoder + onCard(choices.vae, stage == MemoryStage::Decoding, weights::vaeDecoder(models));
}

std::int64_t stageActivations(MemoryStage stage, const MemoryChoices& choices, const MemoryModels& models,
                              const SongSize& song) {
    switch (stage) {
    case MemoryStage::Planning:
        return choices.lm == Residency::Host ? 0 : activations::planning(models, song);
    case MemoryStage::Encoding: {
        auto onTheCard = song;
        onTheCard.fromAudio = song.fromAudio && choices.vae != Residency::Host;
        return choices.encoders == Residency::Host ? 0 : activations::encoding(models, onTheCard);
    }
    case MemoryStage::Diffusion:
        return choices.dit == Residency::Host ? 0
                                              : activations::diffusion(models, song,
                                                                       {.itemsAtOnce = choices.itemsAtOnce,
                                                                        .guidanceApart = choices.guidanceApart,
                                                                        .byLayer = choices.dit == Residency::ByLayer});
    case MemoryStage::Decoding:
        return choices.vae == Residency::Host ? 0 : activations::decoding(models, song, choices.tileFrames);
    }
    return 0;
}

bool leaves(Residency& residency) {
    if (residency != Residency::Stays)
        return false;
    residency = Residency::Leaves;
    return true;
}

bool toHost(Residency& residency) {
    return std::exchange(residency, Residency::Host) != Residency::Host;
}

bool takeTurns(MemoryChoices& choices) {
    const bool encoders = leaves(choices.encoders), dit = leaves(choices.dit), vae = leaves(choices.vae);
    return encoders || dit || vae;
}

bool splitBatch(MemoryChoices& choices, const SongSize& song) {
    if (song.guided && !choices.guidanceApart) {
        choices.guidanceApart = true;
        return true;
    }
    if (choices.itemsAtOnce <= 1)
        return false;
    choices.itemsAtOnce = (choices.itemsAtOnce + 1) / 2;
    return true;
}

bool shortenTiles(MemoryChoices& choices) {
    if (choices.tileFrames <= kShortestTile)
        return false;
    choices.tileFrames /= 2;
    return true;
}

bool allToHost(MemoryChoices& choices) {
    const bool lm = toHost(choices.lm), encoders = toHost(choices.encoders);
    const bool dit = toHost(choices.dit), vae = toHost(choices.vae);
    return lm || encoders || dit || vae;
}

bool ditByLayer(MemoryChoices& choices) {
    if (choices.dit == Residency::ByLayer || choices.dit == Residency::Host)
        return false;
    choices.dit = Residency::ByLayer;
    return true;
}

/// Makes the change where it helps the stage and was not made yet; says whether it did.
bool apply(MemoryRelief relief, MemoryStage stage, MemoryChoices& choices, const SongSize& song) {
    const bool decodes = stage == MemoryStage::Decoding || (stage == MemoryStage::Encoding && song.fromAudio);
    switch (relief) {
    case MemoryRelief::LmLeaves:
        return song.lmRows > 0 && stage != MemoryStage::Planning && leaves(choices.lm);
    case MemoryRelief::ModelsTakeTurns:
        return takeTurns(choices);
    case MemoryRelief::SmallerTiles:
        return stage == MemoryStage::Decoding && choices.vae != Residency::Host && shortenTiles(choices);
    case MemoryRelief::BatchSplit:
        return stage == MemoryStage::Diffusion && choices.dit != Residency::Host && splitBatch(choices, song);
    case MemoryRelief::DitByLayer:
        return stage == MemoryStage::Diffusion && ditByLayer(choices);
    case MemoryRelief::LmOnHost:
        return stage == MemoryStage::Planning && toHost(choices.lm);
    case MemoryRelief::VaeOnHost:
        return decodes && toHost(choices.vae);
    case MemoryRelief::AllOnHost:
        return stage != MemoryStage::Planning && allToHost(choices);
    }
    return false;
}

constexpr MemoryRelief kLadder[] = {MemoryRelief::LmLeaves,   MemoryRelief::ModelsTakeTurns, MemoryRelief::SmallerTiles,
                                    MemoryRelief::BatchSplit, MemoryRelief::DitByLayer,      MemoryRelief::LmOnHost,
                                    MemoryRelief::VaeOnHost,  MemoryRelief::AllOnHost};

/// Without a card there is nowhere to move what is to leave it.
bool needsCard(MemoryRelief relief) {
    return relief == MemoryRelief::DitByLayer || relief == MemoryRelief::LmOnHost || relief == MemoryRelief::VaeOnHost
           || relief == MemoryRelief::AllOnHost;
}

std::vector<StagePeak> stagesOf(const MemoryChoices& choices, const MemoryModels& models, const SongSize& song) {
    std::vector<StagePeak> stages;
    if (song.lmRows > 0)
        stages.push_back({.stage = MemoryStage::Planning, .bytes = 0});
    for (const auto stage : {MemoryStage::Encoding, MemoryStage::Diffusion, MemoryStage::Decoding})
        stages.push_back({.stage = stage, .bytes = 0});
    for (auto& peak : stages)
        peak.bytes = stageBytes(peak.stage, choices, models, song);
    return stages;
}

std::vector<PlannedModule> modulesOf(const MemoryChoices& choices, const MemoryModels& models) {
    std::vector<PlannedModule> modules;
    const auto& music = models.music.name;
    if (models.lm)
        modules.push_back({"lm", models.planning.name, weights::languageModel(models), choices.lm});
    modules.push_back({"text_encoder", music, weights::textEncoder(models), choices.encoders});
    modules.push_back({"condition_encoder", music, weights::conditionEncoder(models), choices.encoders});
    const bool visits = choices.dit == Residency::ByLayer;
    modules.push_back({"dit", models.ditLayout.int8 && !visits ? "int8" : music, weights::dit(models), choices.dit});
    modules.push_back({"vae", models.decoding.name, weights::vaeDecoder(models), choices.vae});
    return modules;
}

const StagePeak& highest(const std::vector<StagePeak>& stages) {
    return *std::ranges::max_element(stages, {}, &StagePeak::bytes);
}

std::int64_t bytesOf(double gb) {
    return std::llround(gb * kBytesPerGiB);
}

} // namespace

MemoryBudget cardBudget(double totalGb, double reserveGb) {
    return {.totalBytes = bytesOf(totalGb), .reserveBytes = bytesOf(reserveGb), .isCard = true};
}

MemoryBudget mainMemoryBudget(double totalGb) {
    return {.totalBytes = bytesOf(totalGb), .reserveBytes = bytesOf(totalGb * kRamReserveShare), .isCard = false};
}

std::int64_t MemoryPlan::allocatedBytes() const {
    return stages.empty() ? 0 : highest(stages).bytes;
}

std::optional<std::int64_t> MemoryPlan::measuredBytes() const {
    std::optional<std::int64_t> most;
    for (const auto& stage : stages)
        if (stage.measured && *stage.measured > most.value_or(0))
            most = stage.measured;
    return most;
}

std::int64_t stageBytes(MemoryStage stage, const MemoryChoices& choices, const MemoryModels& models,
                        const SongSize& song) {
    const bool lm = song.lmRows > 0 || (models.lm && choices.lm == Residency::Stays);
    return stageActivations(stage, choices, models, song)
           + (lm ? onCard(choices.lm, stage == MemoryStage::Planning, weights::languageModel(models)) : 0)
           + onCard(choices.encoders, stage == MemoryStage::Encoding, encoderBytes(models, song))
           + ditBytes(choices, models, stage == MemoryStage::Diffusion) + vaeBytes(choices, models, song, stage);
}

std::optional<ReliefStep> nextRelief(MemoryStage stage, const MemoryChoices& choices, const SongSize& song,
                                     const MemoryBudget& budget) {
    for (const auto relief : kLadder) {
        auto changed = choices;
        if ((budget.isCard || !needsCard(relief)) && apply(relief, stage, changed, song))
            return ReliefStep{relief, changed};
    }
    return std::nullopt;
}

MemoryChoices harsher(const MemoryChoices& a, const MemoryChoices& b) {
    return {.lm = std::max(a.lm, b.lm), // in the order of the enumeration each is harsher than those before it
            .encoders = std::max(a.encoders, b.encoders),
            .dit = std::max(a.dit, b.dit),
            .vae = std::max(a.vae, b.vae),
            .tileFrames = std::min(a.tileFrames, b.tileFrames),
            .itemsAtOnce = std::min(a.itemsAtOnce, b.itemsAtOnce),
            .guidanceApart = a.guidanceApart || b.guidanceApart};
}

MemoryPlan withChoices(MemoryPlan plan, const MemoryChoices& choices, const MemoryModels& models,
                       const SongSize& song) {
    plan.choices = choices;
    plan.stages = stagesOf(choices, models, song);
    plan.modules = modulesOf(choices, models);
    return plan;
}

MemoryPlan planMemory(const MemoryModels& models, const SongSize& song, const MemoryBudget& budget,
                      OffloadWish offload) {
    MemoryPlan plan;
    plan.budget = budget;
    MemoryChoices choices{.itemsAtOnce = song.items};
    if (offload == OffloadWish::Always) {
        leaves(choices.lm);
        takeTurns(choices);
    }
    plan = withChoices(std::move(plan), choices, models, song);
    while (offload != OffloadWish::Never && !plan.fits()) {
        const auto step = nextRelief(highest(plan.stages).stage, plan.choices, song, budget);
        if (!step)
            break;
        plan = withChoices(std::move(plan), step->choices, models, song);
        if (plan.reliefs.empty() || plan.reliefs.back() != step->relief)
            plan.reliefs.push_back(step->relief);
    }
    return plan;
}

} // namespace ottava
