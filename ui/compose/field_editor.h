#pragma once

#include "ui/compose/expert_fields.h"
#include "ui/compose/field_text.h"

#include <QWidget>

namespace ottava::ui {

/// The control for one field, whatever its kind. Its text is the field's (see FieldText); empty: as usual.
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString text() const = 0;
    virtual void setText(const QString& text) = 0;
    /// What the field is when nobody says anything, shown as a ghost.
    virtual void setUsual(const QString& text) = 0;
    /// The control that takes the focus and has the field's accessible name.
    virtual QWidget* control() const = 0;

signals:
    void changed();
};

/// A check box (which carries the label itself), a list of choices or a line of text, as the field's kind asks.
FieldEditor* makeFieldEditor(const ExpertField& field, const FieldText& access, QWidget* parent);

} // namespace ottava::ui
