#include "ui/main/main_actions.h"

#include <QActionGroup>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace ottava::ui {

MainActions::MainActions(QMainWindow& window) : QObject(&window) {
    buildFileAndEdit(window);
    buildGenerate(window);
    buildTake(window);
    buildView(window);
    buildHelp(window);
}

QAction* MainActions::make(const QString& text, const QList<QKeySequence>& keys) {
    auto* action = new QAction(text, this);
    action->setShortcuts(keys);
    return action;
}

void MainActions::buildFileAndEdit(QMainWindow& window) {
    openFile = make(tr("&Open sound file…"), {QKeySequence::Open});
    exportTake = make(tr("&Export take…"), {Qt::CTRL | Qt::Key_E});
    settings = make(tr("&Settings…"), {Qt::CTRL | Qt::Key_Comma});
    settings->setMenuRole(QAction::PreferencesRole);
    quit = make(tr("&Quit"), {Qt::CTRL | Qt::Key_Q});
    quit->setMenuRole(QAction::QuitRole);
    auto* file = window.menuBar()->addMenu(tr("&File"));
    file->addActions({openFile, exportTake, settings});
    file->addSeparator();
    file->addAction(quit);
    copyTake = make(tr("&Copy take as a file"), {QKeySequence::Copy});
    window.menuBar()->addMenu(tr("&Edit"))->addAction(copyTake);
}

void MainActions::buildGenerate(QMainWindow& window) {
    generate = make(tr("&Generate"), {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter});
    planFirst = make(tr("&Plan first"), {Qt::CTRL | Qt::SHIFT | Qt::Key_Return, Qt::CTRL | Qt::SHIFT | Qt::Key_Enter});
    cancel = make(tr("&Cancel"), {Qt::Key_Escape});
    simple = make(tr("&Simple"), {Qt::CTRL | Qt::Key_1});
    custom = make(tr("C&ustom"), {Qt::CTRL | Qt::Key_2});
    edit = make(tr("E&dit"), {Qt::CTRL | Qt::Key_3});
    lyrics = make(tr("&Lyrics"), {Qt::CTRL | Qt::Key_L});
    expert = make(tr("&Expert options"), {Qt::CTRL | Qt::Key_Period});
    auto* menu = window.menuBar()->addMenu(tr("&Generate"));
    menu->addActions({generate, planFirst, cancel});
    menu->addSeparator();
    menu->addActions({simple, custom, edit, lyrics, expert});
}

void MainActions::buildTake(QMainWindow& window) {
    play = make(tr("&Play / Pause"), {Qt::Key_Space});
    loop = make(tr("&Loop"), {Qt::Key_L});
    toStart = make(tr("To the &start"), {Qt::Key_Home});
    toEnd = make(tr("To the &end"), {Qt::Key_End});
    back = make(tr("&Back one second"), {Qt::Key_Left});
    forward = make(tr("&Forward one second"), {Qt::Key_Right});
    repaint = make(tr("&Repaint"), {Qt::CTRL | Qt::Key_R});
    auto* menu = window.menuBar()->addMenu(tr("&Take"));
    menu->addActions({play, loop, toStart, toEnd, back, forward});
    menu->addSeparator();
    menu->addActions({repaint, exportTake, copyTake});
}

void MainActions::buildView(QMainWindow& window) {
    nextPanel = make(tr("&Next panel"), {Qt::Key_F6});
    library = make(tr("&Library"), {Qt::Key_F9});
    library->setCheckable(true);
    library->setChecked(true);
    themeSystem = make(tr("&As the system"));
    themeLight = make(tr("&Light"));
    themeDark = make(tr("&Dark"));
    auto* group = new QActionGroup(this);
    for (auto* action : {themeSystem, themeLight, themeDark}) {
        action->setCheckable(true);
        group->addAction(action);
    }
    auto* menu = window.menuBar()->addMenu(tr("&View"));
    menu->addActions({nextPanel, library});
    menu->addMenu(tr("&Theme"))->addActions({themeSystem, themeLight, themeDark});
}

void MainActions::buildHelp(QMainWindow& window) {
    getStarted = make(tr("&Get started"), {Qt::Key_F1});
    copyReport = make(tr("&Copy report"));
    about = make(tr("&About Ottava"));
    about->setMenuRole(QAction::AboutRole);
    window.menuBar()->addMenu(tr("&Help"))->addActions({getStarted, copyReport, about});
}

} // namespace ottava::ui
