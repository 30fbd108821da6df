#include "core/engine/planner_inputs.h"

#include "core/engine/request_fields.h"
#include "core/text/languages.h"
#include "core/text/sanitize.h"
#include "core/text/unicode.h"

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

SongKind kindOf(TaskType task) {
    switch (task) {
    case TaskType::Text2Music:
        return SongKind::Text2Music;
    case TaskType::Cover:
        return SongKind::Cover;
    case TaskType::CoverNoFsq:
        return SongKind::CoverNofsq;
    case TaskType::Repaint:
        return SongKind::Repaint;
    case TaskType::Lego:
        return SongKind::Lego;
    case TaskType::Extract:
        return SongKind::Extract;
    case TaskType::Complete:
        return SongKind::Complete;
    }
    return SongKind::Text2Music;
}

std::string textIn(const PlanFields& fields, const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end())
        return {};
    const auto* text = std::get_if<std::string>(&found->second);
    return text == nullptr || *text == "N/A" ? std::string{} : *text;
}

std::optional<double> numberIn(const PlanFields& fields, const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end())
        return std::nullopt;
    if (const auto* whole = std::get_if<std::int64_t>(&found->second))
        return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&found->second))
        return *number;
    return std::nullopt;
}

const RequestField& fieldNamed(std::string_view name) {
    const auto fields = requestFields();
    return *std::ranges::find(fields, name, &RequestField::name);
}

/// A tempo that a request may hold.
std::optional<int> tempo(std::optional<std::int64_t> bpm) {
    const auto& field = fieldNamed("bpm");
    if (!bpm || static_cast<double>(*bpm) < field.low || static_cast<double>(*bpm) > field.high)
        return std::nullopt;
    return static_cast<int>(*bpm);
}

/// The model may write tokens that steer the models, and more than a request holds: the end is cut.
std::string fitted(const std::string& text, std::string_view field) {
    const auto clean = withoutControlTokens(text);
    return std::string{unicode::prefix(clean, fieldNamed(field).maxCharacters)};
}

std::vector<std::string> items(const AudioCodesField& codes) {
    return codes.items;
}

AudioCodesField codesField(const std::vector<std::string>& texts) {
    AudioCodesField codes;
    if (std::ranges::any_of(texts, [](const std::string& text) { return !text.empty(); }))
        codes.items = texts;
    return codes;
}

} // namespace

TokenSampling samplingOf(const Request& request) {
    TokenSampling sampling;
    sampling.temperature = request.lmTemperature;
    if (request.lmTopK > 0)
        sampling.topK = request.lmTopK;
    if (request.lmTopP > 0 && request.lmTopP < 1)
        sampling.topP = request.lmTopP;
    return sampling;
}

SongInput songInput(const Request& request, const std::vector<std::int64_t>& lmSeeds) {
    SongInput song;
    song.kind = kindOf(request.taskType);
    song.flowEdit = request.flowEditMorph;
    song.caption = request.caption;
    song.lyrics = request.instrumental ? "[Instrumental]" : request.lyrics;
    song.keyscale = request.keyscale;
    song.timesignature = request.timesignature;
    song.vocalLanguage = request.vocalLanguage;
    if (request.bpm)
        song.bpm = *request.bpm;
    song.durationSeconds = request.duration;
    song.audioCodes = items(request.audioCodes);
    song.thinking = request.thinking;
    song.useCotMetas = request.useCotMetas;
    song.useCotCaption = request.useCotCaption;
    song.useCotLanguage = request.useCotLanguage;
    song.constrained = request.useConstrainedDecoding;
    song.temperature = request.lmTemperature;
    song.cfgScale = request.lmCfgScale;
    song.topK = request.lmTopK;
    song.topP = request.lmTopP;
    song.negativePrompt = request.lmNegativePrompt;
    song.batchSize = request.batchSize;
    song.chunkSize = request.lmBatchChunkSize;
    song.seeds = lmSeeds;
    return song;
}

