#include "core/engine/probe_constrained.h"

#include "core/engine/probe_json.h"
#include "core/planner/lm_prompts.h"
#include "core/planner/output_parser.h"
#include "core/planner/planner_flows.h"
#include "core/text/audio_codes.h"

#include <ATen/CPUGeneratorImpl.h>

#include <nlohmann/json.hpp>

namespace ottava {
namespace {

using nlohmann::json;

constexpr int kGoldensMaximum = 480;

LmDecoderHooks hooksOf(const json& oneCase, ConstraintTrace& trace) {
    LmDecoderHooks hooks{.onToken = {},
                         .trace = &trace,
                         .stop = {},
                         .sharedGenerator = at::make_generator<at::CPUGeneratorImpl>(oneCase.value("seed", 0U)),
                         .tokenCap = std::nullopt,
                         .withReferenceFaults = true};
    if (oneCase.contains("cap"))
        hooks.tokenCap = requiredField(oneCase, "cap").get<int>();
    return hooks;
}

LmCall promptCall(const json& oneCase) {
    const auto& options = requiredField(oneCase, "cfg");
    return {.prompt = requiredField(oneCase, "prompt").get<std::string>(),
            .seeds = {0},
            .batch = false,
            .phase = phaseOf(options.value("generation_phase", "cot")),
            .stopAtReasoning = oneCase.value("stop_at_reasoning", false),
            .constrained = oneCase.value("constrained", true),
            .sampling = {.temperature = options.value("temperature", 0.85),
                         .topK = optionalField<int>(options, "top_k"),
                         .topP = optionalField<double>(options, "top_p"),
                         .repetitionPenalty = options.value("repetition_penalty", 1.0)},
            .cfgScale = options.value("cfg_scale", 1.0),
            .negativePrompt = options.value("negative_prompt", std::string{kNoUserInput}),
            .legacyUnconditional = false,
            .caption = options.value("caption", ""),
            .lyrics = options.value("lyrics", ""),
            .cotText = options.value("cot_text", ""),
            .userFields = fieldsOf(options.value("user_metadata", json::object())),
            .targetDurationSeconds = optionalField<double>(options, "target_duration"),
            .skipCaption = options.value("skip_caption", false),
            .skipGenres = options.value("skip_genres", true),
            .skipLanguage = options.value("skip_language", false)};
}

json promptResult(const LmOutput& output) {
    const auto parsed = parseLmOutput(output.text);
    return {{"text", output.text},
            {"status", output.status},
            {"metadata", jsonOf(parsed.metadata)},
            {"n_codes", parseAudioCodes(parsed.audioCodes).size()},
            {"lyrics", lyricsOf(output.text)}};
}

} // namespace

json replayConstrained(const json& oneCase, LmDecoderSetup setup) {
    setup.maxDurationSeconds = oneCase.value("max_duration", kGoldensMaximum);
    ConstraintTrace trace;
    LmDecoder decoder{std::move(setup), hooksOf(oneCase, trace)};
    auto answered = oneCase;
    if (requiredField(oneCase, "api") == "prompt") {
        const auto outputs = decoder(promptCall(oneCase));
        answered["text"] = outputs.front().text;
        answered["result"] = promptResult(outputs.front());
    } else {
        answered["result"] = replayGenerateFlow(requiredField(oneCase, "args"), std::ref(decoder));
    }
    answered["steps"] = trace.steps();
    answered["final_state"] = constraintStateName(decoder.finalState());
    answered["codes_count"] = decoder.codesCount();
    return answered;
}

} // namespace ottava
