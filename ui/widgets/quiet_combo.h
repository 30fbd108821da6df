#pragma once

#include <QComboBox>
#include <QWheelEvent>

namespace ottava::ui {

/// A list of choices that the wheel passes by: scrolling the form must not change it.
class QuietCombo : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

} // namespace ottava::ui
