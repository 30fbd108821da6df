#pragma once

#include "core/engine/memory_request.h"
#include "core/engine/torch_errors.h"
#include "core/nn/tensor_memory.h"
#include "core/tasks/model_store.h"

#include <c10/util/Exception.h>

#include <map>
#include <new>
#include <optional>
#include <vector>

namespace ottava {

/// What a job's memory is planned from.
struct JobMemoryInputs {
    MemoryModels models;
    SongSize song;
    MemoryBudget budget;
    OffloadWish offload = OffloadWish::WhereNeeded;
    bool simulated = false; ///< the budget is a card's that is not there: nothing more than it holds may be lent
};

/// The memory side of one job: its plan, the model store that follows it, and the ladder that the job climbs down when
/// memory runs out all the same. Where a card is simulated, by the processor or by a larger one, nothing more than it
/// holds is lent while this lives. One job, one thread.
class JobMemory {
public:
    /// `models` was told where the job runs and in which precision. Nothing is loaded.
    JobMemory(ModelStore& models, JobMemoryInputs inputs);
    ~JobMemory();
    JobMemory(const JobMemory&) = delete;
    JobMemory& operator=(const JobMemory&) = delete;

    const MemoryPlan& plan() const { return plan_; }
    const MemoryChoices& choices() const { return plan_.choices; }
    std::int64_t rowsAtOnce() const { return ottava::rowsAtOnce(plan_.choices, inputs_.song); }

    /// Plans anew once more is known of the song; what was changed for want of memory stays changed.
    void resize(const SongSize& song);
    /// After the store was told of another precision.
    void takePrecision();
    /// Lets go of what the plan does not keep on the card in this stage, and of file pages that it will not look at.
    void begin(MemoryStage stage);

    /// Runs `work`, which is to be repeatable; each time memory runs out it is tried again with the next relief, which
    /// `before` hears of. Throws Error (OutOfMemory) when none is left.
    template<class Work, class Before>
    void run(MemoryStage stage, const Work& work, const Before& before);

    /// One warning a stage in which memory ran out: what was changed.
    Warnings warnings() const;
    /// The plan with what tensors held at most so far, on the card if there is one.
    MemoryPlan measured();

private:
    template<class Work>
    static bool hasRoom(const Work& work);
    void relieve(MemoryStage stage);
    void closeCount();
    void follow(const MemoryChoices& choices);
    bool standsIn() const;

    struct Relieved {
        MemoryStage stage;
        std::vector<MemoryRelief> reliefs;
    };

    ModelStore& models_;
    JobMemoryInputs inputs_;
    at::Device card_; ///< where the plan may put models
    MemoryPlan plan_;
    std::vector<Relieved> relieved_;
    std::optional<MemoryStage> counting_;         ///< the stage that the allocator's peak belongs to
    std::map<MemoryStage, std::int64_t> counted_; ///< most that tensors held in a stage
};

/// Whether libtorch or the system ran out of memory in `work`; everything that it held is free again.
template<class Work>
bool JobMemory::hasRoom(const Work& work) try {
    work();
    return true;
} catch (const c10::Error& e) {
    if (!isOutOfMemory(e))
        throw;
    return false;
} catch (const std::bad_alloc&) {
    return false;
}

template<class Work, class Before>
void JobMemory::run(MemoryStage stage, const Work& work, const Before& before) {
    begin(stage);
    while (!hasRoom(work)) {
        relieve(stage);
        before();
    }
}

} // namespace ottava
