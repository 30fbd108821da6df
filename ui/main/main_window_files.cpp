#include "core/base/error.h"
#include "ui/compose/compose_panel.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/edit_recipe.h"
#include "ui/edit/edit_text.h"
#include "ui/main/main_window.h"
#include "ui/main/opened_file.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/background.h"
#include "ui/widgets/core_words.h"
#include "ui/widgets/message_bar.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace ottava::ui {

void MainWindow::chooseSoundFile() {
    const auto file = QFileDialog::getOpenFileName(
        this, tr("Open sound file"), {},
        tr("Sound files and recipes (*.wav *.flac *.mp3 *.ogg *.opus *.aiff *.aif *.json);;All files (*)"));
    if (!file.isEmpty())
        openSoundFile(file);
}

void MainWindow::openSoundFile(const QString& file) {
    runInBackground(
        this, [path = toPath(file), library = session_.libraryDir()] { return readOpenedFile(path, library); },
        [this, file](const Outcome<OpenedFile>& outcome) {
            if (outcome.value)
                showOpenedFile(file, *outcome.value);
            else
                showMessage(outcome.what, outcome.remedy);
        });
}

void MainWindow::showOpenedFile(const QString& file, const OpenedFile& opened) {
    const auto name = QFileInfo(file).fileName();
    for (const auto& problem : opened.problems)
        messages_->add({MessageLevel::Warning, name, problem});
    if (opened.recipe)
        return restoreRecipe(file, opened);
    if (!opened.recipeProblem.isEmpty())
        return showMessage(tr("The recipe in %1 cannot be used.").arg(name), opened.recipeProblem);
    Message message{.level = MessageLevel::Info,
                    .what = tr("%1 holds no recipe.").arg(name),
                    .remedy = tr("It was not made with Ottava, or its recipe was left out.")};
    message.actions = {{tr("Use as source"), [this, file] { emit useAsSource(file); }}};
    messages_->add(message);
}

void MainWindow::useRecipe(const StoredTake& take) try {
    Warnings warnings;
    const auto request = requestFromJson(take.requestJson, warnings);
    if (changesRecording(request))
        compose_->openEdit(recipeOfTake(take));
    else
        compose_->setDraft(toDraft(request, take.seed));
    showCreate(false);
} catch (const Error& error) {
    showMessage(inWindowLanguage(error.message), inWindowLanguage(error.advice));
}

void MainWindow::fillForm(const FoundRecipe& recipe) {
    if (changesRecording(recipe.request))
        compose_->openEdit(recipe);
    else
        compose_->setDraft(toDraft(recipe.request, recipe.seed));
    showCreate(false);
}

void MainWindow::restoreRecipe(const QString& file, const OpenedFile& opened) {
    const auto before = compose_->forms();
    fillForm(*opened.recipe);
    Message message{.level = MessageLevel::Info,
                    .what = tr("The recipe of %1 is in the form.").arg(QFileInfo(file).fileName()),
                    .remedy = recipeAdvice(*opened.recipe),
                    .actions = {{tr("Undo"), [this, before] { compose_->setForms(before); }}}};
    if (opened.isSound)
        message.actions.push_back({tr("Use as source"), [this, file] { emit useAsSource(file); }});
    messages_->add(message);
}

/// What keeps the form from giving this very sound again.
QString MainWindow::recipeAdvice(const FoundRecipe& recipe) const {
    QStringList advice;
    const auto models = session_.hardware() ? session_.hardware()->models : std::vector<InstalledModel>{};
    const auto model = QString::fromStdString(recipe.model);
    if (!model.isEmpty() && std::ranges::find(models, recipe.model, &InstalledModel::name) == models.end())
        advice << tr("It was made with %1, which is not installed here: another model makes another song.").arg(model);
    else if (!model.isEmpty() && recipe.model != session_.settings().dit)
        advice << tr("It was made with %1: choose that model in the settings for the same song.").arg(model);
    const auto& request = recipe.request;
    if (recipe.lacksSource)
        advice
            << tr("It changes %1, which was not found: choose it on the Edit page.").arg(toQString(request.srcAudio));
    if (recipe.lacksReference)
        advice << tr("It was made from %1, which was not found.").arg(toQString(request.referenceAudio));
    const auto task = toEdit(request, 0).task;
    if (changesRecording(request) && !compose_->editPage()->isAllowed(task))
        advice << tr("%1 needs another model than the one in use.").arg(taskName(task));
    return advice.join(QLatin1Char(' '));
}

} // namespace ottava::ui
