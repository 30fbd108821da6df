#include "ui/playback/volume_slider.h"

#include "ui/playback/time_text.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace ottava::ui {

namespace {

constexpr double kLowestDb = -60;
constexpr int kStepsPerDb = 2;
constexpr int kTop = static_cast<int>(-kLowestDb) * kStepsPerDb;

} // namespace

VolumeSlider::VolumeSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setRange(0, kTop);
    setSingleStep(kStepsPerDb);
    setPageStep(6 * kStepsPerDb);
    setValue(kTop);
    setAccessibleName(tr("Volume"));
    describe();
    connect(this, &QSlider::valueChanged, this, [this] {
        describe();
        emit gainChanged(gain());
    });
}

double VolumeSlider::gain() const {
    return value() == 0 ? 0.0 : std::pow(10.0, (kLowestDb + static_cast<double>(value()) / kStepsPerDb) / 20);
}

void VolumeSlider::setGain(double gain) {
    if (gain <= 0)
        return setValue(0);
    setValue(static_cast<int>(std::lround((20 * std::log10(std::min(gain, 1.0)) - kLowestDb) * kStepsPerDb)));
}

void VolumeSlider::mouseDoubleClickEvent(QMouseEvent* event) {
    setValue(kTop);
    event->accept();
}

void VolumeSlider::describe() {
    const auto text = value() == 0 ? tr("Muted") : tr("%1 dB").arg(decibelText(20 * std::log10(gain())));
    setAccessibleDescription(text);
    setToolTip(tr("Volume: %1").arg(text));
}

} // namespace ottava::ui
