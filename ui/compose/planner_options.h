#pragma once

#include "ui/compose/request_draft.h"

#include <QWidget>

#include <functional>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace ottava::ui {

/// How the language model plans: what it may fill in, and how freely. Every field shows its default and goes back to
/// it with the arrow beside it.
class PlannerOptions : public QWidget {
    Q_OBJECT
public:
    explicit PlannerOptions(QWidget* parent = nullptr);

    /// Leaves `thinking` and `seed` alone: they have their own places.
    void load(const PlannerDraft& draft);
    void store(PlannerDraft& draft) const;
    int modifiedCount() const;

signals:
    void changed();

private:
    QCheckBox* addSwitch(QFormLayout& form, const QString& text, const char* name);
    QWidget* withReset(QWidget* field, const QString& name, const QString& usual, std::function<void()> reset);
    QDoubleSpinBox* addNumber(QFormLayout& form, const QString& name, double maximum, double usual);
    void react();

    bool loading_ = false;
    QCheckBox *rewriteCaption_ = nullptr, *fillMetadata_ = nullptr, *detectLanguage_ = nullptr;
    QDoubleSpinBox *temperature_ = nullptr, *guidance_ = nullptr, *topP_ = nullptr;
    QSpinBox* topK_ = nullptr;
    QLineEdit* negative_ = nullptr;
};

} // namespace ottava::ui
