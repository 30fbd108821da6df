#pragma once

#include "ui/compose/request_draft.h"

#include <QWidget>

class QPushButton;

namespace ottava::ui {

class CountedEdit;
class SongBasics;

/// The shortest way to a song: one box, three examples, the basics.
class SimplePage : public QWidget {
    Q_OBJECT
public:
    explicit SimplePage(QWidget* parent = nullptr);

    void load(const RequestDraft& draft);
    void store(RequestDraft& draft) const;
    void focusDescription();
    void setPlannerReady(bool ready);
    SongBasics* basics() const { return basics_; }

signals:
    void changed();
    /// The planner is to make up an example.
    void surpriseRequested();

private:
    QWidget* makeExamples();

    CountedEdit* description_;
    QPushButton* surprise_ = nullptr;
    SongBasics* basics_;
};

} // namespace ottava::ui
