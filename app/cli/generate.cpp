#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/generate_report.h"
#include "app/cli/interrupts.h"
#include "app/cli/progress_printer.h"
#include "app/cli/report.h"
#include "app/cli/request_file.h"
#include "core/base/error.h"
#include "core/engine/settings.h"

#include <unistd.h>

#include <iostream>

namespace ottava::cli {
namespace {

constexpr double kLargestAdapterScale = 2;

void addAdapter(const Arguments& arguments, Request& request) {
    const auto scale = arguments.number("adapter-scale", 0, kLargestAdapterScale);
    if (const auto adapter = arguments.value("adapter")) {
        request.loraPath = *adapter;
        request.useLora = true;
    } else if (scale && !request.useLora) {
        throw Error{ErrorCode::BadRequest, "--adapter-scale was given, but no adapter.", "Add --adapter DIR."};
    }
    request.loraScale = scale.value_or(request.loraScale);
    validate(request);
}

/// What the files say of the takes: as the window's settings have it, unless the command line says otherwise.
EmbedChoice embedChoice(const Arguments& arguments) {
    Warnings told; // by what looks for the models
    auto choice = loadSettings(settingsFile(), told).embed;
    if (const auto embed = arguments.value("embed"))
        choice.promptAndLyrics = *embed == "all";
    if (const auto stretch = arguments.onOff("embed-tempo"))
        choice.tempoForStretching = *stretch;
    choice.artist = arguments.value("artist").value_or(choice.artist);
    return choice;
}

int generate(const Arguments& arguments) {
    Warnings warnings;
    auto request = requestFromJson(readRequest(arguments.required("request")), warnings);
    addAdapter(arguments, request);
    const Interrupts interrupts; // before the engine: the threads that it starts leave the signals to this one
    auto settings = engineOptions(arguments);
    settings.models = chooseModels(arguments);
    settings.embed = embedChoice(arguments);

    Engine engine{settings};
    const bool terminal = isatty(STDERR_FILENO) == 1;
    ProgressPrinter printer{progressMode(arguments, terminal), terminal, std::cerr};
    const JobCallbacks callbacks{.progress = [&printer](const Progress& progress) { printer.show(progress); },
                                 .audio = {},
                                 .takeDone = {},
                                 .planned = {}};
    auto result = engine.generate(request, arguments.required("out"), callbacks, interrupts.token(),
                                  arguments.value("dump").value_or(""));
    printer.finish();
    result.warnings.insert(result.warnings.begin(), warnings.begin(), warnings.end());
    if (arguments.has("json")) {
        std::cout << resultToJson(result) << '\n';
    } else {
        printWarnings(std::cerr, result.warnings);
        std::cout << resultToText(result);
    }
    return 0;
}

} // namespace

Command generateCommand() {
    return {
        .name = "generate",
        .summary = "Make the takes that a request asks for",
        .operands = {},
        .options =
            {{.name = "request",
              .placeholder = "FILE.json",
              .help = "what to make, as JSON; - reads stdin",
              .required = true},
             {.name = "out", .placeholder = "DIR", .help = "folder for the takes", .required = true},
             {.name = "adapter", .placeholder = "DIR", .help = "adapter (LoRA) to put on the model"},
             {.name = "adapter-scale", .placeholder = "X", .help = "strength of the adapter, 0 to 2 (default 1)"},
             {.name = "embed",
              .placeholder = "all|origin",
              .help = "what the files say: all, with prompt, lyrics and recipe, or program and model only",
              .choices = {"all", "origin"}},
             {.name = "embed-tempo",
              .placeholder = "on|off",
              .help = "write the tempo where some programs stretch WAV files to it (acid chunk)",
              .choices = {"on", "off"}},
             {.name = "artist", .placeholder = "NAME", .help = "the artist to name in the files"},
             {.name = "dump", .placeholder = "FILE.safetensors", .help = "also write the tensors between the stages"}},
        .run = generate};
}

} // namespace ottava::cli
