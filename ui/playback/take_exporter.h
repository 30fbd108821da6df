#pragma once

#include "core/library/take_library.h"
#include "ui/playback/drag_files.h"

namespace ottava::ui {

/// The ways of a finished take out of the program, apart from the mouse: as a file in a format of choice, and as a
/// file on the clipboard. GUI thread; writes in the background.
class TakeExporter : public QObject {
    Q_OBJECT
public:
    /// Dialogs belong to `window`.
    explicit TakeExporter(QWidget* window);

    /// The files that drags use; the clipboard uses the same.
    DragFiles& files() { return files_; }
    /// What files say of their takes from now on.
    void setEmbed(const EmbedChoice& embed);

    void openDialog(const StoredTake& take);
    void copyFile(const StoredTake& take);

signals:
    /// One sentence about what was done.
    void done(QString note);
    void failed(QString what, QString remedy);

private:
    QWidget* window_;
    DragFiles files_;
    EmbedChoice embed_;
    QString copying_; ///< id of the take whose file goes to the clipboard once it is written
};

} // namespace ottava::ui
