#pragma once

#include "ui/compose/request_draft.h"
#include "ui/edit/edit_task.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace ottava::ui {

class CountedEdit;

/// What an edit is told in words: style, lyrics, language, tempo, key and meter.
class SongWords : public QWidget {
    Q_OBJECT
public:
    explicit SongWords(QWidget* parent = nullptr);

    void showFor(EditTask task);
    /// Takes over the words of a draft and leaves the rest alone.
    void load(const RequestDraft& draft);
    void store(RequestDraft& draft) const;
    void focusCaption();

signals:
    void changed();

private:
    QWidget* makeMusicRow();

    CountedEdit *caption_, *lyrics_;
    QCheckBox* instrumental_;
    QComboBox *language_, *key_, *meter_;
    QSpinBox* bpm_;
};

} // namespace ottava::ui
