#include "ui/widgets/bounded_slider.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/limit_sheet.h"
#include "ui/widgets/time_field.h"

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

BoundedSlider::BoundedSlider(const QString& label, SliderUnit unit, QWidget* parent) : QWidget(parent), unit_(unit) {
    build(label);
    applyRange();
    connect(slider_, &QSlider::valueChanged, this, [this](int notch) { take(minimum_ + notch * step_); });
    connect(field_, &QDoubleSpinBox::valueChanged, this, [this](double number) { take(number); });
    connect(lock_, &QToolButton::clicked, this, [this] { openLimitSheet(); });
}

void BoundedSlider::build(const QString& label) {
    label_ = new QLabel(label, this);
    field_ = unit_ == SliderUnit::Time ? new TimeField(this) : new QDoubleSpinBox(this);
    field_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field_->setAlignment(Qt::AlignRight);
    field_->setKeyboardTracking(false);
    field_->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("00:00")) + 24);
    field_->setAccessibleName(label);
    label_->setBuddy(field_);
    slider_ = new QSlider(Qt::Horizontal, this);
    slider_->setAccessibleName(label);
    slider_->setMinimumHeight(22);
    lock_ = new QToolButton(this);
    lock_->setIcon(icon(QStringLiteral("lock")));
    lock_->setProperty("role", "flat");
    lock_->setAccessibleName(tr("%1 is limited: why, and how to go beyond").arg(label));
    lock_->hide();

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->addWidget(label_, 0, 0);
    grid->addWidget(field_, 0, 1, 1, 2, Qt::AlignRight);
    grid->addWidget(slider_, 1, 0, 1, 2);
    grid->addWidget(lock_, 1, 2);
    grid->setColumnStretch(0, 1);
}

void BoundedSlider::setRange(double minimum, double maximum, double step) {
    minimum_ = minimum;
    maximum_ = maximum;
    step_ = step;
    applyRange();
}

void BoundedSlider::setLimit(std::optional<double> limit, const QString& reason) {
    limit_ = limit;
    reason_ = reason;
    applyRange();
}

void BoundedSlider::applyRange() {
    const auto before = field_->value();
    {
        const QSignalBlocker quietSlider(slider_), quietField(field_);
        field_->setDecimals(unit_ == SliderUnit::Number ? 1 : 0);
        field_->setSingleStep(step_);
        field_->setRange(minimum_, maximum());
        const auto notches = static_cast<int>(std::lround((maximum() - minimum_) / step_));
        slider_->setRange(0, notches);
        slider_->setPageStep(std::max(1, notches / 10));
    }
    slider_->setEnabled(maximum() > minimum_);
    lock_->setVisible(isLimited());
    lock_->setToolTip(reason_);
    field_->setEnabled(maximum() > minimum_);
    display(std::clamp(wish_, minimum_, maximum()));
    if (field_->value() != before)
        emit valueChanged(value());
}

void BoundedSlider::setValue(double value) {
    wish_ = value;
    const auto before = field_->value();
    display(std::clamp(value, minimum_, maximum()));
    if (field_->value() != before)
        emit valueChanged(this->value());
}

double BoundedSlider::value() const {
    return field_->value();
}

double BoundedSlider::maximum() const {
    return limit_ ? std::clamp(*limit_, minimum_, maximum_) : maximum_;
}

bool BoundedSlider::isLimited() const {
    return maximum() < maximum_;
}

void BoundedSlider::display(double value) {
    const QSignalBlocker quietSlider(slider_), quietField(field_);
    field_->setValue(value);
    slider_->setValue(static_cast<int>(std::lround((value - minimum_) / step_)));
}

void BoundedSlider::take(double value) {
    wish_ = value;
    display(value);
    emit valueChanged(this->value());
}

void BoundedSlider::openLimitSheet() {
    auto* sheet = new LimitSheet(reason_, this);
    connect(sheet, &LimitSheet::chosen, this, &BoundedSlider::overrideRequested);
    sheet->openAt(lock_);
}

} // namespace ottava::ui
