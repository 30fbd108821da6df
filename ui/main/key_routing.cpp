#include "ui/main/key_routing.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>

namespace ottava::ui {

namespace {

bool isMovement(int key) {
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home || key == Qt::Key_End;
}

bool isTextField(const QWidget* widget) {
    return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget)
           || qobject_cast<const QAbstractSpinBox*>(widget);
}

bool movesInside(const QWidget* widget) {
    return isTextField(widget) || qobject_cast<const QAbstractSlider*>(widget)
           || qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const QComboBox*>(widget)
           || qobject_cast<const QRadioButton*>(widget);
}

bool keepsSpace(const QWidget* widget, bool reachedByKeyboard) {
    const auto pressable = qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget);
    return isTextField(widget) || (pressable && reachedByKeyboard);
}

bool isKeyboardReason(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

} // namespace

KeyRouting::KeyRouting(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool KeyRouting::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusIn)
        reachedByKeyboard_ = isKeyboardReason(static_cast<QFocusEvent*>(event)->reason());
    auto* widget = qobject_cast<QWidget*>(watched);
    if (event->type() != QEvent::ShortcutOverride || !widget)
        return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto plain = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier;
    const auto keep = plain
                      && ((isMovement(key->key()) && movesInside(widget))
                          || (key->key() == Qt::Key_Space && keepsSpace(widget, reachedByKeyboard_)));
    if (keep)
        event->accept();
    return keep;
}

} // namespace ottava::ui
