#pragma once

#include <QPixmap>
#include <QStringList>

#include <functional>
#include <memory>

class QDrag;
class QMimeData;
class QWidget;

namespace ottava::ui {

/// Files may be copied only: a file manager offered a move would take the export away from the DAW that links to it.
inline constexpr Qt::DropActions kFileDragActions = Qt::CopyAction;

/// The files as URLs, also in the form that file managers paste.
std::unique_ptr<QMimeData> fileMimeData(const QStringList& files);

/// A chip with the name of what is being dragged.
QPixmap dragPixmap(const QString& name, const QWidget& source);

/// Runs a prepared drag; replaced by tests, which have no mouse.
using DragRunner = std::function<void(QDrag&, Qt::DropActions)>;
void execFileDrag(QDrag& drag, Qt::DropActions actions);

/// Drags `files` out of `source`; returns when they were dropped.
void startFileDrag(QWidget& source, const QStringList& files, const DragRunner& run = execFileDrag);

/// Keyboard twin of the drag: puts the files on the clipboard.
void copyFiles(const QStringList& files);

} // namespace ottava::ui
