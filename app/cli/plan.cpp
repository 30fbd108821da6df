#include "app/cli/commands.h"
#include "app/cli/planner_run.h"
#include "app/cli/request_file.h"

#include <iostream>

namespace ottava::cli {
namespace {

int plan(const Arguments& arguments) {
    Warnings warnings;
    const PlannerJob job{.task = PlannerTask::Plan,
                         .request = requestFromJson(readRequest(arguments.required("request")), warnings),
                         .audio = {},
                         .traceFile = arguments.value("trace").value_or("")};
    std::cout << requestToJson(runPlanner(arguments, job, std::move(warnings)).request) << '\n';
    return 0;
}

} // namespace

Command planCommand() {
    return {.name = "plan",
            .summary = "Let the language model plan a song: prints the request with the plan in it",
            .operands = {},
            .options = {{.name = "request",
                         .placeholder = "FILE.json",
                         .help = "what to plan, as JSON; - reads stdin",
                         .required = true},
                        {.name = "trace",
                         .placeholder = "FILE.json",
                         .help = "also write each step: state, number of tokens allowed, token chosen"}},
            .run = plan};
}

} // namespace ottava::cli
