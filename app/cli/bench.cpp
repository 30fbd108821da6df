#include "core/engine/bench.h"

#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/interrupts.h"
#include "app/cli/report.h"
#include "core/base/error.h"
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

using nlohmann::json;

constexpr double kLongestSeconds = 600;
constexpr int kMostSteps = 200, kLargestBatch = 8, kMostLayers = 64, kMostSongs = 100'000, kReportEvery = 20;

BenchSize sizeNamed(const std::string& name) {
    if (name == "tiny")
        return BenchSize::Tiny;
    if (name == "2b")
        return BenchSize::TwoB;
    if (name == "xl")
        return BenchSize::Xl;
    throw Error{ErrorCode::BadRequest, fmt::format("--size: '{}' is no model size.", name), "Use tiny, 2b or xl."};
}

BenchLm lmNamed(const std::string& name) {
    if (name == "none")
        return BenchLm::None;
    if (name == "0.6b")
        return BenchLm::Small;
    if (name == "1.7b")
        return BenchLm::Medium;
    if (name == "4b")
        return BenchLm::Large;
    throw Error{ErrorCode::BadRequest, fmt::format("--lm: '{}' is no size of a language model.", name),
                "Use 0.6b, 1.7b, 4b or none."};
}

std::string reportJson(const BenchReport& report, const BenchOptions& options) {
    json stages = json::array(), distances = json::array(), decodes = json::array();
    for (const auto& stage : report.stages)
        stages.push_back({{"stage", stage.name},
                          {"repeats", stage.repeats},
                          {"median_s", stage.medianSeconds},
                          {"min_s", stage.lowestSeconds},
                          {"max_s", stage.highestSeconds},
                          {"total_s", stage.totalSeconds}});
    for (const auto& distance : report.distances)
        distances.push_back({{"module", distance.module}, {"cosine", distance.cosine}, {"snr_db", distance.snrDb}});
    for (const auto& decode : report.decodes)
        decodes.push_back({{"rows", decode.rows},
                           {"tokens_per_s", decode.tokensPerSecond},
                           {"best_tokens_per_s", decode.bestTokensPerSecond},
                           {"weights_gb_s", decode.weightGbPerSecond},
                           {"of_bandwidth", decode.weightGbPerSecond / report.bandwidthGb}});
    return jsonLine({{"device", report.device},
                     {"precision", report.precision},
                     {"vae_precision", report.vaePrecision},
                     {"threads", report.threads},
                     {"seconds", options.seconds},
                     {"steps", options.steps},
                     {"batch", options.batch},
                     {"stages", stages},
                     {"lm_decode", decodes},
                     {"distance_from_fp32", distances},
                     {"gflops", report.gflops},
                     {"bandwidth_gb_s", report.bandwidthGb},
                     {"peak_rss_mb", report.peakRssMb}});
}

std::string reportText(const BenchReport& report, const BenchOptions& options) {
    auto text = fmt::format(
        "{}, {} threads, {} (VAE {}): {:g} s of music, {} steps, batch {}\n\n{:<28}{:>8}{:>12}{:>12}{:>12}{:>12}\n",
        report.device, report.threads, report.precision, report.vaePrecision, options.seconds, options.steps,
        options.batch, "stage", "repeats", "median s", "min s", "max s", "total s");
    for (const auto& stage : report.stages)
        text += fmt::format("{:<28}{:>8}{:>12.3f}{:>12.3f}{:>12.3f}{:>12.3f}\n", stage.name, stage.repeats,
                            stage.medianSeconds, stage.lowestSeconds, stage.highestSeconds, stage.totalSeconds);
    text += fmt::format("\npeak memory {:.0f} MB; machine: {:.0f} GFLOP/s in {}, {:.1f} GB/s\n", report.peakRssMb,
                        report.gflops, report.precision, report.bandwidthGb);
    for (const auto& decode : report.decodes)
        text += fmt::format("LM, {}: {:.1f} tokens/s (best {:.1f}), {:.1f} GB/s of weights, {:.0f} % of the memory's\n",
                            decode.rows == 1 ? "one sequence" : "guidance pair", decode.tokensPerSecond,
                            decode.bestTokensPerSecond, decode.weightGbPerSecond,
                            100 * decode.weightGbPerSecond / report.bandwidthGb);
    for (const auto& distance : report.distances)
        text += fmt::format("distance from fp32, {:<14} cosine {:.6f}, SNR {:.1f} dB\n", distance.module,
                            distance.cosine, distance.snrDb);
    return text;
}

