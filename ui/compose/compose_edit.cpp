#include "ui/compose/compose_panel.h"
#include "ui/compose/custom_page.h"
#include "ui/compose/simple_page.h"
#include "ui/edit/edit_page.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

// The part of the Create column that has to do with changing recordings.

namespace ottava::ui {

void ComposePanel::connectEdit() {
    connect(edit_, &EditPage::changed, this, [this] {
        touched_ = true;
        problem_->hide();
        nameGenerate();
        emit draftChanged();
    });
    connect(edit_->lane(), &SourceLane::answered, this, [this] { editArea_->verticalScrollBar()->setValue(0); });
    connect(edit_, &EditPage::overrideRequested, this,
            [this](bool always) { emit overrideRequested(LimitKind::Batch, always); });
    connect(edit_, &EditPage::codesRequested, this,
            [this](const QString& file) { emit plannerRequested(PlannerTask::ReadCodes, draft(), file); });
}

void ComposePanel::openEdit(const FoundRecipe& recipe) {
    const auto wanted = toDraft(recipe.request, recipe.seed);
    RequestDraft shared;
    custom_->store(shared);
    shared.referenceAudio = wanted.referenceAudio;
    shared.adapter = wanted.adapter;
    shared.expert = wanted.expert;
    custom_->load(shared);
    showPage(Page::Edit);
    edit_->openRecipe(recipe);
}

RequestDraft ComposePanel::formDraft() const {
    RequestDraft draft;
    custom_->store(draft);
    draft.simple = form_ == Page::Simple;
    if (draft.simple)
        simple_->store(draft);
    return draft;
}

ComposePanel::Forms ComposePanel::forms() const {
    Forms forms{.page = page(), .form = formDraft(), .edit = {}};
    edit_->store(forms.edit);
    return forms;
}

void ComposePanel::setForms(const Forms& forms) {
    setDraft(forms.form);
    edit_->restore(forms.edit);
    showPage(forms.page);
}

void ComposePanel::nameGenerate() {
    generate_->setText(page() == Page::Edit ? edit_->actionText() : tr("Generate"));
}

} // namespace ottava::ui
