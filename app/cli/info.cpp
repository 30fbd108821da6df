#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/info_report.h"
#include "app/cli/report.h"
#include "app/cli/request_file.h"
#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/engine/tier_plans.h"

#include <iostream>

namespace ottava::cli {
namespace {

/// A song of a minute, unless a request says otherwise.
Request plannedRequest(const Arguments& arguments, Warnings& warnings) {
    if (const auto file = arguments.value("request"))
        return requestFromJson(readRequest(*file), warnings);
    Request request;
    constexpr double kMinute = 60;
    request.duration = kMinute;
    return request;
}

/// None where no song could be made: `info` is there to show what is missing.
std::optional<MemoryPlan> planFor(const EngineSettings& settings, const Request& request) try {
    return Engine{settings}.estimate(request).memory;
} catch (const Error&) {
    return std::nullopt;
}

int info(const Arguments& arguments) {
    if (arguments.has("tiers")) {
        std::cout << tierPlansPage(tierPlans(TierTable::load(resourceDir() / "tiers.json")));
        return 0;
    }
    auto options = engineOptions(arguments);
    Warnings warnings;
    const auto device = probeDevice(options.device, warnings);
    const auto table = TierTable::load(resourceDir() / "tiers.json");
    const auto limits = limitsFor(device, table, options.overrides);
    warnOfOverrides(limits, options.lm, warnings);
    const auto modelsDir = chooseModels(arguments);
    options.models = modelsDir;
    const auto request = plannedRequest(arguments, warnings);
    const InfoFacts facts{.limits = limits,
                          .warnings = warnings,
                          .modelsDir = modelsDir,
                          .models = installedModels(modelsDir),
                          .libtorch = libtorchVersion(),
                          .memory = planFor(options, request)};
    if (arguments.has("json")) {
        std::cout << infoToJson(facts) << '\n';
    } else {
        printWarnings(std::cerr, warnings);
        std::cout << infoToText(facts);
    }
    return 0;
}

} // namespace

Command infoCommand() {
    return {.name = "info",
            .summary = "Show the device, its tier and limits, the installed models and the versions",
            .operands = {},
            .options = {{.name = "request",
                         .placeholder = "FILE.json",
                         .help = "plan the memory of this song (default: a minute, two takes); - reads stdin"},
                        {.name = "tiers",
                         .placeholder = "",
                         .help = "show instead what the largest job of every tier needs, as a page in Markdown"}},
            .run = info};
}

} // namespace ottava::cli
