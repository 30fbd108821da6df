#pragma once

#include <QAction>
#include <QObject>

class QMainWindow;

namespace ottava::ui {

/// The menus and their shortcuts. Knows no panel: the window connects the actions.
class MainActions : public QObject {
    Q_OBJECT
public:
    /// Builds the menu bar of `window`.
    explicit MainActions(QMainWindow& window);

    QAction *openFile, *exportTake, *settings, *quit;                                  ///< File
    QAction* copyTake;                                                                 ///< Edit
    QAction *generate, *planFirst, *cancel, *simple, *custom, *edit, *lyrics, *expert; ///< Generate
    QAction *repaint, *play, *loop, *toStart, *toEnd, *back, *forward;                 ///< Take
    QAction *nextPanel, *library, *themeSystem, *themeLight, *themeDark;               ///< View
    QAction *getStarted, *copyReport, *about;                                          ///< Help

private:
    QAction* make(const QString& text, const QList<QKeySequence>& keys = {});
    void buildFileAndEdit(QMainWindow& window);
    void buildGenerate(QMainWindow& window);
    void buildTake(QMainWindow& window);
    void buildView(QMainWindow& window);
    void buildHelp(QMainWindow& window);
};

} // namespace ottava::ui
