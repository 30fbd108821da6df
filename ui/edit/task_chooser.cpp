#include "ui/edit/task_chooser.h"

#include "ui/edit/edit_text.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace ottava::ui {

namespace {

constexpr int kColumns = 3;

} // namespace

TaskChooser::TaskChooser(QWidget* parent) : QWidget(parent), note_(new QLabel(this)) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    auto* group = new QButtonGroup(this);
    int place = 0;
    for (const auto task : kEditTasks) {
        auto* button = new QPushButton(taskName(task), this);
        button->setObjectName(QStringLiteral("task%1").arg(static_cast<int>(task)));
        button->setCheckable(true);
        button->setProperty("role", "task");
        button->setToolTip(taskSentence(task));
        connect(button, &QPushButton::clicked, this, [this, task] {
            task_ = task;
            emit taskChosen(task);
        });
        group->addButton(button);
        grid->addWidget(button, place / kColumns, place % kColumns);
        buttons_[task] = button;
        ++place;
    }
    buttons_[task_]->setChecked(true);
    note_->setObjectName(QStringLiteral("taskNote"));
    note_->setProperty("role", "muted");
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    note_->hide();
    connect(note_, &QLabel::linkActivated, this, &TaskChooser::noteActivated);
    grid->addWidget(note_, grid->rowCount(), 0, 1, kColumns);
}

void TaskChooser::setTask(EditTask task) {
    if (!isAllowed(task))
        return;
    task_ = task;
    buttons_[task]->setChecked(true);
    emit taskChosen(task);
}

bool TaskChooser::isAllowed(EditTask task) const {
    return buttons_.at(task)->isEnabled();
}

void TaskChooser::setAllowed(EditTask task, bool allowed, const QString& reason) {
    auto* button = buttons_[task];
    button->setEnabled(allowed);
    button->setToolTip(allowed ? taskSentence(task) : reason);
    button->setAccessibleDescription(button->toolTip());
    if (!allowed && task_ == task)
        setTask(EditTask::Repaint);
}

void TaskChooser::setNote(const QString& note) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

} // namespace ottava::ui
