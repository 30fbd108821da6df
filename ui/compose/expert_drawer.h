#pragma once

#include "ui/compose/request_draft.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;

namespace ottava::ui {

class BoundedSlider;
class PlannerOptions;

/// The options that most songs never need. A field that differs from its default is marked with a dot; one button puts
/// everything back.
class ExpertDrawer : public QWidget {
    Q_OBJECT
public:
    explicit ExpertDrawer(QWidget* parent = nullptr);

    void load(const ExpertDraft& draft);
    ExpertDraft draft() const;
    PlannerOptions* planner() const { return planner_; }
    /// Fields that differ from their defaults.
    int modifiedCount() const;

signals:
    void changed();

private:
    void buildSampling(QFormLayout& form);
    void buildCorrection(QFormLayout& form);
    void buildOutput(QFormLayout& form);
    QDoubleSpinBox* addNumber(QFormLayout& form, const QString& label, double minimum, double maximum, double step);
    QComboBox* addChoice(QFormLayout& form, const QString& label);
    void react();

    PlannerOptions* planner_ = nullptr;
    BoundedSlider* steps_ = nullptr;
    BoundedSlider* shift_ = nullptr;
    QComboBox* inferMethod_ = nullptr;
    QComboBox* sampler_ = nullptr;
    QCheckBox* dcw_ = nullptr;
    QComboBox* dcwMode_ = nullptr;
    QDoubleSpinBox* dcwScaler_ = nullptr;
    QDoubleSpinBox* dcwHighScaler_ = nullptr;
    QCheckBox* normalize_ = nullptr;
    QDoubleSpinBox* peak_ = nullptr;
    QDoubleSpinBox* fadeIn_ = nullptr;
    QDoubleSpinBox* fadeOut_ = nullptr;
    QComboBox* format_ = nullptr;
};

} // namespace ottava::ui
