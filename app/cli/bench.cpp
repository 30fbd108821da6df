#include "app/cli/bench_memory.h"
#include "app/cli/bench_report.h"
#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/interrupts.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/engine/bench_memory.h"

#include <fmt/format.h>

#include <iostream>

namespace ottava::cli {
namespace {

constexpr double kLongestSeconds = 600;
constexpr int kMostSteps = 200, kLargestBatch = 8, kMostSongs = 100'000;

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

int runMemoryBench(const Arguments& arguments) {
    BenchMemoryOptions options;
    options.size = sizeNamed(arguments.value("size").value_or("2b"));
    options.seconds = arguments.number("seconds", 1, kLongestSeconds).value_or(options.seconds);
    options.items = arguments.integer("batch", 1, kLargestBatch).value_or(1);
    options.lm = lmNamed(arguments.value("lm").value_or("none"));
    return benchStageMemory(arguments, options);
}

int runBench(const Arguments& arguments) {
    if (const auto songs = arguments.integer("leak", 2, kMostSongs))
        return lookForLeaks(arguments, *songs);
    if (arguments.has("memory"))
        return runMemoryBench(arguments);
    const Interrupts interrupts;
    BenchOptions options;
    options.size = sizeNamed(arguments.value("size").value_or("2b"));
    options.seconds = arguments.number("seconds", 1, kLongestSeconds).value_or(options.seconds);
    options.steps = arguments.integer("steps", 1, kMostSteps).value_or(options.steps);
    options.batch = arguments.integer("batch", 1, kLargestBatch).value_or(options.batch);
    options.ditOnly = arguments.has("dit-only");
    options.sweep = arguments.has("sweep");
    const auto drawing = arguments.value("svg");
    if (drawing && !options.sweep)
        throw Error{ErrorCode::BadRequest, "--svg draws a sweep, and none is asked for.", "Add --sweep."};
    options.lm =
        lmNamed(arguments.value("lm").value_or(options.size == BenchSize::TwoB && !options.ditOnly ? "0.6b" : "none"));
    const auto report = bench(
        engineOptions(arguments), options, [](const std::string& stage) { std::cerr << "timing " << stage << "…\n"; },
        interrupts.token());
    if (arguments.has("json"))
        std::cout << benchJson(report, options) << '\n';
    else
        std::cout << benchText(report, options);
    if (drawing)
        writeTextFile(*drawing, sweepSvg(report));
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
                    {.name = "dit-only", .placeholder = "", .help = "the diffusion transformer alone"},
                    {.name = "sweep", .placeholder = "", .help = "steps of 10 to 600 s of music by 1 to 8 songs"},
                    {.name = "svg", .placeholder = "FILE", .help = "where to draw the sweep"},
                    {.name = "leak",
                     .placeholder = "N",
                     .help = "make N short songs and show whether memory grows (demo model unless --models)"},
                    {.name = "memory", .placeholder = "", .help = "count what each stage holds, time nothing"},
                    {.name = "layers", .placeholder = "N", .help = "with --memory: layers of DiT and LM (default all)"},
                    {.name = "source", .placeholder = "", .help = "with --memory: a recording is encoded, too"},
                    {.name = "as-card", .placeholder = "", .help = "with --memory: as a graphics card works"},
                    {.name = "guided", .placeholder = "", .help = "with --memory: with guidance"}},
        .run = runBench};
}

} // namespace ottava::cli
