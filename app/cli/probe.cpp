#include "core/engine/probe.h"

#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "core/base/error.h"
#include "core/engine/probe_cases.h"

namespace ottava::cli {
namespace {

constexpr double kLargestAdapterScale = 2;

int runProbe(const Arguments& arguments) {
    if (const auto cases = arguments.value("cases")) {
        probeCases(arguments.operand(0), {.in = *cases,
                                          .out = arguments.required("out"),
                                          .models = chooseModels(arguments),
                                          .lm = arguments.value("lm").value_or("")});
        return 0;
    }
    if (!arguments.has("in"))
        throw Error{ErrorCode::BadRequest, "probe needs --in or --cases.", usageLine(probeCommand())};
    auto settings = engineOptions(arguments);
    settings.models = chooseModels(arguments);
    probe(arguments.operand(0), settings,
          {.in = arguments.required("in"),
           .out = arguments.required("out"),
           .options = arguments.value("options").value_or(""),
           .adapter = arguments.value("adapter").value_or(""),
           .adapterScale = arguments.number("adapter-scale", 0, kLargestAdapterScale).value_or(1)});
    return 0;
}

} // namespace

Command probeCommand() {
    return {.name = "probe",
            .summary = "Run one module on given tensors and write what it computes",
            .operands = {"MODULE"},
            .options = {{.name = "in", .placeholder = "FILE.safetensors", .help = "tensors to read"},
                        {.name = "cases",
                         .placeholder = "FILE.json",
                         .help = "instead of --in: a golden list of the language model to replay"},
                        {.name = "out", .placeholder = "FILE", .help = "where to write the result", .required = true},
                        {.name = "options",
                         .placeholder = "FILE.json",
                         .help = "kwargs, seeds and global_manual_seed of the sampler"},
                        {.name = "adapter", .placeholder = "DIR", .help = "adapter (LoRA) to put on the DiT"},
                        {.name = "adapter-scale", .placeholder = "X", .help = "its strength, 0 to 2 (default 1)"}},
            .run = runProbe};
}

} // namespace ottava::cli
