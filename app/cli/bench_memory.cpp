#include "app/cli/bench_memory.h"

#include "app/cli/engine_options.h"
#include "app/cli/interrupts.h"
#include "app/cli/report.h"
#include "core/base/resources.h"
#include "core/base/units.h"
#include "core/engine/bench_leak.h"
#include "core/engine/bench_memory.h"
#include "core/engine/memory_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace ottava::cli {
namespace {

constexpr int kMostLayers = 64, kReportEvery = 20;

std::string measuredMemoryText(const MemoryPlan& plan) {
    auto text =
        memoryPlanLine(plan) + fmt::format("\n\n{:<12}{:>15}{:>15}\n", "stage", "predicted MiB", "measured MiB");
    for (const auto& stage : plan.stages)
        text += fmt::format("{:<12}{:>15.1f}{:>15.1f}\n", memoryStageName(stage.stage),
                            static_cast<double>(stage.bytes) / kBytesPerMiB,
                            static_cast<double>(stage.measured.value_or(0)) / kBytesPerMiB);
    return text;
}

std::string leakJson(const LeakReport& report) {
    return jsonLine({{"rss_mb", report.rssMb},
                     {"heap_mb", report.heapMb},
                     {"tensors_mb", report.tensorMb},
                     {"rss_slope_kb", report.rssSlopeKb},
                     {"heap_slope_kb", report.heapSlopeKb},
                     {"tensors_slope_kb", report.tensorSlopeKb},
                     {"tensors_after_release_mb", report.releasedTensorMb}});
}

std::string leakText(const LeakReport& report) {
    return fmt::format(
        "{} songs: resident memory {:.1f} MB after the first, {:.1f} MB after the last; in the second half "
        "{:+.2f} kB a song, what the heap holds {:+.2f} kB, tensors {:+.2f} kB; {:.3f} MB of tensors left after "
        "letting the "
        "models go\n",
        report.rssMb.size(), report.rssMb.front(), report.rssMb.back(), report.rssSlopeKb, report.heapSlopeKb,
        report.tensorSlopeKb, report.releasedTensorMb);
}

} // namespace

int benchTierMemory(const Arguments& arguments) {
    constexpr int kLayers = 2;
    const Interrupts interrupts;
    const auto layers = arguments.integer("layers", 1, kMostLayers).value_or(kLayers);
    const auto plans = tightestPlans(tierPlans(TierTable::load(resourceDir() / "tiers.json")));
    std::cout << countedTiersIntroduction(layers) << std::flush;
    std::size_t done = 0;
    countTiers(
        plans, layers,
        [&](const TierPlan& counted) {
            std::cout << countedTierRow(counted) << std::flush; // an hour's work: what is done is seen
            std::cerr << ++done << " of " << plans.size() << " jobs\n";
        },
        interrupts.token());
    return 0;
}

int benchStageMemory(const Arguments& arguments, BenchMemoryOptions options) {
    const Interrupts interrupts;
    options.layers = arguments.integer("layers", 1, kMostLayers).value_or(0);
    options.source = arguments.has("source");
    options.asCard = arguments.has("as-card");
    options.guided = arguments.has("guided");
    const auto plan = benchMemory(engineOptions(arguments), options, interrupts.token());
    std::cout << (arguments.has("json") ? jsonLine(memoryPlanJson(plan)) + "\n" : measuredMemoryText(plan));
    return 0;
}

int lookForLeaks(const Arguments& arguments, int songs) {
    const Interrupts interrupts;
    auto settings = engineOptions(arguments);
    settings.models = arguments.has("models") ? std::filesystem::path{*arguments.value("models")} : demoModelDir();
    const auto report = benchLeak(
        settings, songs,
        [songs](int done) {
            if (done % kReportEvery == 0 || done == songs)
                std::cerr << done << " of " << songs << " songs\n";
        },
        interrupts.token());
    std::cout << (arguments.has("json") ? leakJson(report) + "\n" : leakText(report));
    return 0;
}

} // namespace ottava::cli
