#pragma once

#include <QSlider>

namespace ottava::ui {

/// Volume in decibels: the lower end is silence, then −60 to 0 dB in even steps. Double click gives 0 dB.
class VolumeSlider : public QSlider {
    Q_OBJECT
public:
    explicit VolumeSlider(QWidget* parent = nullptr);

    /// Linear, 0 to 1.
    double gain() const;
    void setGain(double gain);

signals:
    void gainChanged(double gain);

protected:
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    void describe();
};

} // namespace ottava::ui
