#pragma once

#include "core/engine/adapter_choice.h"
#include "core/engine/device_choice.h"
#include "core/engine/engine.h"
#include "core/engine/job_memory.h"
#include "core/engine/planning.h"
#include "core/engine/song_size.h"

namespace ottava {

/// What an engine keeps between jobs, and the steps of one.
struct Engine::Impl {
    EngineSettings settings;
    ModelStore models;
    AdapterShelf adapters;
    WorkRates rates;
    std::string musicSubject, planningSubject; ///< what the rates were learned for

    GenerateResult generate(const Request& wish, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                            const std::stop_token& stop, const std::filesystem::path& dumpFile);
    PlanResult plan(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop);
    SongEstimate estimate(const Request& request) const;

    /// Where a job runs and what it may ask for.
    struct Bounds {
        DeviceChoice device;
        Limits limits;
    };
    Bounds lookAround(DeviceChoice device, Warnings& warnings) const;
    std::vector<std::string> installedPlanners() const;
    std::optional<std::string> plannerFor(const Request& request, const Limits& limits, Warnings& warnings) const;
    void chooseModels(const Bounds& bounds, const std::optional<std::string>& lm);
    PlanResult planSong(const Request& request, const PlanningInputs& inputs, const JobCallbacks& callbacks,
                        JobMemory& memory);
    PlanResult readCodes(const PlannerJob& job, const JobCallbacks& callbacks, const std::stop_token& stop);
    PlanResult planInMemory(const PlannerJob& job, const PlanningInputs& inputs, const Bounds& bounds);
    bool musicModelsInstalled() const;
    JobMemoryInputs memoryInputs(const Bounds& bounds, const std::optional<std::string>& lm,
                                 const SongSize& song) const;
    std::optional<AdapterChoice> adapterOf(const Request& request);
    void warnOfIgnored(const Request& request, Warnings& warnings);
    std::string musicRatesOf(const Bounds& bounds) const;
    std::string planningRatesOf(const Bounds& bounds, const std::optional<std::string>& lm) const;
    void recallRates(const Bounds& bounds, const std::optional<std::string>& lm);
    void rememberRates() const;
};

/// GiB of the card that other programs hold: looked at once, before this one puts anything there.
double takenByOthersGb();

/// Before the planner has chosen a length the longest that it may choose counts.
SongFacts factsOf(const Request& request, std::optional<double> sourceSeconds, const Limits& limits, bool turbo,
                  bool planned);

} // namespace ottava
