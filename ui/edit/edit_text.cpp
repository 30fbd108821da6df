#include "ui/edit/edit_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <map>

namespace ottava::ui {

namespace {

struct EditTexts {
    Q_DECLARE_TR_FUNCTIONS(EditTexts)
};

/// What was done, behind the source's name.
QString deedOf(const EditDraft& edit) {
    switch (edit.task) {
    case EditTask::Repaint:
        return EditTexts::tr("repainted");
    case EditTask::Extend:
        return EditTexts::tr("extended");
    case EditTask::Cover:
        return EditTexts::tr("cover");
    case EditTask::Morph:
        return EditTexts::tr("morph");
    case EditTask::Retake:
        return EditTexts::tr("retake");
    case EditTask::Codes:
        return EditTexts::tr("from codes");
    case EditTask::Complete:
        return EditTexts::tr("completed");
    case EditTask::Extract:
    case EditTask::AddTrack:
        break;
    }
    return edit.tracks.empty() ? taskName(edit.task) : trackText(edit.tracks.front());
}

} // namespace

QString taskName(EditTask task) {
    switch (task) {
    case EditTask::Repaint:
        return EditTexts::tr("Repaint");
    case EditTask::Extend:
        return EditTexts::tr("Extend");
    case EditTask::Cover:
        return EditTexts::tr("Cover");
    case EditTask::Morph:
        return EditTexts::tr("Morph");
    case EditTask::Retake:
        return EditTexts::tr("Retake");
    case EditTask::Extract:
        return EditTexts::tr("Extract");
    case EditTask::AddTrack:
        return EditTexts::tr("Add a track");
    case EditTask::Complete:
        return EditTexts::tr("Complete");
    case EditTask::Codes:
        return EditTexts::tr("From codes");
    }
    return {};
}

QString taskSentence(EditTask task) {
    switch (task) {
    case EditTask::Repaint:
        return EditTexts::tr("Makes the marked parts anew and keeps the rest.");
    case EditTask::Extend:
        return EditTexts::tr("Goes on where the recording ends, or leads into it.");
    case EditTask::Cover:
        return EditTexts::tr("The same course of the song in another style.");
    case EditTask::Morph:
        return EditTexts::tr("Turns what the recording is into what you describe.");
    case EditTask::Retake:
        return EditTexts::tr("The same take once more, a little different.");
    case EditTask::Extract:
        return EditTexts::tr("Takes single tracks out of the mix: a take for each.");
    case EditTask::AddTrack:
        return EditTexts::tr("Plays one more track that fits the recording.");
    case EditTask::Complete:
        return EditTexts::tr("Makes a full song around a single track.");
    case EditTask::Codes:
        return EditTexts::tr("Follows audio codes, the sketch of a song.");
    }
    return {};
}

QString taskAction(const EditDraft& edit) {
    switch (edit.task) {
    case EditTask::Repaint:
        return edit.regions.empty()
                   ? taskName(edit.task)
                   : EditTexts::tr("Repaint %n region(s)", nullptr, static_cast<int>(edit.regions.size()));
    case EditTask::Extend:
        return EditTexts::tr("Extend by %1 s").arg(QLocale().toString(edit.secondsBefore + edit.secondsAfter));
    case EditTask::Extract:
        return edit.tracks.empty()
                   ? taskName(edit.task)
                   : EditTexts::tr("Extract %n track(s)", nullptr, static_cast<int>(edit.tracks.size()));
    case EditTask::AddTrack:
        return edit.tracks.empty() ? taskName(edit.task) : EditTexts::tr("Add %1").arg(trackText(edit.tracks.front()));
    case EditTask::Codes:
        return EditTexts::tr("Generate from codes");
    default:
        return taskName(edit.task);
    }
}

QString editTitle(const EditDraft& edit) {
    const auto name = edit.sourceName.isEmpty() ? EditTexts::tr("Untitled") : edit.sourceName;
    return EditTexts::tr("%1 – %2", "source – what was done").arg(name, deedOf(edit));
}

QString trackText(std::string_view track) {
    static const std::map<std::string_view, const char*> names = {
        {"woodwinds", QT_TRANSLATE_NOOP("EditTexts", "Woodwinds")},
        {"brass", QT_TRANSLATE_NOOP("EditTexts", "Brass")},
        {"fx", QT_TRANSLATE_NOOP("EditTexts", "Effects")},
        {"synth", QT_TRANSLATE_NOOP("EditTexts", "Synth")},
        {"strings", QT_TRANSLATE_NOOP("EditTexts", "Strings")},
        {"percussion", QT_TRANSLATE_NOOP("EditTexts", "Percussion")},
        {"keyboard", QT_TRANSLATE_NOOP("EditTexts", "Keyboard")},
        {"guitar", QT_TRANSLATE_NOOP("EditTexts", "Guitar")},
        {"bass", QT_TRANSLATE_NOOP("EditTexts", "Bass")},
        {"drums", QT_TRANSLATE_NOOP("EditTexts", "Drums")},
        {"backing_vocals", QT_TRANSLATE_NOOP("EditTexts", "Backing vocals")},
        {"vocals", QT_TRANSLATE_NOOP("EditTexts", "Vocals")}};
    const auto found = names.find(track);
    return found == names.end() ? QString::fromUtf8(track.data(), static_cast<qsizetype>(track.size()))
                                : EditTexts::tr(found->second);
}

} // namespace ottava::ui
