#pragma once

#include "ui/playback/file_drag.h"
#include "ui/playback/take_file.h"

#include <QListView>

#include <functional>
#include <optional>

namespace ottava::ui {

class DragFiles;

/// The list of takes: rows can be dragged out as WAV files, 0 to 5 give stars, Del trashes, Enter and double click
/// play, F2 renames.
class TakeListView : public QListView {
    Q_OBJECT
public:
    /// `takeFile` tells what the take in a row is written as; unset for one that cannot be dragged.
    using TakeFileOf = std::function<std::optional<TakeFile>(const QModelIndex&)>;

    TakeListView(DragFiles& files, TakeFileOf takeFile, QWidget* parent = nullptr);

    void setDragRunner(DragRunner run) { run_ = std::move(run); }

signals:
    void chosen(QModelIndex index);
    void playPressed(QModelIndex index);
    void starsPressed(QModelIndex index, int stars);
    void trashPressed(QModelIndex index);

protected:
    void startDrag(Qt::DropActions actions) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void dragWhenReady();

    DragFiles& files_;
    TakeFileOf takeFile_;
    DragRunner run_ = execFileDrag;
    std::optional<TakeFile> dragging_; ///< under way, its file still being written
};

} // namespace ottava::ui
