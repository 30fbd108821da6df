#include "ui/library/take_list_view.h"

#include "ui/library/take_delegate.h"
#include "ui/playback/drag_files.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace ottava::ui {

TakeListView::TakeListView(DragFiles& files, TakeFileOf takeFile, QWidget* parent)
    : QListView(parent), files_(files), takeFile_(std::move(takeFile)) {
    setItemDelegate(new TakeDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setDragEnabled(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setAccessibleName(tr("Takes"));
    connect(this, &QListView::doubleClicked, this, &TakeListView::playPressed);
    connect(&files_, &DragFiles::prepared, this, [this](const QString& id) {
        if (dragging_ && dragging_->id == id)
            dragWhenReady();
    });
    connect(&files_, &DragFiles::failed, this, [this] { dragging_.reset(); });
}

void TakeListView::mousePressEvent(QMouseEvent* event) {
    dragging_.reset();
    QListView::mousePressEvent(event);
}

void TakeListView::mouseReleaseEvent(QMouseEvent* event) {
    dragging_.reset();
    QListView::mouseReleaseEvent(event);
    // A right click is for the menu and leaves the player alone.
    if (const auto index = indexAt(event->pos()); event->button() == Qt::LeftButton && index.isValid())
        emit chosen(index);
}

void TakeListView::startDrag(Qt::DropActions) {
    dragging_ = takeFile_(currentIndex());
    if (dragging_)
        dragWhenReady();
}

void TakeListView::dragWhenReady() {
    const auto file = files_.ready(*dragging_);
    if (!file)
        return files_.prepare(*dragging_);
    dragging_.reset();
    startFileDrag(*this, {toQString(*file)}, run_);
}

void TakeListView::keyPressEvent(QKeyEvent* event) {
    const auto index = currentIndex();
    const auto plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (!index.isValid() || !plain || state() == EditingState)
        return QListView::keyPressEvent(event);
    if (event->key() >= Qt::Key_0 && event->key() <= Qt::Key_5)
        return emit starsPressed(index, event->key() - Qt::Key_0);
    if (event->key() == Qt::Key_Delete)
        return emit trashPressed(index);
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return emit playPressed(index);
    QListView::keyPressEvent(event);
}

} // namespace ottava::ui
