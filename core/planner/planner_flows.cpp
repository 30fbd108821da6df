#include "core/planner/planner_flows.h"

#include "core/planner/cot_yaml.h"
#include "core/planner/lm_prompts.h"
#include "core/planner/output_parser.h"
#include "core/text/audio_codes.h"
#include "core/text/python_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace ottava {
namespace {

std::vector<std::int64_t> seedsOf(const GenerateInput& input) {
    auto seeds = input.seeds;
    while (seeds.size() < static_cast<std::size_t>(std::max(1, input.batchSize)))
        seeds.push_back(seeds.empty() ? 0 : seeds.back() + 1);
    seeds.resize(static_cast<std::size_t>(std::max(1, input.batchSize)));
    return seeds;
}

bool isGiven(const GenerateInput& input, const char* field) {
    return input.userFields.contains(field) || input.emptyFields.contains(field);
}

bool allMetadataGiven(const GenerateInput& input) {
    return isGiven(input, "bpm") && isGiven(input, "keyscale") && isGiven(input, "timesignature")
           && isGiven(input, "duration");
}

LmCall commonCall(const GenerateInput& input) {
    LmCall call;
    call.constrained = input.constrained;
    call.sampling = input.sampling;
    call.negativePrompt = input.negativePrompt;
    call.legacyUnconditional = input.legacyUnconditional;
    call.caption = input.caption;
    call.lyrics = input.lyrics;
    return call;
}

LmCall metadataCall(const GenerateInput& input) {
    auto call = commonCall(input);
    call.prompt = planPrompt(input.caption, input.lyrics);
    call.seeds = {seedsOf(input).front()};
    call.phase = PlannerPhase::Cot;
    call.stopAtReasoning = true;
    call.cfgScale = 1;
    call.userFields = input.userFields;
    call.skipCaption = !input.useCotCaption;
    call.skipLanguage = !input.useCotLanguage;
    call.skipGenres = true;
    return call;
}

LmCall codesCall(const GenerateInput& input, const PlanFields& metadata, std::optional<double> targetSeconds) {
    auto call = commonCall(input);
    call.cotText = cotText(metadata);
    call.prompt = codesPrompt(input.caption, input.lyrics, call.cotText);
    call.seeds = seedsOf(input);
    call.batch = input.batchSize > 1;
    call.phase = PlannerPhase::Codes;
    call.cfgScale = input.cfgScale;
    call.targetDurationSeconds = targetSeconds;
    call.skipCaption = call.skipLanguage = true;
    return call;
}

/// Seconds that a duration field stands for; unset when none can be read from it.
std::optional<double> secondsOf(const PlanFields& metadata) {
    const auto field = metadata.find("duration");
    if (field == metadata.end())
        return std::nullopt;
    return std::visit(
        [](const auto& value) -> std::optional<double> {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(value)>>)
                return static_cast<double>(value);
            else
                return python::toFloat(value);
        },
        field->second);
}

std::optional<double> targetOf(const GenerateInput& input, const PlanFields& metadata) {
    if (input.targetDurationSeconds && *input.targetDurationSeconds > 0)
        return input.targetDurationSeconds;
    const auto planned = secondsOf(metadata);
    return planned && *planned > 0 ? planned : input.targetDurationSeconds;
}

void addCodes(const PlannerSetup& setup, const GenerateInput& input, GenerateOutcome& outcome) {
    const auto outputs = setup.run(codesCall(input, outcome.metadata, targetOf(input, outcome.metadata)));
    if (input.batchSize <= 1 && outputs.at(0).text.empty()) {
        outcome.error = outputs[0].status;
        return;
    }
    for (const auto& output : outputs) {
        outcome.audioCodes.push_back(parseLmOutput(output.text).audioCodes);
        outcome.codesCounts.push_back(static_cast<int>(audioCodeTokens(outcome.audioCodes.back()).size()));
    }
    outcome.success = true;
}

LmCall textCall(const PlannerSetup& setup, std::string prompt, PlanFields fixed, const TextOptions& options) {
    LmCall call;
    call.prompt = std::move(prompt);
    call.seeds = {options.seed};
    call.phase = PlannerPhase::Understand;
    call.constrained = options.constrained;
    call.sampling = options.sampling;
    call.userFields = std::move(fixed);
    call.skipGenres = !setup.hasGenreVocabulary && !setup.quirks.genresWithoutVocabulary;
    return call;
}

/// Runs a text job; `status` is left empty unless it failed.
TextOutcome writeText(const PlannerSetup& setup, const LmCall& call) {
    TextOutcome outcome;
    const auto output = setup.run(call).at(0);
    if (output.text.empty()) {
        outcome.status = output.status.empty() ? "The language model wrote nothing." : output.status;
        return outcome;
    }
    auto parsed = parseLmOutput(output.text);
    outcome.metadata = std::move(parsed.metadata);
    outcome.order = std::move(parsed.order);
    if (auto lyrics = lyricsOf(output.text); !lyrics.empty())
        outcome.lyrics = std::move(lyrics);
    return outcome;
}

