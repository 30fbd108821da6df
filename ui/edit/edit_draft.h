#pragma once

#include "core/engine/request.h"
#include "ui/edit/edit_task.h"

#include <QString>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ottava::ui {

struct RequestDraft;

/// A take of the library as its sidecar has it: what a retake starts from.
struct SourceRecipe {
    Request request;
    int item = 0; ///< its place in the batch
    qint64 seed = 0;
};

/// What the Edit page holds beyond the words, takes and seed that every page has. Each task reads its own fields only.
struct EditDraft {
    EditTask task = EditTask::Repaint;
    std::filesystem::path source; ///< empty: none was chosen
    QString sourceName;
    double sourceSeconds = 0;
    std::optional<SourceRecipe> recipe; ///< unset: the source is not a take of the library

    std::vector<TimeSpan> regions; ///< s; AddTrack: none stands for the whole source
    bool keepRest = false;         ///< outside the regions sample for sample
    RepaintMode repaintMode = RepaintMode::Balanced;
    double repaintStrength = 0.5; ///< of the balanced mode: 0 holds on firmly, 1 lets go
    double secondsBefore = 0, secondsAfter = 15;
    double coverStrength = 1; ///< share of the steps that follow the source's course
    double coverNoise = 0;    ///< how much of the source's own sound the song starts from
    bool coverDirect = false; ///< the source as it sounds instead of its codes
    QString morphCaption, morphLyrics;
    double morphFrom = 0, morphTo = 1;
    int morphAverage = 1;
    double retakeVariance = 0.2;
    std::optional<qint64> retakeSeed;
    std::vector<std::string> tracks; ///< of kTrackNames; Extract: a song each
    QString codes;
    double codesStrength = 1;
};

/// One song that an edit asks for, and what its takes are called.
struct EditJob {
    Request request;
    QString title;
};

/// Puts the task into `request`, which holds the draft's words, takes, seed and expert options. Extract takes the first
/// of its tracks.
void applyEdit(const EditDraft& edit, Request& request);

/// The songs that the draft stands for: one, or one a track where tracks are extracted. `draft.edit` is set.
std::vector<EditJob> editJobs(const RequestDraft& draft);

/// What keeps the edit from being made, as a sentence; empty: nothing.
QString problemOf(const EditDraft& edit);

} // namespace ottava::ui
