#include "app/cli/commands.h"
#include "app/cli/planner_run.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <limits>

namespace ottava::cli {
namespace {

constexpr int kLargestSeed = std::numeric_limits<int>::max();

nlohmann::ordered_json description(const Plan& plan) {
    nlohmann::ordered_json object;
    object["caption"] = plan.caption;
    object["lyrics"] = plan.lyrics;
    object["bpm"] = plan.bpm ? nlohmann::ordered_json(*plan.bpm) : nullptr;
    object["duration"] = plan.durationSeconds ? nlohmann::ordered_json(*plan.durationSeconds) : nullptr;
    object["keyscale"] = plan.keyscale;
    object["timesignature"] = plan.timesignature;
    object["language"] = plan.language;
    object["genres"] = plan.genres;
    object["audio_codes"] = plan.audioCodes.empty() ? std::string{} : plan.audioCodes.front();
    return object;
}

int understand(const Arguments& arguments) {
    PlannerJob job{
        .task = PlannerTask::Understand, .request = {}, .audio = arguments.required("audio"), .traceFile = {}};
    if (const auto seed = arguments.integer("seed", 0, kLargestSeed))
        job.request.lmSeeds = {*seed};
    std::cout << description(runPlanner(arguments, job, {}).plan).dump(2) << '\n';
    return 0;
}

} // namespace

Command understandCommand() {
    return {.name = "understand",
            .summary = "Let the language model describe a recording",
            .operands = {},
            .options = {{.name = "audio", .placeholder = "FILE", .help = "the recording", .required = true},
                        {.name = "seed", .placeholder = "N", .help = "seed of its random numbers (default random)"}},
            .run = understand};
}

} // namespace ottava::cli
