#pragma once

#include <array>

namespace ottava::ui {

/// What can be done to a recording, in the user's words.
enum class EditTask { Repaint, Extend, Cover, Morph, Retake, Extract, AddTrack, Complete, Codes };

inline constexpr std::array kEditTasks = {EditTask::Repaint, EditTask::Extend,   EditTask::Cover,
                                          EditTask::Morph,   EditTask::Retake,   EditTask::Codes,
                                          EditTask::Extract, EditTask::AddTrack, EditTask::Complete};

/// Works on single tracks, which pure base models alone have learnt.
constexpr bool worksOnTracks(EditTask task) {
    return task == EditTask::Extract || task == EditTask::AddTrack || task == EditTask::Complete;
}

/// Says where in the recording something is made anew.
constexpr bool takesRegions(EditTask task) {
    return task == EditTask::Repaint || task == EditTask::AddTrack;
}

/// Listens to what is said in words: style, lyrics, tempo, key.
constexpr bool takesWords(EditTask task) {
    return task != EditTask::Extract && task != EditTask::Retake;
}

/// Starts from a recording; codes and a recipe stand for themselves.
constexpr bool takesRecording(EditTask task) {
    return task != EditTask::Retake && task != EditTask::Codes;
}

} // namespace ottava::ui
