#include "core/engine/canned_calls.h"

#include "core/base/error.h"
#include "core/engine/probe_planner.h"

namespace ottava {
namespace {

using nlohmann::json;

template<class T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

const char* phaseName(PlannerPhase phase) {
    switch (phase) {
    case PlannerPhase::Cot:
        return "cot";
    case PlannerPhase::Codes:
        return "codes";
    case PlannerPhase::Understand:
        return "understand";
    }
    return "";
}

json samplingOf(const LmCall& call) {
    return {{"temperature", call.sampling.temperature},
            {"top_k", orNull(call.sampling.topK)},
            {"top_p", orNull(call.sampling.topP)},
            {"repetition_penalty", call.sampling.repetitionPenalty},
            {"generation_phase", phaseName(call.phase)},
            {"caption", call.caption},
            {"lyrics", call.lyrics}};
}

} // namespace

std::vector<LmOutput> CannedCalls::answer(const LmCall& call) {
    calls_.push_back(call.batch ? batch(call) : single(call));
    std::vector<LmOutput> outputs;
    for (std::size_t i = 0; i < call.seeds.size(); ++i) {
        if (used_ == texts_.size())
            throw Error{ErrorCode::BadRequest, "The case has fewer `texts` than the language model is asked for.",
                        "Give one text a call, and one an item of a batch."};
        const auto text = texts_.at(used_++).get<std::string>();
        outputs.push_back({.text = text, .status = text.empty() ? "canned failure" : ""});
    }
    return outputs;
}

json CannedCalls::userMetadata(const LmCall& call) const {
    auto fields = jsonOf(call.userFields);
    const auto given = inputs_.find("user_metadata");
    // Names without a value reach the first phase as they came; a plan keeps none of them.
    if (call.phase == PlannerPhase::Cot && given != inputs_.end() && given->is_object()) {
        for (const auto& [name, value] : given->items())
            if (value.is_null())
                fields[name] = nullptr;
        return fields;
    }
    return fields.empty() ? json(nullptr) : fields;
}

json CannedCalls::target(const LmCall& call) const {
    for (const char* name : {"target_duration", "duration"})
        if (const auto given = inputs_.find(name); given != inputs_.end() && given->is_number())
            if (call.targetDurationSeconds && *given == *call.targetDurationSeconds)
                return *given;
    return orNull(call.targetDurationSeconds);
}

json CannedCalls::single(const LmCall& call) const {
    auto options = samplingOf(call);
    options["target_duration"] = target(call);
    options["user_metadata"] = userMetadata(call);
    options["skip_caption"] = call.skipCaption;
    options["skip_language"] = call.skipLanguage;
    if (call.phase != PlannerPhase::Understand) {
        options["cfg_scale"] = call.cfgScale;
        options["negative_prompt"] = call.negativePrompt;
    }
    if (call.phase == PlannerPhase::Codes)
        options["cot_text"] = call.cotText;
    else
        options["skip_genres"] = call.skipGenres;
    return {{"backend_call", "single"},
            {"prompt", call.prompt},
            {"cfg", options},
            {"use_constrained_decoding", call.constrained},
            {"stop_at_reasoning", call.stopAtReasoning}};
}

json CannedCalls::batch(const LmCall& call) const {
    auto options = samplingOf(call);
    options["target_duration"] = target(call);
    options["cfg_scale"] = call.cfgScale;
    options["negative_prompt"] = call.negativePrompt;
    options["cot_text"] = call.cotText;
    options["use_constrained_decoding"] = call.constrained;
    options["seeds"] = call.seeds;
    return {{"backend_call", "batch"},
            {"prompts", std::vector<std::string>(call.seeds.size(), call.prompt)},
            {"args", options}};
}

} // namespace ottava
