#pragma once

#include "ui/compose/planned_fields.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace ottava::ui {

/// One field of a plan: what was written, to be edited in place, beside what was typed. The lock keeps the value for
/// the next plan, the arrow puts back what was typed.
class PlanRow : public QWidget {
    Q_OBJECT
public:
    explicit PlanRow(PlannedField field, QWidget* parent = nullptr);

    void load(const QString& typed, const QString& written);
    QString text() const;
    bool isLocked() const;
    /// Marks a value that cannot be used.
    void setInvalid(bool invalid);
    PlannedField field() const { return field_; }

signals:
    void changed();

private:
    void build(bool longText);
    void setText(const QString& text);
    void describe();

    PlannedField field_;
    QString typed_;
    QLabel* origin_ = nullptr;
    QLabel* old_ = nullptr;
    QLineEdit* line_ = nullptr;       ///< a short field
    QPlainTextEdit* block_ = nullptr; ///< a long one
    QToolButton* lock_ = nullptr;
    QToolButton* revert_ = nullptr;
};

} // namespace ottava::ui
