#pragma once

#include "ui/playback/drag_files.h"
#include "ui/playback/file_drag.h"

#include <QPushButton>

namespace ottava::ui {

/// "Drag me to your DAW": dragged, it carries the take as a WAV file; pressed, it puts that file on the clipboard. The
/// file is prepared as soon as the mouse reaches the handle, so the drag starts at once.
class DragHandle : public QPushButton {
    Q_OBJECT
public:
    /// `files` outlives the handle.
    explicit DragHandle(DragFiles& files, QWidget* parent = nullptr);

    /// Unset: there is nothing to drag.
    void setTake(std::optional<TakeFile> take);
    void setDragRunner(DragRunner run) { run_ = std::move(run); }

    QSize sizeHint() const override;

signals:
    void copyRequested();

protected:
    void enterEvent(QEnterEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void prepare();
    void dragWhenReady();

    DragFiles& files_;
    std::optional<TakeFile> take_;
    DragRunner run_ = execFileDrag;
    QPoint pressedAt_;
    bool waiting_ = false; ///< the mouse drags already, the file is still being written
};

} // namespace ottava::ui
