#include "ui/widgets/drop_field.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStyle>
#include <QUrl>

namespace ottava::ui {

namespace {

QString onlyPath(const QMimeData& data) {
    const auto urls = data.urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

} // namespace

DropField::DropField(QWidget* parent) : QFrame(parent) {
    setAcceptDrops(true);
    setProperty("role", "drop");
}

void DropField::showTarget(bool on) {
    setProperty("target", on);
    style()->polish(this);
}

void DropField::dragEnterEvent(QDragEnterEvent* event) {
    if (onlyPath(*event->mimeData()).isEmpty())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    showTarget(true);
}

void DropField::dragLeaveEvent(QDragLeaveEvent* event) {
    showTarget(false);
    QFrame::dragLeaveEvent(event);
}

void DropField::dropEvent(QDropEvent* event) {
    showTarget(false);
    event->setDropAction(Qt::CopyAction);
    event->accept();
    emit dropped(onlyPath(*event->mimeData()));
}

} // namespace ottava::ui