InspireInput inspireInput(const Request& request) {
    return {.query = request.query, .instrumental = request.instrumental, .vocalLanguage = request.vocalLanguage};
}

FormatInput formatInput(const Request& request) {
    FormatInput input{.caption = request.caption, .lyrics = request.lyrics, .userFields = {}};
    if (request.bpm)
        input.userFields["bpm"] = static_cast<std::int64_t>(*request.bpm);
    if (request.duration > 0)
        input.userFields["duration"] = request.duration;
    if (!request.keyscale.empty())
        input.userFields["keyscale"] = request.keyscale;
    if (!request.timesignature.empty())
        input.userFields["timesignature"] = request.timesignature;
    if (!request.vocalLanguage.empty() && request.vocalLanguage != kUnknownLanguage)
        input.userFields["language"] = request.vocalLanguage;
    return input;
}

Plan planOf(const SongPlan& song) {
    Plan plan;
    const auto& said = song.metadata;
    plan.caption = textIn(said, "caption");
    if (plan.caption.empty())
        plan.caption = song.cot.caption;
    plan.lyrics = withoutControlTokens(song.cot.lyrics);
    plan.language = textIn(said, "language");
    plan.keyscale = textIn(said, "keyscale");
    plan.timesignature = textIn(said, "timesignature");
    plan.genres = textIn(said, "genres");
    if (const auto bpm = numberIn(said, "bpm"))
        plan.bpm = tempo(std::llround(*bpm));
    plan.durationSeconds = numberIn(said, "duration");
    plan.audioCodes = song.audioCodes;
    return plan;
}

Plan planOf(const SampleText& song) {
    Plan plan;
    plan.caption = song.caption;
    plan.lyrics = withoutControlTokens(song.lyrics);
    plan.language = song.language;
    plan.keyscale = song.keyscale;
    plan.timesignature = song.timesignature;
    plan.bpm = tempo(song.bpm);
    plan.durationSeconds = song.durationSeconds;
    return plan;
}

void fillOpenFields(const Request& asked, const Request& planned, Plan& plan) {
    const auto fill = [](const std::string& typed, const std::string& value, std::string& written) {
        if (typed.empty() && written.empty())
            written = value;
    };
    fill(asked.caption, planned.caption, plan.caption);
    fill(asked.lyrics, planned.lyrics, plan.lyrics);
    fill(asked.keyscale, planned.keyscale, plan.keyscale);
    fill(asked.timesignature, planned.timesignature, plan.timesignature);
    if (planned.vocalLanguage != kUnknownLanguage)
        fill(asked.vocalLanguage == kUnknownLanguage ? "" : asked.vocalLanguage, planned.vocalLanguage, plan.language);
    if (!asked.bpm && !plan.bpm)
        plan.bpm = planned.bpm;
    if (asked.duration <= 0 && !plan.durationSeconds && planned.duration > 0)
        plan.durationSeconds = planned.duration;
}

void applyPlan(const SongPlan& song, Request& request) {
    request.caption = fitted(song.caption, "caption");
    request.lyrics = fitted(song.lyrics, "lyrics");
    request.keyscale = song.keyscale;
    request.timesignature = song.timesignature;
    request.vocalLanguage = song.vocalLanguage;
    request.bpm = tempo(song.bpm);
    request.duration = song.durationSeconds.value_or(-1);
    request.audioCodes = codesField(song.audioCodes);
}

void applyDescription(const SampleText& song, Request& request) {
    const auto take = [](std::string& field, const std::string& written) {
        if (!written.empty())
            field = written;
    };
    take(request.caption, fitted(song.caption, "caption"));
    take(request.lyrics, fitted(song.lyrics, "lyrics"));
    take(request.keyscale, song.keyscale);
    take(request.timesignature, song.timesignature);
    take(request.vocalLanguage, song.language);
    if (const auto bpm = tempo(song.bpm))
        request.bpm = bpm;
    if (song.durationSeconds.value_or(0) > 0)
        request.duration = *song.durationSeconds;
}

} // namespace ottava
