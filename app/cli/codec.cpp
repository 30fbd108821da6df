#include "core/engine/codec.h"

#include "app/cli/commands.h"
#include "app/cli/engine_options.h"
#include "app/cli/interrupts.h"

namespace ottava::cli {
namespace {

EngineSettings codecSettings(const Arguments& arguments) {
    auto settings = engineOptions(arguments);
    settings.models = chooseModels(arguments);
    return settings;
}

int encode(const Arguments& arguments) {
    const Interrupts interrupts;
    encodeFile(codecSettings(arguments), arguments.required("audio"), arguments.required("out"), interrupts.token());
    return 0;
}

int decode(const Arguments& arguments) {
    const Interrupts interrupts;
    decodeFile(codecSettings(arguments), arguments.required("latents"), arguments.required("out"), interrupts.token());
    return 0;
}

} // namespace

Command encodeCommand() {
    return {.name = "encode",
            .summary = "Turn audio into latents with the VAE",
            .operands = {},
            .options =
                {{.name = "audio", .placeholder = "FILE", .help = "any audio file", .required = true},
                 {.name = "out", .placeholder = "FILE.safetensors", .help = "where the latents go", .required = true}},
            .run = encode};
}

Command decodeCommand() {
    return {.name = "decode",
            .summary = "Turn latents into audio with the VAE",
            .operands = {},
            .options =
                {{.name = "latents", .placeholder = "FILE.safetensors", .help = "latents [1, T, 64]", .required = true},
                 {.name = "out", .placeholder = "FILE.wav", .help = "where the audio goes", .required = true}},
            .run = decode};
}

} // namespace ottava::cli
