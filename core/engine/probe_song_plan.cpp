#include "core/base/error.h"
#include "core/engine/canned_calls.h"
#include "core/engine/probe_planner.h"
#include "core/planner/planner_api.h"

#include <fmt/format.h>

namespace ottava {
namespace {

using nlohmann::json;

template<class T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

/// The field's value; the default where it is absent or null.
template<class T>
T valueOf(const json& object, const char* name, T otherwise) {
    const auto field = object.find(name);
    return field == object.end() || field->is_null() ? otherwise : field->get<T>();
}

SongKind songKindOf(const std::string& name) {
    static const std::map<std::string, SongKind> kinds{
        {"text2music", SongKind::Text2Music}, {"cover", SongKind::Cover}, {"cover-nofsq", SongKind::CoverNofsq},
        {"repaint", SongKind::Repaint},       {"lego", SongKind::Lego},   {"extract", SongKind::Extract},
        {"complete", SongKind::Complete},
    };
    if (const auto found = kinds.find(name); found != kinds.end())
        return found->second;
    throw Error{ErrorCode::BadRequest, fmt::format("There is no task_type '{}'.", name)};
}

std::vector<std::string> codesOf(const json& params) {
    const auto field = params.find("audio_codes");
    if (field == params.end() || field->is_null() || *field == "")
        return {};
    return field->is_array() ? field->get<std::vector<std::string>>() : std::vector{field->get<std::string>()};
}

std::vector<std::int64_t> seedsOf(const json& config) {
    const auto field = config.find("seeds");
    if (field == config.end() || field->is_null())
        return {};
    return field->is_array() ? field->get<std::vector<std::int64_t>>() : std::vector{field->get<std::int64_t>()};
}

SongInput songInputOf(const json& params, const json& config) {
    constexpr int kDefaultBatch = 2;
    SongInput input;
    input.kind = songKindOf(valueOf<std::string>(params, "task_type", "text2music"));
    input.flowEdit = valueOf(params, "flow_edit_morph", false);
    input.caption = valueOf(params, "caption", input.caption);
    input.lyrics = valueOf(params, "lyrics", input.lyrics);
    input.keyscale = valueOf(params, "keyscale", input.keyscale);
    input.timesignature = valueOf(params, "timesignature", input.timesignature);
    input.vocalLanguage = valueOf(params, "vocal_language", input.vocalLanguage);
    if (params.contains("bpm") && !params["bpm"].is_null())
        input.bpm = params["bpm"].get<std::int64_t>();
    if (params.contains("duration"))
        input.durationSeconds =
            params["duration"].is_null() ? std::nullopt : std::optional{params["duration"].get<double>()};
    input.audioCodes = codesOf(params);
    input.thinking = valueOf(params, "thinking", input.thinking);
    input.useCotMetas = valueOf(params, "use_cot_metas", input.useCotMetas);
    input.useCotCaption = valueOf(params, "use_cot_caption", input.useCotCaption);
    input.useCotLanguage = valueOf(params, "use_cot_language", input.useCotLanguage);
    input.constrained = valueOf(params, "use_constrained_decoding", input.constrained);
    input.temperature = valueOf(params, "lm_temperature", input.temperature);
    input.cfgScale = valueOf(params, "lm_cfg_scale", input.cfgScale);
    input.topK = valueOf(params, "lm_top_k", 0);
    input.topP = params.contains("lm_top_p") ? valueOf(params, "lm_top_p", 0.0) : input.topP;
    input.negativePrompt = valueOf(params, "lm_negative_prompt", input.negativePrompt);
    input.batchSize = config.contains("batch_size") ? valueOf(config, "batch_size", 1) : kDefaultBatch;
    input.chunkSize = valueOf(config, "lm_batch_chunk_size", input.chunkSize);
    input.seeds = seedsOf(config);
    return input;
}

json ditInputs(const SongPlan& plan, const SongInput& input, const json& params) {
    const auto duration = params.value("duration", json(nullptr));
    const bool asGiven = duration.is_number() && plan.durationSeconds && duration == *plan.durationSeconds;
    json codes = plan.audioCodes;
    if (plan.audioCodes.size() <= 1)
        codes = plan.audioCodes.empty() ? "" : plan.audioCodes.front();
    return {{"captions", plan.caption},
            {"lyrics", plan.lyrics},
            {"bpm", orNull(plan.bpm)},
            {"key_scale", plan.keyscale},
            {"time_signature", plan.timesignature},
            {"vocal_language", plan.vocalLanguage},
            {"audio_duration", asGiven ? duration : orNull(plan.durationSeconds)},
            {"audio_code_string", codes},
            {"task_type", valueOf<std::string>(params, "task_type", "text2music")},
            {"instruction", valueOf<std::string>(params, "instruction",
                                                 "Fill the audio semantic mask based on the given conditions:")},
            {"batch_size", input.batchSize}};
}

json songResult(const PlannerSetup& setup, const json& params, const json& config) {
    const auto input = songInputOf(params, config);
    const auto plan = planSong(setup, input);
    return {{"success", plan.success},
            {"error", plan.success ? json(nullptr) : json(plan.error)},
            {"dit_inputs", plan.success ? ditInputs(plan, input, params) : json(nullptr)},
            {"cot_fields",
             {{"cot_bpm", orNull(plan.cot.bpm)},
              {"cot_keyscale", plan.cot.keyscale},
              {"cot_timesignature", plan.cot.timesignature},
              {"cot_duration", orNull(plan.cot.durationSeconds)},
              {"cot_vocal_language", plan.cot.vocalLanguage},
              {"cot_caption", plan.cot.caption},
              {"cot_lyrics", plan.cot.lyrics}}}};
}

json textResult(const SampleText& text) {
    return {{"caption", text.caption},
            {"lyrics", text.lyrics},
            {"bpm", orNull(text.bpm)},
            {"duration", orNull(text.durationSeconds)},
            {"keyscale", text.keyscale},
            {"language", text.language},
            {"timesignature", text.timesignature},
            {"status_message", text.status},
            {"success", text.success},
            {"error", text.success ? json(nullptr) : json(text.error)}};
}

TextOptions textOptionsOf(const json& args) {
    TextOptions options;
    options.sampling.temperature = valueOf(args, "temperature", options.sampling.temperature);
    if (args.contains("top_k") && !args["top_k"].is_null())
        options.sampling.topK = args["top_k"].get<int>();
    if (args.contains("top_p") && !args["top_p"].is_null())
        options.sampling.topP = args["top_p"].get<double>();
    options.sampling.repetitionPenalty = valueOf(args, "repetition_penalty", 1.0);
    options.constrained = valueOf(args, "use_constrained_decoding", true);
    return options;
}

json apiResult(const PlannerSetup& setup, const std::string& flow, const json& args) {
    if (flow == "generate_music")
        return songResult(setup, args.at("params"), args.at("config"));
    const auto options = textOptionsOf(args);
    if (flow == "understand_music")
        return textResult(understandMusic(setup, args.at("audio_codes").get<std::string>(), options));
    if (flow == "format_sample")
        return textResult(formatMusic(setup,
                                      {.caption = args.at("caption").get<std::string>(),
                                       .lyrics = args.at("lyrics").get<std::string>(),
                                       .userFields = planFieldsOf(args.value("user_metadata", json(nullptr)))},
                                      options));
    if (flow == "create_sample") {
        const auto text = createSample(setup,
                                       {.query = args.at("query").get<std::string>(),
                                        .instrumental = valueOf(args, "instrumental", false),
                                        .vocalLanguage = valueOf<std::string>(args, "vocal_language", "")},
                                       options);
        auto result = textResult(text);
        result["instrumental"] = text.instrumental;
        return result;
    }
    throw Error{ErrorCode::BadRequest, fmt::format("There is no flow '{}'.", flow),
                "Use generate_music, understand_music, create_sample or format_sample."};
}

} // namespace

json replayApiFlow(const json& oneCase, const ReferenceQuirks& quirks) {
    const auto& args = oneCase.at("args");
    CannedCalls model{oneCase.at("texts"), args.value("params", json::object())};
    const PlannerSetup setup{.run = [&](const LmCall& call) { return model.answer(call); }, .quirks = quirks};
    auto result = apiResult(setup, oneCase.at("flow").get<std::string>(), args);
    return {{"flow", oneCase.at("flow")},
            {"args", args},
            {"texts", oneCase.at("texts")},
            {"calls", model.calls()},
            {"result", std::move(result)}};
}

} // namespace ottava
