#pragma once

#include "core/engine/progress.h"

#include <QElapsedTimer>
#include <QFrame>
#include <QTimer>

#include <map>
#include <optional>
#include <set>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ottava::ui {

/// The line at the window's foot: what the running job is doing, how long it has been at it and how long is left, how
/// many wait, and the way to stop it. Esc asks once before it stops anything; the button does not.
class StageStrip : public QFrame {
    Q_OBJECT
public:
    explicit StageStrip(QWidget* parent = nullptr);

    /// A job begins that goes through these stages. One that comes all the same is shown once it comes.
    void begin(const std::set<Stage>& stages);
    void setProgress(const Progress& progress);
    /// Back to rest with one line of text ("Ready", "Cancelled").
    void rest(const QString& text);
    void setWaiting(int jobs);
    /// The user pressed Esc: the first time asks, the second time cancels. Nothing happens at rest.
    void escapePressed();

    bool isRunning() const { return running_; }

signals:
    void cancelRequested();

private:
    void buildChips();
    static QString withCount(const QString& name, const Progress& progress);
    void showStage(const Progress& progress);
    void showTimes();
    void ask(bool asking);
    void stop();

    bool running_ = false;
    bool asking_ = false;
    Progress latest_;
    QElapsedTimer sinceLatest_;
    QTimer clock_;
    std::map<Stage, QLabel*> chips_;
    QWidget* chipRow_;
    QLabel* text_;
    QProgressBar* bar_;
    QLabel* times_;
    QLabel* waiting_;
    QPushButton* cancel_;
    QPushButton* keep_;
};

} // namespace ottava::ui
