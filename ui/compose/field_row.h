#pragma once

#include "ui/compose/field_editor.h"
#include "ui/compose/request_draft.h"

class QLabel;
class QToolButton;

namespace ottava::ui {

/// Where it is said that a field has no effect: with the field, or once for all of its section.
enum class NotePlace { Row, Section };

/// One field of the expert drawer: its name, its control with the default as a ghost, a dot and a way back once it was
/// changed, and below it what has to be said.
class FieldRow : public QWidget {
    Q_OBJECT
public:
    FieldRow(const ExpertField& field, QWidget* parent = nullptr);

    /// What the field is on this model when nobody says anything.
    void setUsual(const Request& usual);
    /// What the other fields and the model make of this one.
    void setUse(const FieldUse& use, NotePlace place);
    void load(const ExpertDraft& draft);
    /// Adds the field's value to the draft if it has one of its own that can be read.
    void store(ExpertDraft& draft) const;
    void reset();

    bool isChanged() const;
    /// What is wrong with what was typed; empty: nothing.
    QString problem() const;
    /// True when every word stands in the label, the name or the other words.
    bool matches(const QStringList& words) const;
    void focusControl();
    /// The room beside the field for the dot and the way back.
    QMargins gutters() const;
    QString name() const { return objectName(); }
    QString label() const;

signals:
    void changed();

private:
    void build();
    void react();
    void describe();
    /// What was typed, as the field itself would write it; empty: the default, or nothing that can be read.
    QString ownText() const;

    const ExpertField& field_;
    FieldText access_;
    FieldEditor* editor_;
    QLabel *dot_, *note_;
    QToolButton* back_;
    FieldUse use_;
    NotePlace place_ = NotePlace::Row;
    QString usual_;
};

} // namespace ottava::ui
