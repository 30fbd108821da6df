#include "ui/edit/word_slider.h"

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr int kNotches = 100;

} // namespace

WordSlider::WordSlider(const QString& label, std::vector<Stop> stops, QWidget* parent)
    : QWidget(parent),
      stops_(std::move(stops)),
      label_(new QLabel(label, this)),
      word_(new QLabel(this)),
      field_(new QDoubleSpinBox(this)),
      slider_(new QSlider(Qt::Horizontal, this)) {
    field_->setRange(0, 1);
    field_->setSingleStep(0.05);
    field_->setDecimals(2);
    field_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    field_->setAlignment(Qt::AlignRight);
    field_->setKeyboardTracking(false);
    slider_->setRange(0, kNotches);
    slider_->setPageStep(kNotches / 4);
    slider_->setMinimumHeight(22);
    layOut();
    display(0);
    connect(slider_, &QSlider::valueChanged, this, [this](int notch) { take(1.0 * notch / kNotches); });
    connect(field_, &QDoubleSpinBox::valueChanged, this, [this](double number) { take(number); });
}

void WordSlider::layOut() {
    const auto name = label_->text();
    word_->setProperty("role", "muted");
    label_->setBuddy(field_);
    field_->setAccessibleName(name);
    field_->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("0.00")) + 24);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    grid->addWidget(label_, 0, 0);
    grid->addWidget(word_, 0, 1, Qt::AlignRight);
    grid->addWidget(field_, 0, 2);
    grid->addWidget(slider_, 1, 0, 1, 3);
}

double WordSlider::value() const {
    return field_->value();
}

void WordSlider::setValue(double value) {
    display(value);
}

QString WordSlider::word() const {
    const auto nearest = std::min_element(stops_.begin(), stops_.end(), [this](const Stop& a, const Stop& b) {
        return std::abs(a.value - value()) < std::abs(b.value - value());
    });
    return nearest == stops_.end() ? QString() : nearest->name;
}

void WordSlider::display(double value) {
    const QSignalBlocker quietField(field_), quietSlider(slider_);
    field_->setValue(value);
    slider_->setValue(static_cast<int>(std::lround(value * kNotches)));
    word_->setText(word());
    slider_->setAccessibleName(QStringLiteral("%1: %2").arg(label_->text(), word()));
}

void WordSlider::take(double value) {
    display(value);
    emit valueChanged(this->value());
}

} // namespace ottava::ui
