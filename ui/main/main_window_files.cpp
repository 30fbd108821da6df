#include "core/base/error.h"
#include "ui/compose/compose_panel.h"
#include "ui/main/main_window.h"
#include "ui/main/sound_file.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/background.h"
#include "ui/widgets/message_bar.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace ottava::ui {

namespace {

/// The seed that was used, where the recipe says.
std::optional<qint64> seedOf(const Request& request) {
    if (!request.seeds.empty() && request.seeds.front() >= 0)
        return request.seeds.front();
    return request.seed >= 0 ? std::optional<qint64>(request.seed) : std::nullopt;
}

/// Files come from anywhere: a recipe that is none is not a fault of this program.
Outcome<Request> readRequest(const std::string& recipe) {
    try {
        Warnings unknown; // fields of another version: nothing that the form could show
        return {requestFromJson(recipe, unknown), {}, {}};
    } catch (const Error& error) {
        return {std::nullopt, QString::fromUtf8(error.what()), {}};
    }
}

} // namespace

void MainWindow::chooseSoundFile() {
    const auto file =
        QFileDialog::getOpenFileName(this, tr("Open sound file"), {},
                                     tr("Sound files (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif);;All files (*)"));
    if (!file.isEmpty())
        openSoundFile(file);
}

void MainWindow::openSoundFile(const QString& file) {
    runInBackground(
        this,
        [path = toPath(file)] {
            return SoundFile{readAudioFacts(path), readMetadata(path)};
        },
        [this, file](const Outcome<SoundFile>& outcome) {
            if (outcome.value)
                showSoundFile(file, *outcome.value);
            else
                showMessage(outcome.what, outcome.remedy);
        });
}

void MainWindow::showSoundFile(const QString& file, const SoundFile& sound) {
    for (const auto& problem : sound.notes.problems)
        messages_->add({MessageLevel::Warning, QFileInfo(file).fileName(), QString::fromStdString(problem)});
    if (!sound.notes.metadata.recipe.empty())
        return restoreRecipe(file, sound);
    Message message{.level = MessageLevel::Info,
                    .what = tr("%1 holds no recipe.").arg(QFileInfo(file).fileName()),
                    .remedy = tr("It was not made with Ottava, or its recipe was left out.")};
    message.actions = {{tr("Use as source"), [this, file] { emit useAsSource(file); }}};
    messages_->add(message);
}

void MainWindow::restoreRecipe(const QString& file, const SoundFile& sound) {
    const auto request = readRequest(sound.notes.metadata.recipe);
    if (!request.value)
        return showMessage(tr("The recipe in %1 cannot be used.").arg(QFileInfo(file).fileName()), request.what);
    const auto before = compose_->draft();
    compose_->setDraft(toDraft(*request.value, seedOf(*request.value)));
    showCreate(false);
    Message message{.level = MessageLevel::Info,
                    .what = tr("The recipe of %1 is in the form.").arg(QFileInfo(file).fileName()),
                    .remedy = recipeAdvice(sound, *request.value),
                    .actions = {{tr("Undo"), [this, before] { compose_->setDraft(before); }}}};
    message.actions.push_back({tr("Use as source"), [this, file] { emit useAsSource(file); }});
    messages_->add(message);
}

/// What keeps the form from giving this very sound again.
QString MainWindow::recipeAdvice(const SoundFile& sound, const Request& request) const {
    QStringList advice;
    const auto& model = sound.notes.metadata.model;
    const auto models = session_.hardware() ? session_.hardware()->models : std::vector<InstalledModel>{};
    const auto name = QString::fromStdString(model);
    if (!model.empty() && std::ranges::find(models, model, &InstalledModel::name) == models.end())
        advice << tr("It was made with %1, which is not installed here: another model makes another song.").arg(name);
    else if (!model.empty() && model != session_.settings().dit)
        advice << tr("It was made with %1: choose that model in the settings for the same song.").arg(name);
    for (const auto& recording : {request.srcAudio, request.referenceAudio})
        if (!recording.empty())
            advice << tr("It was made from %1, which the file does not hold.").arg(toQString(recording));
    return advice.join(QLatin1Char(' '));
}

} // namespace ottava::ui
