#include "core/engine/source_files.h"

#include "core/audio/audio_facts.h"
#include "core/base/error.h"
#include "core/base/units.h"
#include "core/engine/clamp.h"
#include "core/engine/recording.h"
#include "core/engine/request_fields.h"
#include "core/tasks/source_audio.h"
#include "core/text/audio_codes.h"

#include <ATen/ops/constant_pad_nd.h>

#include <fmt/format.h>

#include <algorithm>

namespace ottava {
namespace {

std::string_view nameOf(TaskType task) {
    const auto choices = namedChoices(task);
    const auto found = std::ranges::find(choices, task, &NamedChoice<TaskType>::value);
    return found == choices.end() ? "" : found->name;
}

bool takesSource(const Request& request) {
    return request.taskType != TaskType::Text2Music || request.flowEditMorph;
}

bool needsSource(const Request& request) {
    if (request.flowEditMorph)
        return true;
    return takesSource(request) && request.taskType != TaskType::Complete && !followsCodes(request);
}

void checkMorph(const Request& request) {
    if (!request.flowEditMorph)
        return;
    if (request.taskType != TaskType::Text2Music && request.taskType != TaskType::Cover
        && request.taskType != TaskType::CoverNoFsq)
        throw Error{ErrorCode::BadRequest, sentence("{} cannot be combined with a morph.", nameOf(request.taskType)),
                    sentence("Turn flow_edit_morph off, or use it with text2music, cover or cover-nofsq.")};
    if (request.flowEditNMin > request.flowEditNMax)
        throw Error{
            ErrorCode::BadRequest,
            sentence("flow_edit_n_min ({}) is above flow_edit_n_max ({}).", request.flowEditNMin, request.flowEditNMax),
            sentence("Exchange the two.")};
}

bool readsSource(const Request& request) {
    return !request.srcAudio.empty() && takesSource(request) && (!followsCodes(request) || needsSource(request));
}

bool takesRegions(const Request& request) {
    return request.taskType == TaskType::Repaint || request.taskType == TaskType::Lego;
}

double secondsAround(const RegionPlan& regions) {
    return static_cast<double>(regions.framesBefore + regions.framesAfter) / kSampleRate;
}

at::Tensor readSource(const Request& request, const Limits& limits, Warnings& warnings) {
    const auto most = limits.inForce(/*withLm=*/false).maxDurationSeconds;
    auto waveform = sourceWaveform(readRecording(request.srcAudio, most, warnings));
    clampDuration(static_cast<double>(waveform.size(2)) / kSampleRate, limits, /*withLm=*/false, warnings);
    if (waveform.size(2) < kHopLength)
        throw Error{ErrorCode::BadRequest,
                    sentence("{} is shorter than one latent frame (0.04 s).", request.srcAudio.string()),
                    sentence("Choose a longer recording.")};
    if (isSilent(waveform))
        warnings.push_back({WarningCode::SourceChanged, sentence("{} is silent: the model's own silence stands for it.",
                                                                 request.srcAudio.filename().string())});
    return waveform;
}

at::Tensor readReference(const Request& request, Warnings& warnings) {
    auto waveform = sourceWaveform(readRecording(request.referenceAudio, kLongestDurationLimit, warnings));
    if (isSilent(waveform))
        throw Error{ErrorCode::BadRequest, sentence("{} is silent.", request.referenceAudio.string()),
                    sentence("Choose a reference recording in which something sounds, or none.")};
    return waveform;
}

} // namespace

double SourceFiles::sourceSeconds() const {
    return source ? static_cast<double>(source->size(2)) / kSampleRate : 0;
}

double SourceFiles::songSeconds() const {
    return sourceSeconds() + (regions ? secondsAround(*regions) : 0);
}

at::Tensor SourceFiles::paddedSource() const {
    if (!regions || regions->framesBefore + regions->framesAfter == 0)
        return *source;
    return at::constant_pad_nd(*source, {regions->framesBefore, regions->framesAfter}, 0);
}

bool followsCodes(const Request& request) {
    if (request.audioCodes.empty())
        return false;
    switch (request.taskType) {
    case TaskType::Text2Music:
        return !request.flowEditMorph;
    case TaskType::Cover:
    case TaskType::CoverNoFsq:
    case TaskType::Complete:
        return true;
    case TaskType::Repaint:
    case TaskType::Lego:
    case TaskType::Extract:
        break;
    }
    return false;
}

void requireSources(const Request& request) {
    checkMorph(request);
    if (followsCodes(request) && !request.audioCodes.perItem() && parseAudioCodes(request.audioCodes.of(0)).empty())
        throw Error{ErrorCode::BadRequest, sentence("audio_codes holds no <|audio_code_N|>."),
                    sentence("Paste codes as Ottava shows them, or leave the field empty.")};
    if (request.srcAudio.empty() && needsSource(request))
        throw Error{ErrorCode::BadRequest,
                    request.flowEditMorph ? sentence("A morph needs a source recording.")
                                          : sentence("{} needs a source recording.", nameOf(request.taskType)),
                    sentence("Set src_audio to an audio file.")};
}

SourceFiles readSourceFiles(const Request& request, const Limits& limits, Warnings& warnings) {
    SourceFiles files;
    if (!request.audioCodes.empty() && !followsCodes(request))
        warnings.push_back({WarningCode::SourceChanged,
                            request.flowEditMorph ? sentence("audio_codes are not used: a morph follows its source.")
                                                  : sentence("audio_codes are not used: {} follows its source.",
                                                             nameOf(request.taskType))});
    if (readsSource(request))
        files.source = readSource(request, limits, warnings);
    if (!request.srcAudio.empty() && !files.source)
        warnings.push_back({WarningCode::SourceChanged, followsCodes(request)
                                                            ? sentence("src_audio is not used: audio_codes come first.")
                                                            : sentence("src_audio is not used by text2music.")});
    if (files.source && takesRegions(request))
        files.regions = planRegions(request, files.sourceSeconds(), limits.inForce(false).maxDurationSeconds);
    if (!request.referenceAudio.empty())
        files.reference = readReference(request, warnings);
    return files;
}

std::optional<double> promisedSongSeconds(const Request& request, const Limits& limits) {
    if (!readsSource(request))
        return std::nullopt;
    const double most = limits.inForce(/*withLm=*/false).maxDurationSeconds;
    const double source = std::min(readAudioFacts(request.srcAudio).durationSeconds(), most);
    return takesRegions(request) ? source + secondsAround(planRegions(request, source, most)) : source;
}

} // namespace ottava
