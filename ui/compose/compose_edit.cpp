#include "ui/compose/compose_panel.h"
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

void ComposePanel::nameGenerate() {
    generate_->setText(page() == Page::Edit ? edit_->actionText() : tr("Generate"));
}

} // namespace ottava::ui
