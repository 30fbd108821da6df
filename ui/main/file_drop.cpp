#include "ui/main/file_drop.h"

#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QUrl>

namespace ottava::ui {

namespace {

bool isDropEvent(QEvent::Type type) {
    return type == QEvent::DragEnter || type == QEvent::DragMove || type == QEvent::Drop;
}

/// A plain text edit gets its drops through its viewport.
bool isTextField(const QWidget* widget) {
    return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget)
           || qobject_cast<const QPlainTextEdit*>(widget->parentWidget());
}

/// Empty: not exactly one file of this machine.
QString fileOf(const QDropEvent& event) {
    const auto urls = event.mimeData()->urls();
    return urls.size() == 1 && urls.front().isLocalFile() ? urls.front().toLocalFile() : QString();
}

} // namespace

FileDrop::FileDrop(QWidget& window) : QObject(&window), window_(window) {
    window.setAcceptDrops(true);
    qApp->installEventFilter(this);
}

bool FileDrop::eventFilter(QObject* watched, QEvent* event) {
    auto* widget = isDropEvent(event->type()) ? qobject_cast<QWidget*>(watched) : nullptr;
    if (!widget || widget->window() != &window_)
        return false;
    auto* drop = static_cast<QDropEvent*>(event);
    if (widget != &window_) {
        const bool kept = drop->mimeData()->hasUrls() && isTextField(widget);
        if (kept)
            event->ignore(); // the application asks its parents next
        return kept;
    }
    const auto file = fileOf(*drop);
    if (file.isEmpty() || drop->source()) {
        event->ignore();
        return true;
    }
    drop->setDropAction(Qt::CopyAction); // the file stays where it is
    drop->accept();
    if (event->type() == QEvent::Drop)
        emit dropped(file);
    return true;
}

} // namespace ottava::ui
