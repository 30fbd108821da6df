#include "ui/edit/edit_recipe.h"

#include <algorithm>

namespace ottava::ui {

namespace {

/// Nearer to the source's end than this is the end itself, s.
constexpr double kEndReach = 0.001;

std::vector<TimeSpan> spansOf(const Request& request, double sourceSeconds) {
    auto spans = request.repaintingRegions;
    if (spans.empty())
        spans = {{request.repaintingStart, request.repaintingEnd}};
    for (auto& span : spans)
        if (span.end < 0)
            span.end = sourceSeconds;
    return spans;
}

bool isWhole(const std::vector<TimeSpan>& spans, double sourceSeconds) {
    return spans.size() == 1 && spans.front().start <= 0 && spans.front().end >= sourceSeconds - kEndReach;
}

void readRepaint(const Request& request, double sourceSeconds, EditDraft& edit) {
    edit.keepRest = request.repaintHardCut;
    edit.repaintMode = request.repaintMode;
    edit.repaintStrength = request.repaintStrength;
    const auto spans = spansOf(request, sourceSeconds);
    const auto before = -std::ranges::min(spans, {}, &TimeSpan::start).start;
    const auto after = std::ranges::max(spans, {}, &TimeSpan::end).end - sourceSeconds;
    const bool extends = before > 0 || (sourceSeconds > 0 && after > kEndReach);
    if (extends && edit.task == EditTask::Repaint) {
        edit.task = EditTask::Extend;
        edit.secondsBefore = std::max(0.0, before);
        edit.secondsAfter = after > kEndReach && sourceSeconds > 0 ? after : 0;
    } else if (edit.task == EditTask::Repaint || !isWhole(spans, sourceSeconds)) {
        edit.regions = spans;
    }
}

EditTask taskOf(const Request& request) {
    if (request.flowEditMorph)
        return EditTask::Morph;
    switch (request.taskType) {
    case TaskType::Repaint:
        return EditTask::Repaint;
    case TaskType::Lego:
        return EditTask::AddTrack;
    case TaskType::Extract:
        return EditTask::Extract;
    case TaskType::Complete:
        return EditTask::Complete;
    case TaskType::Text2Music:
    case TaskType::Cover:
    case TaskType::CoverNoFsq:
        break;
    }
    return EditTask::Cover;
}

} // namespace

bool changesRecording(const Request& request) {
    return request.taskType != TaskType::Text2Music || request.flowEditMorph;
}

EditDraft toEdit(const Request& request, double sourceSeconds) {
    EditDraft edit;
    edit.task = taskOf(request);
    if (edit.task == EditTask::Repaint || edit.task == EditTask::AddTrack)
        readRepaint(request, sourceSeconds, edit);
    if (edit.task == EditTask::Cover) {
        edit.coverDirect = request.taskType == TaskType::CoverNoFsq;
        edit.coverStrength = request.audioCoverStrength;
        edit.coverNoise = request.coverNoiseStrength;
    }
    if (edit.task == EditTask::Morph) {
        edit.morphCaption = QString::fromStdString(request.flowEditSourceCaption);
        edit.morphLyrics = QString::fromStdString(request.flowEditSourceLyrics);
        edit.morphFrom = request.flowEditNMin;
        edit.morphTo = request.flowEditNMax;
        edit.morphAverage = request.flowEditNAvg;
    }
    if (edit.task == EditTask::Complete)
        edit.tracks = request.completeTrackClasses;
    else if (request.trackName)
        edit.tracks = {*request.trackName};
    return edit;
}

} // namespace ottava::ui
