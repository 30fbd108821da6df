#include "app/cli/planner_run.h"

#include "app/cli/engine_options.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress_printer.h"
#include "app/cli/report.h"
#include "core/engine/engine.h"

#include <unistd.h>

#include <iostream>

namespace ottava::cli {

PlanResult runPlanner(const Arguments& arguments, const PlannerJob& job, Warnings warnings) {
    const Interrupts interrupts; // before the engine: the threads that it starts leave the signals to this one
    auto settings = engineOptions(arguments);
    settings.models = chooseModels(arguments);
    Engine engine{settings};
    const bool terminal = isatty(STDERR_FILENO) == 1;
    ProgressPrinter printer{progressMode(arguments, terminal), terminal, std::cerr};
    const JobCallbacks callbacks{.progress = [&printer](const Progress& progress) { printer.show(progress); },
                                 .audio = {},
                                 .takeDone = {},
                                 .planned = {}};
    auto result = engine.plan(job, callbacks, interrupts.token());
    printer.finish();
    result.warnings.insert(result.warnings.begin(), warnings.begin(), warnings.end());
    printWarnings(std::cerr, result.warnings);
    return result;
}

} // namespace ottava::cli
