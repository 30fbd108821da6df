#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/info_report.h"
#include "app/cli/report.h"
#include "core/base/resources.h"

#include <iostream>

namespace ottava::cli {
namespace {

int info(const Arguments& arguments) {
    const auto options = engineOptions(arguments);
    Warnings warnings;
    const auto device = probeDevice(options.device, warnings);
    const auto table = TierTable::load(resourceDir() / "tiers.json");
    const auto limits = limitsFor(device, table, options.overrides);
    warnOfOverrides(limits, options.lm, warnings);
    const auto modelsDir = chooseModels(arguments);
    const InfoFacts facts{.limits = limits,
                          .warnings = warnings,
                          .modelsDir = modelsDir,
                          .models = installedModels(modelsDir),
                          .libtorch = libtorchVersion()};
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
            .options = {},
            .run = info};
}

} // namespace ottava::cli
