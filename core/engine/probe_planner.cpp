#include "core/engine/probe_planner.h"

#include "core/base/error.h"
#include "core/engine/canned_calls.h"
#include "core/planner/cot_yaml.h"
#include "core/planner/lm_prompts.h"
#include "core/planner/output_parser.h"

#include <fmt/format.h>

namespace ottava {
namespace {

using nlohmann::json;

std::string textOf(const json& object, const char* name) {
    return object.at(name).get<std::string>();
}

LmCall unconditionalOf(const json& oneCase, PlannerPhase phase) {
    LmCall call;
    call.phase = phase;
    call.caption = oneCase.value("caption", "");
    call.lyrics = oneCase.value("lyrics", "");
    call.negativePrompt = textOf(oneCase, "negative_prompt");
    return call;
}

std::string conditionalPrompt(const json& oneCase, const std::string& kind) {
    if (kind == "cot")
        return planPrompt(textOf(oneCase, "caption"), textOf(oneCase, "lyrics"));
    if (kind == "codes")
        return codesPrompt(textOf(oneCase, "caption"), textOf(oneCase, "lyrics"),
                           cotText(planFieldsOf(oneCase.at("metadata"))));
    if (kind == "understand")
        return understandPrompt(textOf(oneCase, "audio_codes"));
    if (kind == "inspire")
        return inspirePrompt(textOf(oneCase, "query"), oneCase.at("instrumental").get<bool>());
    if (kind == "format")
        return formatPrompt(textOf(oneCase, "caption"), textOf(oneCase, "lyrics"));
    throw Error{ErrorCode::BadRequest, fmt::format("There is no kind of prompt '{}'.", kind),
                "Use cot, cot_uncond, codes, codes_uncond, codes_uncond_legacy, understand, inspire or format."};
}

std::string promptOf(const json& oneCase) {
    const auto kind = textOf(oneCase, "kind");
    if (kind == "cot_uncond")
        return unconditionalPrompt(unconditionalOf(oneCase, PlannerPhase::Cot));
    if (kind == "codes_uncond" || kind == "codes_uncond_legacy") {
        auto call = unconditionalOf(oneCase, PlannerPhase::Codes);
        call.legacyUnconditional = kind == "codes_uncond_legacy";
        return unconditionalPrompt(call);
    }
    auto prompt = conditionalPrompt(oneCase, kind);
    if (!oneCase.value("negative", false))
        return prompt;
    auto call = unconditionalOf(oneCase, PlannerPhase::Understand);
    call.prompt = std::move(prompt);
    return unconditionalPrompt(call);
}

template<class T>
std::optional<T> optionalOf(const json& object, const char* name) {
    const auto field = object.find(name);
    return field == object.end() || field->is_null() ? std::nullopt : std::optional{field->get<T>()};
}

GenerateInput generateInputOf(const json& args) {
    GenerateInput input;
    input.caption = textOf(args, "caption");
    input.lyrics = textOf(args, "lyrics");
    input.inferType = textOf(args, "infer_type");
    input.sampling = tokenSamplingOf(args, TokenSampling{}.temperature);
    input.cfgScale = args.value("cfg_scale", input.cfgScale);
    input.negativePrompt = args.value("negative_prompt", input.negativePrompt);
    input.constrained = args.value("use_constrained_decoding", true);
    input.useCotMetas = args.value("use_cot_metas", true);
    input.useCotCaption = args.value("use_cot_caption", true);
    input.useCotLanguage = args.value("use_cot_language", true);
    if (const auto given = args.find("user_metadata"); given != args.end() && given->is_object()) {
        input.userFields = planFieldsOf(*given);
        for (const auto& [name, value] : given->items())
            if (value.is_null())
                input.emptyFields.insert(name);
    }
    input.targetDurationSeconds = optionalOf<double>(args, "target_duration");
    input.batchSize = optionalOf<int>(args, "batch_size").value_or(1);
    input.seeds = optionalOf<std::vector<std::int64_t>>(args, "seeds").value_or(std::vector<std::int64_t>{});
    return input;
}

json generateResult(const GenerateInput& input, const GenerateOutcome& outcome) {
    const bool batch = input.batchSize > 1;
    json result{{"success", outcome.success},
                {"error", outcome.success ? json(nullptr) : json(outcome.error)},
                {"extra_outputs", json::object()}};
    if (batch) {
        result["metadata"] = json::array();
        for (std::size_t i = 0; i < outcome.audioCodes.size(); ++i)
            result["metadata"].push_back(jsonOf(outcome.metadata));
        result["audio_codes"] = outcome.audioCodes;
    } else {
        result["metadata"] = jsonOf(outcome.metadata);
        result["audio_codes"] = outcome.audioCodes.empty() ? "" : outcome.audioCodes.front();
    }
    if (batch && !outcome.codesCounts.empty()) {
        int total = 0;
        for (const int count : outcome.codesCounts)
            total += count;
        result["extra_outputs"] = {{"codes_counts", outcome.codesCounts}, {"total_codes", total}};
    } else if (!outcome.codesCounts.empty()) {
        result["extra_outputs"] = {{"codes_count", outcome.codesCounts.front()}};
    }
    return result;
}

json textResult(const TextOutcome& outcome) {
    auto metadata = jsonOf(outcome.metadata);
    if (outcome.lyrics)
        metadata["lyrics"] = *outcome.lyrics;
    if (outcome.instrumental)
        metadata["instrumental"] = *outcome.instrumental;
    return {{"metadata", metadata}, {"status", outcome.status}};
}

} // namespace

TokenSampling tokenSamplingOf(const json& args, double temperature) {
    return {.temperature = args.value("temperature", temperature),
            .topK = optionalOf<int>(args, "top_k"),
            .topP = optionalOf<double>(args, "top_p"),
            .repetitionPenalty = args.value("repetition_penalty", 1.0)};
}

PlannerPhase phaseNamed(const std::string& name) {
    if (name == "cot")
        return PlannerPhase::Cot;
    if (name == "codes")
        return PlannerPhase::Codes;
    if (name == "understand")
        return PlannerPhase::Understand;
    throw Error{ErrorCode::BadRequest, fmt::format("There is no generation_phase '{}'.", name),
                "Use cot, codes or understand."};
}

json flowResult(const PlannerSetup& setup, const std::string& flow, const json& args) {
    if (flow == "generate") {
        const auto input = generateInputOf(args);
        return generateResult(input, generatePlan(setup, input));
    }
    constexpr double kUnderstandTemperature = 0.3;
    const bool understands = flow == "understand";
    const TextOptions options{
        .sampling = tokenSamplingOf(args, understands ? kUnderstandTemperature : TokenSampling{}.temperature),
        .constrained = args.value("use_constrained_decoding", true)};
    if (understands)
        return textResult(understandCodes(setup, textOf(args, "audio_codes"), options));
    if (flow == "inspire")
        return textResult(inspire(setup,
                                  {.query = textOf(args, "query"),
                                   .instrumental = args.value("instrumental", false),
                                   .vocalLanguage = optionalOf<std::string>(args, "vocal_language").value_or("")},
                                  options));
    if (flow == "format")
        return textResult(formatSample(setup,
                                       {.caption = textOf(args, "caption"),
                                        .lyrics = textOf(args, "lyrics"),
                                        .userFields = planFieldsOf(args.value("user_metadata", json(nullptr)))},
                                       options));
    throw Error{ErrorCode::BadRequest, fmt::format("There is no flow '{}'.", flow),
                "Use generate, understand, inspire or format."};
}

PlanFields planFieldsOf(const json& object) {
    PlanFields fields;
    if (object.is_null())
        return fields;
    for (const auto& [name, value] : object.get<std::map<std::string, json>>()) {
        if (value.is_boolean())
            fields[name] = value.get<bool>();
        else if (value.is_number_integer())
            fields[name] = value.get<std::int64_t>();
        else if (value.is_number())
            fields[name] = value.get<double>();
        else if (!value.is_null())
            fields[name] = value.get<std::string>();
    }
    return fields;
}

json jsonOf(const PlanFields& fields) {
    auto object = json::object();
    for (const auto& [name, value] : fields)
        object[name] = std::visit([](const auto& plain) { return json(plain); }, value);
    return object;
}

json replayPrompt(const json& oneCase, const BpeTokenizer& tokenizer) {
    auto replay = oneCase;
    replay["prompt"] = promptOf(oneCase);
    if (replay["kind"] == "codes")
        replay["cot_text"] = cotText(planFieldsOf(oneCase.at("metadata")));
    replay["ids"] = tokenizer.encode(textOf(replay, "prompt"), /*withPostProcessor=*/false);
    return replay;
}

json replayCotYaml(const json& oneCase) {
    return {{"metadata", oneCase.at("metadata")}, {"cot_text", cotText(planFieldsOf(oneCase.at("metadata")))}};
}

json replayParseOutput(const json& oneCase) {
    const auto text = textOf(oneCase, "text");
    const auto parsed = parseLmOutput(text);
    return {{"text", text},
            {"metadata", jsonOf(parsed.metadata)},
            {"audio_codes", parsed.audioCodes},
            {"lyrics", lyricsOf(text)}};
}

json replayFlow(const json& oneCase, const ReferenceQuirks& quirks) {
    const auto& args = oneCase.at("args");
    CannedCalls model{oneCase.at("texts"), args};
    const PlannerSetup setup{.run = [&](const LmCall& call) { return model.answer(call); }, .quirks = quirks};
    auto result = flowResult(setup, textOf(oneCase, "flow"), args);
    return {{"flow", oneCase.at("flow")},
            {"args", args},
            {"texts", oneCase.at("texts")},
            {"calls", model.calls()},
            {"result", std::move(result)}};
}

} // namespace ottava
