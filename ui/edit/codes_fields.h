#pragma once

#include "ui/edit/edit_draft.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace ottava::ui {

class WordSlider;

/// Audio codes: shown, copied, pasted, taken from a recording, and how strongly the song follows them. Text that holds
/// none is refused where it stands.
class CodesFields : public QWidget {
    Q_OBJECT
public:
    explicit CodesFields(QWidget* parent = nullptr);

    void load(const EditDraft& draft);
    void store(EditDraft& draft) const;
    void setCodes(const QString& codes);
    /// Whether there is a recording to take codes from.
    void setHasSource(bool has);

signals:
    void changed();
    void fromSourcePressed();

private:
    QWidget* makeButtons();
    void judge();

    QPlainTextEdit* text_;
    QLabel* verdict_;
    QPushButton *copy_, *paste_, *fromSource_;
    WordSlider* strength_;
};

} // namespace ottava::ui
