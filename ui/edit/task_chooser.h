#pragma once

#include "ui/edit/edit_task.h"

#include <QString>
#include <QWidget>

#include <map>

class QLabel;
class QPushButton;

namespace ottava::ui {

/// The tasks as buttons, one of them chosen. What cannot be done now stays visible, switched off, and a line below says
/// why and offers the way out.
class TaskChooser : public QWidget {
    Q_OBJECT
public:
    explicit TaskChooser(QWidget* parent = nullptr);

    EditTask task() const { return task_; }
    /// Chooses it, if it can be done.
    void setTask(EditTask task);
    bool isAllowed(EditTask task) const;
    void setAllowed(EditTask task, bool allowed, const QString& reason = {});
    /// Why tasks are off, as rich text with at most one link; empty: nothing to say.
    void setNote(const QString& note);

signals:
    void taskChosen(ottava::ui::EditTask task);
    void noteActivated();

private:
    std::map<EditTask, QPushButton*> buttons_;
    QLabel* note_;
    EditTask task_ = EditTask::Repaint;
};

} // namespace ottava::ui