std::string namesOf(const TextOutcome& outcome) {
    auto names = outcome.order;
    if (outcome.lyrics)
        names.emplace_back("lyrics");
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string shown(const PlanValue& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value))
        return std::to_string(*whole);
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? "True" : "False";
    const auto* text = std::get_if<std::string>(&value);
    return text ? python::repr(*text) : python::repr(std::get<double>(value));
}

/// The fields as the reference's language prints them.
std::string listOf(const TextOutcome& outcome) {
    std::string list;
    for (const auto& name : outcome.order)
        list += fmt::format("'{}': {}, ", name, shown(outcome.metadata.at(name)));
    if (outcome.lyrics)
        list += fmt::format("'lyrics': {}, ", python::repr(*outcome.lyrics));
    return fmt::format("{{{}'instrumental': {}}}", list, *outcome.instrumental ? "True" : "False");
}

/// A positive whole number, from text or by cutting off a fraction.
std::optional<std::int64_t> wholeNumber(const PlanValue& value) {
    const auto number = std::visit(
        [](const auto& plain) -> std::optional<std::int64_t> {
            if constexpr (std::is_arithmetic_v<std::decay_t<decltype(plain)>>)
                return static_cast<std::int64_t>(plain);
            else
                return python::toInteger(plain);
        },
        value);
    return number && *number > 0 ? number : std::nullopt;
}

PlanFields fixedFields(const PlanFields& given) {
    PlanFields fixed;
    for (const auto& [name, value] : given) {
        const auto* text = std::get_if<std::string>(&value);
        if (name == "bpm" || name == "duration") {
            if (const auto number = wholeNumber(value))
                fixed[name] = *number;
        } else if ((name == "keyscale" || name == "timesignature" || name == "language") && !(text && text->empty())) {
            fixed[name] = value;
        }
    }
    return fixed;
}

} // namespace

GenerateOutcome generatePlan(const PlannerSetup& setup, const GenerateInput& input) {
    GenerateOutcome outcome;
    const auto inferType = python::lower(python::strip(input.inferType));
    const bool metadataOnly = inferType == "dit";
    if (!metadataOnly && inferType != "llm_dit") {
        outcome.error = fmt::format("invalid infer_type: {} (expected 'dit' or 'llm_dit')", python::repr(inferType));
        return outcome;
    }
    if (input.useCotMetas && !allMetadataGiven(input)) {
        const auto output = setup.run(metadataCall(input)).at(0);
        if (output.text.empty()) {
            outcome.error = output.status;
            return outcome;
        }
        outcome.metadata = parseLmOutput(output.text).metadata;
    } else if (setup.quirks.failsWithoutMetadata && input.userFields.empty() && input.emptyFields.empty()) {
        outcome.error = "'NoneType' object has no attribute 'items'";
        return outcome;
    } else {
        outcome.metadata = input.userFields;
    }
    if (!metadataOnly) {
        addCodes(setup, input, outcome);
        return outcome;
    }
    outcome.audioCodes.resize(static_cast<std::size_t>(std::max(1, input.batchSize)));
    outcome.success = true;
    return outcome;
}

TextOutcome understandCodes(const PlannerSetup& setup, const std::string& audioCodes, const TextOptions& options) {
    if (python::strip(audioCodes).empty()) {
        TextOutcome outcome;
        outcome.status = "❌ No audio codes provided. Please paste audio codes first.";
        return outcome;
    }
    auto outcome = writeText(setup, textCall(setup, understandPrompt(audioCodes), {}, options));
    if (outcome.status.empty())
        outcome.status = "✅ Understanding completed successfully\nGenerated fields: " + namesOf(outcome);
    return outcome;
}

TextOutcome inspire(const PlannerSetup& setup, const InspireInput& input, const TextOptions& options) {
    PlanFields fixed;
    const auto language = python::strip(input.vocalLanguage);
    if (!language.empty() && python::lower(language) != "unknown")
        fixed["language"] = std::string{language};
    const bool blank = python::strip(input.query).empty();
    auto prompt = inspirePrompt(blank ? kNoUserInput : std::string_view{input.query}, input.instrumental);
    auto outcome = writeText(setup, textCall(setup, std::move(prompt), std::move(fixed), options));
    if (!outcome.status.empty())
        return outcome;
    if (!outcome.lyrics && input.instrumental)
        outcome.lyrics = "[Instrumental]";
    outcome.instrumental = input.instrumental;
    outcome.status = "✅ Sample created successfully\nGenerated fields: " + listOf(outcome);
    return outcome;
}

TextOutcome formatSample(const PlannerSetup& setup, const FormatInput& input, const TextOptions& options) {
    const bool noCaption = python::strip(input.caption).empty(), noLyrics = python::strip(input.lyrics).empty();
    const auto lyrics = noLyrics ? std::string{"[Instrumental]"} : input.lyrics;
    auto prompt = formatPrompt(noCaption ? kNoUserInput : std::string_view{input.caption}, lyrics);
    auto call = textCall(setup, std::move(prompt), fixedFields(input.userFields), options);
    call.skipLanguage = call.userFields.contains("language");
    auto outcome = writeText(setup, call);
    if (!outcome.status.empty())
        return outcome;
    if (!outcome.lyrics)
        outcome.lyrics = lyrics;
    outcome.status = "✅ Format completed successfully\nGenerated fields: " + namesOf(outcome);
    return outcome;
}

} // namespace ottava
