#pragma once

#include "ui/compose/variation.h"
#include "ui/edit/edit_task.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace ottava::ui {

class DragFiles;
class DragHandle;
class ElidedLabel;
class LevelMeter;
class TransportBar;
class WaveformView;

/// The parts of the take panel, laid out. What they do is the panel's.
class TakePage : public QWidget {
    Q_OBJECT
public:
    explicit TakePage(DragFiles& files, QWidget* parent = nullptr);

    /// Title and, behind it, what is going on: "decoding 61 %". Empty: nothing is.
    void setTitle(const QString& title);
    void setState(const QString& state);
    void setFacts(const QString& facts, const QString& recipe);
    /// What was done last, such as "Copied …".
    void setNote(const QString& note);
    /// Whether the take can be exported and dragged.
    void setComplete(bool complete);

    WaveformView* const wave;
    TransportBar* const transport;
    LevelMeter* const meter;
    DragHandle* const handle;
    QPushButton *const exportButton, *const copyButton;
    QPushButton* const waitingButton; ///< shows a take that began while another one sounded

signals:
    /// The user wants one more take like this one.
    void againRequested(ottava::ui::Again kind);
    /// The user wants to change this one.
    void editRequested(ottava::ui::EditTask task);

private:
    QWidget* header();
    QWidget* outRow();
    QWidget* againRow();
    QWidget* editRow();

    QPushButton *vary_, *newIdea_;
    std::vector<QPushButton*> edits_;
    ElidedLabel* title_;
    QLabel *state_, *facts_, *recipe_, *note_;
};

/// What stands there while there is no take.
QWidget* makeEmptyTakePage(QWidget* parent);

} // namespace ottava::ui
