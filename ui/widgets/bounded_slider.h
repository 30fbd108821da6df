#pragma once

#include <QString>
#include <QWidget>

#include <optional>

class QDoubleSpinBox;
class QLabel;
class QSlider;
class QToolButton;

namespace ottava::ui {

/// How a slider's number is shown and typed.
enum class SliderUnit { Count, Number, Time }; ///< 4 · 3.0 · 3:00 (the value is seconds)

/// Label, number field and slider for one value, with an end that a tier may draw nearer. While the limit lies below
/// the hard maximum a lock stands at the slider's end and opens a sheet that says why and offers to go beyond.
/// The wish survives: a value that a limit lowered comes back when the limit rises, unless it was changed meanwhile.
class BoundedSlider : public QWidget {
    Q_OBJECT
public:
    BoundedSlider(const QString& label, SliderUnit unit, QWidget* parent = nullptr);

    /// Hard range, whatever the machine; `step` is one notch of the slider.
    void setRange(double minimum, double maximum, double step);
    /// Upper end in force now (unset: the hard maximum) and the sentence that says where it comes from.
    void setLimit(std::optional<double> limit, const QString& reason);
    void setValue(double value);

    double value() const;
    double minimum() const { return minimum_; }
    double maximum() const; ///< the end in force
    bool isLimited() const; ///< the lock is shown

signals:
    void valueChanged(double value);
    /// The user wants to go beyond the limit: for the next generation only, or from now on.
    void overrideRequested(bool always);

private:
    void build(const QString& label);
    void applyRange();
    void display(double value);
    void take(double value);
    void openLimitSheet();

    SliderUnit unit_;
    double minimum_ = 0, maximum_ = 1, step_ = 1;
    double wish_ = 0;
    std::optional<double> limit_;
    QString reason_;
    QLabel* label_ = nullptr;
    QDoubleSpinBox* field_ = nullptr;
    QSlider* slider_ = nullptr;
    QToolButton* lock_ = nullptr;
};

} // namespace ottava::ui
