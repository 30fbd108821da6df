#include "ui/widgets/wheel_guard.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QScrollBar>

namespace ottava::ui {

namespace {

class WheelGuard : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() != QEvent::Wheel)
            return false;
        event->ignore(); // so that it goes on to the parent
        return true;
    }
};

bool turnsWithTheWheel(QWidget* widget) {
    const auto isSlider = qobject_cast<QAbstractSlider*>(widget) && !qobject_cast<QScrollBar*>(widget);
    return isSlider || qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget);
}

} // namespace

void leaveWheelToScrolling(QWidget& form) {
    auto* guard = new WheelGuard(&form);
    for (auto* widget : form.findChildren<QWidget*>()) {
        if (!turnsWithTheWheel(widget))
            continue;
        widget->setFocusPolicy(Qt::StrongFocus);
        widget->installEventFilter(guard);
    }
}

} // namespace ottava::ui
