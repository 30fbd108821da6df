#pragma once

#include "core/engine/memory_models.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// Where a module's weights are while it is not at work, and where it works.
enum class Residency {
    Stays,   ///< on the card from its first use on
    Leaves,  ///< comes to the card for its stage and leaves it after
    ByLayer, ///< in main memory; each layer visits the card when it is its turn
    Host     ///< in main memory, and works on the processor
};

/// Stages of a job that differ in what is on the card.
enum class MemoryStage { Planning, Encoding, Diffusion, Decoding };

/// What can be changed about a job so that it needs less of the card, mildest first. None changes the music but for
/// rounding.
enum class MemoryRelief {
    LmLeaves,        ///< the planner goes when the plan is written
    ModelsTakeTurns, ///< each model goes when its stage is over
    SmallerTiles,    ///< half the length at a time is decoded
    BatchSplit,      ///< half as many items pass through the DiT at a time, or the two halves of guidance do
    DitByLayer,
    LmOnHost,
    VaeOnHost,
    AllOnHost
};

/// How one job uses the card: everything that may differ between a small and a large one.
struct MemoryChoices {
    Residency lm = Residency::Stays, encoders = Residency::Stays, dit = Residency::Stays, vae = Residency::Stays;
    std::int64_t tileFrames = 128; ///< latent frames that a decoding tile contributes
    std::int64_t itemsAtOnce = 1;  ///< of the batch, in the DiT
    bool guidanceApart = false;    ///< its two halves one after the other

    bool operator==(const MemoryChoices&) const = default;
};

struct StagePeak {
    MemoryStage stage;
    std::int64_t bytes; ///< predicted
    std::optional<std::int64_t> measured = {};
};

struct PlannedModule {
    std::string name; ///< lm, text_encoder, condition_encoder, dit, vae
    std::string precision;
    std::int64_t bytes = 0; ///< of weights
    Residency residency = Residency::Stays;
};

/// Who lends the memory.
struct MemoryBudget {
    std::int64_t totalBytes = 0;   ///< of the card, or main memory without one
    std::int64_t reserveBytes = 0; ///< what driver, kernels and other programs take of it
    bool isCard = false;           ///< false: all work is the processor's, and what leaves the card has nowhere to go
    std::int64_t usable() const { return totalBytes - reserveBytes; }
};

/// What a job will hold where, and at most how much of it at a time.
struct MemoryPlan {
    MemoryBudget budget;
    MemoryChoices choices;
    std::vector<PlannedModule> modules;
    std::vector<StagePeak> stages;     ///< in the order of the job; those that it has
    std::vector<MemoryRelief> reliefs; ///< what was changed so that it fits, in order

    std::int64_t allocatedBytes() const;               ///< most that tensors hold at a time
    std::optional<std::int64_t> measuredBytes() const; ///< the same once the job has run, where it can be counted
    std::int64_t peakBytes() const { return allocatedBytes() + budget.reserveBytes; }
    bool fits() const { return peakBytes() <= budget.totalBytes; }
};

/// What a graphics card keeps for itself: driver, kernels, the allocator's rounding.
inline constexpr double kCardReserveGb = 0.5;
/// Share of main memory left to the system and other programs where there is no card.
inline constexpr double kRamReserveShare = 0.15;
/// Shortest tile that decoding is cut into, latent frames.
inline constexpr std::int64_t kShortestTile = 16;
inline constexpr std::int64_t kLongestTile = 128;

MemoryBudget cardBudget(double totalGb, double reserveGb = kCardReserveGb);
MemoryBudget mainMemoryBudget(double totalGb);

/// Bytes that a stage holds under `choices`.
std::int64_t stageBytes(MemoryStage stage, const MemoryChoices& choices, const MemoryModels& models,
                        const SongSize& song);

/// The next thing to change so that `stage` needs less, and the choices with it changed; unset when nothing is left.
/// `budget` says whether there is a card to move things off.
struct ReliefStep {
    MemoryRelief relief;
    MemoryChoices choices;
};
std::optional<ReliefStep> nextRelief(MemoryStage stage, const MemoryChoices& choices, const SongSize& song,
                                     const MemoryBudget& budget);

/// Offload as the user set it: never before memory runs out, where the plan needs it, or from the start.
enum class OffloadWish { Never, WhereNeeded, Always };

/// The mildest choices under which the job fits the budget; where none do, the last ones tried (`fits()` is false).
MemoryPlan planMemory(const MemoryModels& models, const SongSize& song, const MemoryBudget& budget,
                      OffloadWish offload);

/// Of two sets of choices the one that needs less of the card in every single thing.
MemoryChoices harsher(const MemoryChoices& a, const MemoryChoices& b);

/// The plan with other choices, its stages counted anew.
MemoryPlan withChoices(MemoryPlan plan, const MemoryChoices& choices, const MemoryModels& models, const SongSize& song);

} // namespace ottava
