#include "ui/widgets/popup.h"

#include <QScreen>

#include <algorithm>

namespace ottava::ui {

Popup::Popup(QWidget* parent) : QFrame(parent, Qt::Popup) {
    setAttribute(Qt::WA_DeleteOnClose);
    setProperty("role", "popup");
}

void Popup::openAt(QWidget* anchor) {
    adjustSize();
    auto corner = anchor->mapToGlobal(QPoint(anchor->width() - width(), anchor->height() + 4));
    const auto area = anchor->screen()->availableGeometry();
    corner.setX(std::clamp(corner.x(), area.left(), std::max(area.left(), area.right() - width())));
    corner.setY(std::clamp(corner.y(), area.top(), std::max(area.top(), area.bottom() - height())));
    move(corner);
    show();
}

} // namespace ottava::ui
