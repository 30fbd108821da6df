#include "ui/edit/edit_draft.h"

#include "core/text/audio_codes.h"
#include "ui/compose/request_draft.h"
#include "ui/compose/variation.h"
#include "ui/edit/edit_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace ottava::ui {

namespace {

/// Nearer to the source's end than this is the end itself, s.
constexpr double kEndReach = 0.0005;

struct EditProblems {
    Q_DECLARE_TR_FUNCTIONS(EditProblems)
};

/// The source's end is left to the engine, which knows it to the sample.
TimeSpan upToTheEnd(TimeSpan span, double sourceSeconds) {
    if (span.end >= sourceSeconds - kEndReach)
        span.end = -1;
    return span;
}

/// One region goes where the reference has it, several into the list.
void setRegions(const std::vector<TimeSpan>& spans, Request& request) {
    if (spans.size() == 1) {
        request.repaintingStart = spans.front().start;
        request.repaintingEnd = spans.front().end;
    } else {
        request.repaintingRegions = spans;
    }
}

void setHold(const EditDraft& edit, Request& request) {
    request.repaintHardCut = edit.keepRest;
    request.repaintMode = edit.repaintMode;
    request.repaintStrength = edit.repaintStrength;
}

void applyRegions(const EditDraft& edit, Request& request) {
    std::vector<TimeSpan> spans;
    for (const auto& region : edit.regions)
        spans.push_back(upToTheEnd(region, edit.sourceSeconds));
    setRegions(spans, request);
    setHold(edit, request);
}

void applyExtend(const EditDraft& edit, Request& request) {
    std::vector<TimeSpan> spans;
    if (edit.secondsBefore > 0)
        spans.push_back({-edit.secondsBefore, 0});
    if (edit.secondsAfter > 0)
        spans.push_back({edit.sourceSeconds, edit.sourceSeconds + edit.secondsAfter});
    setRegions(spans, request);
    setHold(edit, request);
}

void applyCover(const EditDraft& edit, Request& request) {
    request.taskType = edit.coverDirect ? TaskType::CoverNoFsq : TaskType::Cover;
    request.audioCoverStrength = edit.coverStrength;
    request.coverNoiseStrength = edit.coverNoise;
}

void applyMorph(const EditDraft& edit, Request& request) {
    request.flowEditMorph = true;
    request.flowEditSourceCaption = cleaned(edit.morphCaption);
    request.flowEditSourceLyrics = cleaned(edit.morphLyrics);
    request.flowEditNMin = edit.morphFrom;
    request.flowEditNMax = edit.morphTo;
    request.flowEditNAvg = edit.morphAverage;
}

/// The take's own recipe and seed, with a second noise mixed in.
Request retakeOf(const EditDraft& edit, int takes) {
    const auto& recipe = *edit.recipe;
    auto request = again(recipe.request, recipe.item, recipe.seed, recipe.seed, Again::Vary);
    const auto items = static_cast<std::size_t>(takes);
    request.samplingSeed = recipe.request.samplingSeed;
    request.batchSize = takes;
    request.seed.reset();
    request.seeds.assign(items, recipe.seed);
    request.lmSeeds.assign(items, request.lmSeeds.front());
    request.retakeVariance = edit.retakeVariance;
    request.retakeSeeds.clear();
    if (edit.retakeSeed)
        request.retakeSeeds = {*edit.retakeSeed};
    return request;
}

void leaveOutWords(Request& request) {
    request.caption.clear();
    request.lyrics.clear();
    request.instrumental = false;
    request.bpm.reset();
    request.keyscale.clear();
    request.timesignature.clear();
    request.vocalLanguage = "unknown";
}

QString problemOfSpans(const EditDraft& edit) {
    if (edit.task == EditTask::Repaint && edit.regions.empty())
        return EditProblems::tr("Mark what is to be made anew: drag across the waveform.");
    if (edit.task == EditTask::Extend && edit.secondsBefore <= 0 && edit.secondsAfter <= 0)
        return EditProblems::tr("Say how many seconds are to be added, before or after.");
    if (edit.task == EditTask::Morph && edit.morphFrom >= edit.morphTo)
        return EditProblems::tr("The morph must begin before it ends.");
    return {};
}

QString problemOfTracks(const EditDraft& edit) {
    if (worksOnTracks(edit.task) && edit.tracks.empty())
        return edit.task == EditTask::AddTrack ? EditProblems::tr("Choose the track to add.")
                                               : EditProblems::tr("Choose at least one track.");
    return {};
}

} // namespace

void applyEdit(const EditDraft& edit, Request& request) {
    if (edit.task == EditTask::Retake && edit.recipe) {
        request = retakeOf(edit, request.batchSize);
        return;
    }
    request.duration = -1; // the source's
    if (takesRecording(edit.task))
        request.srcAudio = edit.source;
    if (!takesWords(edit.task))
        leaveOutWords(request);
    switch (edit.task) {
    case EditTask::Repaint:
    case EditTask::AddTrack:
        request.taskType = edit.task == EditTask::Repaint ? TaskType::Repaint : TaskType::Lego;
        applyRegions(edit, request);
        break;
    case EditTask::Extend:
        request.taskType = TaskType::Repaint;
        applyExtend(edit, request);
        break;
    case EditTask::Cover:
        applyCover(edit, request);
        break;
    case EditTask::Morph:
        applyMorph(edit, request);
        break;
    case EditTask::Extract:
        request.taskType = TaskType::Extract;
        break;
    case EditTask::Complete:
        request.taskType = TaskType::Complete;
        request.completeTrackClasses = edit.tracks;
        break;
    case EditTask::Codes:
        request.audioCodes = AudioCodesField(edit.codes.trimmed().toStdString());
        request.audioCoverStrength = edit.codesStrength;
        break;
    case EditTask::Retake:
        break;
    }
    if ((edit.task == EditTask::AddTrack || edit.task == EditTask::Extract) && !edit.tracks.empty())
        request.trackName = edit.tracks.front();
}

std::vector<EditJob> editJobs(const RequestDraft& draft) {
    std::vector<EditJob> jobs;
    const auto add = [&](const RequestDraft& single) { jobs.push_back({toRequest(single), editTitle(*single.edit)}); };
    if (draft.edit->task != EditTask::Extract) {
        add(draft);
        return jobs;
    }
    for (const auto& track : draft.edit->tracks) {
        auto single = draft;
        single.edit->tracks = {track};
        add(single);
    }
    return jobs;
}

QString problemOf(const EditDraft& edit) {
    if (edit.task == EditTask::Codes) {
        const auto codes = edit.codes.trimmed();
        if (codes.isEmpty())
            return EditProblems::tr("Paste audio codes, or take them from a recording.");
        return parseAudioCodes(codes.toStdString()).empty()
                   ? EditProblems::tr("There is no audio code in this text. Codes look like <|audio_code_123|>.")
                   : QString();
    }
    if (edit.task == EditTask::Retake)
        return edit.recipe ? QString() : EditProblems::tr("A retake starts from a take of the library: choose one.");
    if (edit.source.empty())
        return EditProblems::tr("Choose the recording that is to be changed.");
    const auto spans = problemOfSpans(edit);
    return spans.isEmpty() ? problemOfTracks(edit) : spans;
}

} // namespace ottava::ui