std::string measuredMemoryText(const MemoryPlan& plan) {
    auto text =
        memoryPlanLine(plan) + fmt::format("\n\n{:<12}{:>15}{:>15}\n", "stage", "predicted MiB", "measured MiB");
    for (const auto& stage : plan.stages)
        text += fmt::format("{:<12}{:>15.1f}{:>15.1f}\n", memoryStageName(stage.stage),
                            static_cast<double>(stage.bytes) / kBytesPerMiB,
                            static_cast<double>(stage.measured.value_or(0)) / kBytesPerMiB);
    return text;
}

int benchStageMemory(const Arguments& arguments) {
    const Interrupts interrupts;
    BenchMemoryOptions options;
    options.size = sizeNamed(arguments.value("size").value_or("2b"));
    options.seconds = arguments.number("seconds", 1, kLongestSeconds).value_or(options.seconds);
    options.items = arguments.integer("batch", 1, kLargestBatch).value_or(1);
    options.ditLayers = arguments.integer("layers", 1, kMostLayers).value_or(0);
    options.guided = arguments.has("guided");
    const auto plan = benchMemory(engineOptions(arguments), options, interrupts.token());
    std::cout << (arguments.has("json") ? jsonLine(memoryPlanJson(plan)) + "\n" : measuredMemoryText(plan));
    return 0;
}

std::string leakJson(const LeakReport& report) {
    return jsonLine({{"rss_mb", report.rssMb},
                     {"tensors_mb", report.tensorMb},
                     {"rss_slope_kb", report.rssSlopeKb},
                     {"tensors_slope_kb", report.tensorSlopeKb},
                     {"tensors_after_release_mb", report.releasedTensorMb}});
}

std::string leakText(const LeakReport& report) {
    return fmt::format(
        "{} songs: resident memory {:.1f} MB after the first, {:.1f} MB after the last; in the second half "
        "{:+.2f} kB a song, tensors {:+.2f} kB a song; {:.3f} MB of tensors left after letting the models "
        "go\n",
        report.rssMb.size(), report.rssMb.front(), report.rssMb.back(), report.rssSlopeKb, report.tensorSlopeKb,
        report.releasedTensorMb);
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

int runBench(const Arguments& arguments) {
    if (const auto songs = arguments.integer("leak", 2, kMostSongs))
        return lookForLeaks(arguments, *songs);
    if (arguments.has("memory"))
        return benchStageMemory(arguments);
    const Interrupts interrupts;
    BenchOptions options;
    options.size = sizeNamed(arguments.value("size").value_or("2b"));
    options.seconds = arguments.number("seconds", 1, kLongestSeconds).value_or(options.seconds);
    options.steps = arguments.integer("steps", 1, kMostSteps).value_or(options.steps);
    options.batch = arguments.integer("batch", 1, kLargestBatch).value_or(options.batch);
    options.lm = lmNamed(arguments.value("lm").value_or(options.size == BenchSize::TwoB ? "0.6b" : "none"));
    const auto report = bench(
        engineOptions(arguments), options, [](const std::string& stage) { std::cerr << "timing " << stage << "…\n"; },
        interrupts.token());
    if (arguments.has("json"))
        std::cout << reportJson(report, options) << '\n';
    else
        std::cout << reportText(report, options);
    return 0;
}

} // namespace

Command benchCommand() {
    return {
        .name = "bench",
        .summary = "Time every stage with random weights of the real size",
        .operands = {},
        .options = {{.name = "size", .placeholder = "tiny|2b|xl", .help = "model size (default 2b)"},
                    {.name = "seconds", .placeholder = "S", .help = "length of the music (default 30)"},
                    {.name = "steps", .placeholder = "N", .help = "denoising steps (default 8)"},
                    {.name = "batch", .placeholder = "N", .help = "songs at once (default 1)"},
                    {.name = "leak",
                     .placeholder = "N",
                     .help = "make N short songs and show whether memory grows (demo model unless --models)"},
                    {.name = "memory", .placeholder = "", .help = "count what each stage holds instead of timing it"},
                    {.name = "layers", .placeholder = "N", .help = "with --memory: layers of the DiT (default all)"},
                    {.name = "guided", .placeholder = "", .help = "with --memory: with guidance"}},
        .run = runBench};
}

} // namespace ottava::cli
