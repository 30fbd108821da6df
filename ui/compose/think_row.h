#pragma once

#include "core/hardware/limits.h"
#include "ui/compose/planner_state.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QToolButton;

namespace ottava::ui {

/// The Think switch: a language model plans the song first. Where it cannot be used it says why, and the lock opens
/// the sheet that leads beyond the tier.
class ThinkRow : public QWidget {
    Q_OBJECT
public:
    explicit ThinkRow(QWidget* parent = nullptr);

    void setState(PlannerState state, const Limits& limits);
    /// The wish; it counts while the planner is ready.
    void setThinking(bool on);
    bool thinking() const { return wish_; }
    bool isInUse() const { return wish_ && state_ == PlannerState::Ready; }

signals:
    void changed();
    /// It was switched on while the planner is off.
    void plannerWanted();
    void overrideRequested(bool always);

private:
    void toggle(bool on);
    void show(const Limits* limits);

    PlannerState state_ = PlannerState::NotInstalled;
    bool wish_ = true;
    QString reason_;
    QCheckBox* box_;
    QToolButton* lock_;
    QLabel* why_;
};

} // namespace ottava::ui
