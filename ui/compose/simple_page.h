#pragma once

#include "ui/compose/request_draft.h"

#include <QWidget>

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
    SongBasics* basics() const { return basics_; }

signals:
    void changed();

private:
    QWidget* makeExamples();

    CountedEdit* description_;
    SongBasics* basics_;
};

} // namespace ottava::ui
