#include "core/planner/planner_api.h"

#include "core/planner/lm_prompts.h"
#include "core/text/python_text.h"

#include <algorithm>

namespace ottava {
namespace {

constexpr std::string_view kUnknown = "unknown", kNotAvailable = "N/A";

bool isUnplanned(const SongInput& input) {
    switch (input.kind) {
    case SongKind::Cover:
    case SongKind::CoverNofsq:
    case SongKind::Repaint:
    case SongKind::Extract:
        return true;
    case SongKind::Text2Music:
        return input.flowEdit;
    case SongKind::Lego:
    case SongKind::Complete:
        return false;
    }
    return false;
}

bool lengthFollowsSource(SongKind kind) {
    return kind != SongKind::Text2Music && kind != SongKind::Complete;
}

bool hasCodes(const SongInput& input) {
    return std::ranges::any_of(input.audioCodes,
                               [](const std::string& codes) { return !python::strip(codes).empty(); });
}

bool wantsLm(const SongInput& input) {
    return input.lmLoaded && !isUnplanned(input)
           && (input.thinking || input.useCotMetas || input.useCotCaption || input.useCotLanguage);
}

void addText(PlanFields& fields, const char* name, std::string_view text) {
    const auto trimmed = python::strip(text);
    if (!trimmed.empty() && python::lower(trimmed) != "n/a")
        fields[name] = std::string{trimmed};
}

PlanFields userFields(const SongInput& input) {
    PlanFields fields;
    if (input.bpm && *input.bpm > 0)
        fields["bpm"] = *input.bpm;
    addText(fields, "keyscale", input.keyscale);
    addText(fields, "timesignature", input.timesignature);
    if (input.durationSeconds && *input.durationSeconds > 0)
        fields["duration"] = static_cast<std::int64_t>(*input.durationSeconds);
    return fields;
}

GenerateInput generateInput(const SongInput& input) {
    GenerateInput generate;
    generate.caption = input.caption;
    generate.lyrics = input.lyrics;
    generate.inferType = input.thinking && !hasCodes(input) ? "llm_dit" : "dit";
    generate.sampling.temperature = input.temperature;
    if (input.topK > 0)
        generate.sampling.topK = input.topK;
    if (input.topP > 0 && input.topP < 1)
        generate.sampling.topP = input.topP;
    generate.cfgScale = input.cfgScale;
    generate.negativePrompt = input.negativePrompt;
    generate.legacyUnconditional = input.legacyUnconditional;
    generate.constrained = input.constrained;
    generate.useCotMetas = input.useCotMetas;
    generate.useCotCaption = input.useCotCaption;
    generate.useCotLanguage = input.useCotLanguage;
    generate.userFields = userFields(input);
    generate.targetDurationSeconds = input.durationSeconds;
    return generate;
}

/// Runs the chunks; codes of all items are gathered in `plan`, the first chunk's metadata, too.
void runChunks(const PlannerSetup& setup, const SongInput& input, SongPlan& plan) {
    auto generate = generateInput(input);
    const bool codesWanted = generate.inferType == "llm_dit";
    const int chunk = input.chunkSize > 0 ? input.chunkSize : input.batchSize;
    if (codesWanted)
        plan.audioCodes.clear();
    for (int first = 0; first < input.batchSize; first += chunk) {
        generate.batchSize = std::min(chunk, input.batchSize - first);
        const auto begin = std::min(input.seeds.size(), static_cast<std::size_t>(first));
        const auto end = std::min(input.seeds.size(), begin + static_cast<std::size_t>(generate.batchSize));
        generate.seeds.assign(input.seeds.begin() + static_cast<std::ptrdiff_t>(begin),
                              input.seeds.begin() + static_cast<std::ptrdiff_t>(end));
        auto outcome = generatePlan(setup, generate);
        plan.success = outcome.success;
        plan.error = outcome.error;
        if (!outcome.success)
            return;
        if (first == 0)
            plan.metadata = std::move(outcome.metadata);
        if (codesWanted)
            std::ranges::move(outcome.audioCodes, std::back_inserter(plan.audioCodes));
    }
}

const PlanValue* find(const PlanFields& fields, const char* name) {
    const auto field = fields.find(name);
    return field == fields.end() ? nullptr : &field->second;
}

std::string textOf(const PlanFields& fields, const char* name) {
    const auto* value = find(fields, name);
    if (!value)
        return {};
    if (const auto* whole = std::get_if<std::int64_t>(value))
        return std::to_string(*whole);
    if (const auto* truth = std::get_if<bool>(value))
        return *truth ? "True" : "False";
    const auto* text = std::get_if<std::string>(value);
    return text ? *text : python::repr(std::get<double>(*value));
}

std::string availableText(const PlanFields& fields, const char* name) {
    auto text = textOf(fields, name);
    return text == kNotAvailable ? std::string{} : text;
}

std::optional<std::int64_t> wholeNumber(const PlanFields& fields, const char* name) {
    const auto* value = find(fields, name);
    if (!value)
        return std::nullopt;
    if (const auto* fraction = std::get_if<double>(value))
        return static_cast<std::int64_t>(*fraction);
    return python::toInteger(textOf(fields, name));
}

std::optional<double> number(const PlanFields& fields, const char* name) {
    return find(fields, name) ? python::toFloat(textOf(fields, name)) : std::nullopt;
}

void takeMetadata(const SongInput& input, SongPlan& plan) {
    if (plan.metadata.empty())
        return;
    if (const auto bpm = wholeNumber(plan.metadata, "bpm"); !plan.bpm && bpm.value_or(0) != 0)
        plan.bpm = bpm;
    if (plan.keyscale.empty())
        plan.keyscale = availableText(plan.metadata, "keyscale");
    if (plan.timesignature.empty())
        plan.timesignature = availableText(plan.metadata, "timesignature");
    if (plan.durationSeconds.value_or(0) <= 0) {
        const bool silent = !find(plan.metadata, "duration");
        if (const auto seconds = silent ? std::optional{-1.0} : number(plan.metadata, "duration"))
            plan.durationSeconds = seconds;
    }
    if (input.bpm.value_or(0) <= 0 && plan.bpm.value_or(0) > 0)
        plan.cot.bpm = plan.bpm;
    if (input.keyscale.empty())
        plan.cot.keyscale = plan.keyscale;
    if (input.timesignature.empty())
        plan.cot.timesignature = plan.timesignature;
    if (input.durationSeconds.value_or(0) <= 0 && plan.durationSeconds.value_or(0) > 0)
        plan.cot.durationSeconds = plan.durationSeconds;
    if (input.vocalLanguage.empty())
        plan.cot.vocalLanguage.clear();
    if (input.caption.empty())
        plan.cot.caption = textOf(plan.metadata, "caption");
}

bool isOpen(const std::string& language) {
    const auto trimmed = python::strip(language);
    return trimmed.empty() || python::lower(trimmed) == kUnknown;
}

void takeTexts(const PlannerSetup& setup, const SongInput& input, SongPlan& plan) {
    if (input.useCotCaption && find(plan.metadata, "caption"))
        plan.caption = textOf(plan.metadata, "caption");
    const auto language = availableText(plan.metadata, "language");
    if (input.useCotLanguage && !setup.quirks.losesDetectedLanguage && isOpen(input.vocalLanguage) && !language.empty())
        plan.vocalLanguage = language;
}

SampleText converted(TextOutcome outcome) {
    SampleText text;
    text.status = outcome.status;
    if (outcome.empty()) {
        text.error = outcome.status.empty() ? "Empty metadata returned" : outcome.status;
        return text;
    }
    text.success = true;
    text.caption = textOf(outcome.metadata, "caption");
    text.lyrics = outcome.lyrics.value_or("");
    text.keyscale = availableText(outcome.metadata, "keyscale");
    text.language = availableText(outcome.metadata, "language");
    text.timesignature = availableText(outcome.metadata, "timesignature");
    text.bpm = wholeNumber(outcome.metadata, "bpm");
    text.durationSeconds = number(outcome.metadata, "duration");
    text.instrumental = outcome.instrumental.value_or(false);
    return text;
}

void fill(std::string& field, const std::string& value) {
    if (python::strip(field).empty())
        field = value;
}

} // namespace

SongPlan planSong(const PlannerSetup& setup, const SongInput& input) {
    SongPlan plan;
    plan.success = true;
    plan.usedLm = wantsLm(input);
    plan.caption = input.caption;
    plan.lyrics = input.lyrics;
    plan.keyscale = input.keyscale;
    plan.timesignature = input.timesignature;
    plan.vocalLanguage = input.vocalLanguage;
    plan.bpm = input.bpm;
    plan.durationSeconds = input.durationSeconds;
    if (input.kind != SongKind::Text2Music || !input.flowEdit)
        plan.audioCodes = input.audioCodes;
    if (plan.usedLm) {
        runChunks(setup, input, plan);
        if (!plan.success)
            return plan;
        takeMetadata(input, plan);
        takeTexts(setup, input, plan);
    }
    if (lengthFollowsSource(input.kind))
        plan.durationSeconds.reset();
    return plan;
}

SampleText understandMusic(const PlannerSetup& setup, const std::string& audioCodes, const TextOptions& options) {
    const bool blank = python::strip(audioCodes).empty();
    return converted(understandCodes(setup, blank ? std::string{kNoUserInput} : audioCodes, options));
}

SampleText createSample(const PlannerSetup& setup, const InspireInput& input, const TextOptions& options) {
    return converted(inspire(setup, input, options));
}

SampleText formatMusic(const PlannerSetup& setup, const FormatInput& input, const TextOptions& options) {
    return converted(formatSample(setup, input, options));
}

SongPlan planFromQuery(const PlannerSetup& setup, const InspireInput& wish, SongInput input, int maxDurationSeconds) {
    TextOptions options;
    options.sampling = generateInput(input).sampling;
    options.constrained = input.constrained;
    options.seed = input.seeds.empty() ? 0 : input.seeds.front();
    const auto sample = createSample(setup, wish, options);
    if (!sample.success) {
        SongPlan failed;
        failed.error = sample.error;
        failed.usedLm = true;
        return failed;
    }
    fill(input.caption, sample.caption);
    fill(input.lyrics, sample.lyrics);
    fill(input.keyscale, sample.keyscale);
    fill(input.timesignature, sample.timesignature);
    if (isOpen(input.vocalLanguage) && !sample.language.empty())
        input.vocalLanguage = sample.language;
    if (!input.bpm)
        input.bpm = sample.bpm;
    if (input.durationSeconds.value_or(0) <= 0 && sample.durationSeconds.value_or(0) > 0)
        input.durationSeconds = std::min<double>(*sample.durationSeconds, maxDurationSeconds);
    return planSong(setup, input);
}

} // namespace ottava
