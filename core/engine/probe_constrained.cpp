#include "core/engine/probe_constrained.h"

#include "core/engine/probe_planner.h"
#include "core/planner/lm_prompts.h"
#include "core/planner/output_parser.h"
#include "core/text/audio_codes.h"

#include <ATen/CPUGeneratorImpl.h>

#include <nlohmann/json.hpp>

namespace ottava {
namespace {

using nlohmann::json;

constexpr int kGoldensMaximum = 480;
constexpr ReferenceQuirks kReference{
    .genresWithoutVocabulary = true, .failsWithoutMetadata = true, .losesDetectedLanguage = true};

PlannerDecoderHooks hooksOf(const json& oneCase, ConstraintTrace& trace) {
    PlannerDecoderHooks hooks{.onToken = {},
                              .trace = &trace,
                              .stop = {},
                              .sharedGenerator = at::make_generator<at::CPUGeneratorImpl>(oneCase.value("seed", 0U)),
                              .tokenCap = std::nullopt,
                              .withReferenceFaults = true};
    if (oneCase.contains("cap"))
        hooks.tokenCap = oneCase.at("cap").get<int>();
    return hooks;
}

std::optional<double> optionalTarget(const json& options) {
    const auto target = options.value("target_duration", json());
    return target.is_null() ? std::nullopt : std::optional{target.get<double>()};
}

LmCall promptCall(const json& oneCase) {
    const auto& options = oneCase.at("cfg");
    return {.prompt = oneCase.at("prompt").get<std::string>(),
            .seeds = {0},
            .batch = false,
            .phase = phaseNamed(options.value("generation_phase", "cot")),
            .stopAtReasoning = oneCase.value("stop_at_reasoning", false),
            .constrained = oneCase.value("constrained", true),
            .sampling = tokenSamplingOf(options, TokenSampling{}.temperature),
            .cfgScale = options.value("cfg_scale", 1.0),
            .negativePrompt = options.value("negative_prompt", std::string{kNoUserInput}),
            .legacyUnconditional = false,
            .caption = options.value("caption", ""),
            .lyrics = options.value("lyrics", ""),
            .cotText = options.value("cot_text", ""),
            .userFields = planFieldsOf(options.value("user_metadata", json::object())),
            .targetDurationSeconds = optionalTarget(options),
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

json replayConstrained(const json& oneCase, PlannerDecoderSetup setup) {
    setup.maxDurationSeconds = oneCase.value("max_duration", kGoldensMaximum);
    ConstraintTrace trace;
    PlannerDecoder decoder{std::move(setup), hooksOf(oneCase, trace)};
    auto answered = oneCase;
    if (oneCase.at("api") == "prompt") {
        const auto outputs = decoder(promptCall(oneCase));
        answered["text"] = outputs.front().text;
        answered["result"] = promptResult(outputs.front());
    } else {
        const PlannerSetup flow{.run = std::ref(decoder), .quirks = kReference};
        answered["result"] = flowResult(flow, "generate", oneCase.at("args"));
    }
    answered["steps"] = trace.steps();
    answered["final_state"] = constraintStateName(decoder.finalState());
    answered["codes_count"] = decoder.codesCount();
    return answered;
}

} // namespace ottava
