#pragma once

#include "core/engine/estimate.h"

#include <QWidget>

class QLabel;
class QProgressBar;

namespace ottava::ui {

/// How much of the memory the song will take and how long it will last, before it is made: "9.4 / 14.8 GB · about 38
/// s". Hidden until there is an estimate.
class FitMeter : public QWidget {
    Q_OBJECT
public:
    explicit FitMeter(QWidget* parent = nullptr);

    /// `songs` like this one are made, one after the other.
    void showEstimate(const SongEstimate& estimate, int songs = 1);
    void showNothing();

private:
    QLabel* sign_;
    QProgressBar* bar_;
    QLabel* text_;
};

/// "9.4 / 14.8 GB · about 38 s"; says in words when it does not fit.
/// Memory of one, time of all `songs`.
QString fitText(const SongEstimate& estimate, int songs = 1);
/// What is done so that it fits, one sentence; empty when nothing has to be.
QString fitChanges(const MemoryPlan& plan);

} // namespace ottava::ui
