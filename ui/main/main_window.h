#pragma once

#include "core/engine/time_span.h"
#include "ui/compose/variation.h"
#include "ui/edit/edit_task.h"
#include "ui/engine/engine_port.h"
#include "ui/main/session.h"

#include <QMainWindow>

#include <functional>
#include <string>
#include <vector>

class QSplitter;
class QStackedWidget;

namespace ottava {
struct StoredTake;
}

namespace ottava::ui {

class ComposePanel;
class GenerationFlow;
class GetStarted;
class LibraryPanel;
class MainActions;
class MessageBar;
class StageStrip;
class TakePanel;
class TierBanner;
struct RequestDraft;

/// What the window needs from outside: given by the composition of the program or by a test.
struct WindowServices {
    EnginePort engine;
    std::function<std::vector<std::string>()> audioDevices = {};
    std::string libtorchVersion = {};
    std::filesystem::path logFile = {};      ///< for reports; empty: none
    std::filesystem::path geometryFile = {}; ///< where size and layout are remembered; empty: nowhere
};

/// The window: Create, Take and Library side by side, the tier on top, progress at the foot. Puts the parts together
/// and connects them; what they do is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(WindowServices services, Session& session, QWidget* parent = nullptr);
    ~MainWindow() override;

    void showMessage(const QString& what, const QString& remedy);
    /// Puts the recipe of a stored take back into the form.
    void useRecipe(const StoredTake& take);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildLayout();
    void connectSession();
    void connectCreate();
    void connectEdit();
    void connectSound();
    void connectActions();
    void connectTakeActions();
    void showHardware();
    void showLimits();
    void showCreate(bool getStarted);
    void startDemo();
    void openSettings();
    void setTheme(Theme theme);
    void makeAgain(Again kind);
    /// Opens the take on the Edit page; `selection`: what is marked in it, s.
    void editTake(const StoredTake& take, EditTask task, std::optional<TimeSpan> selection = {});
    void editShown(EditTask task);
    void copyReport(const QString& message);
    void showAbout();
    void nextPanel();
    void restoreLayout();
    void saveLayout() const;

    WindowServices services_;
    Session& session_;
    TierBanner* banner_;
    MessageBar* messages_;
    QSplitter* columns_;
    QStackedWidget* createStack_;
    ComposePanel* compose_;
    GetStarted* getStarted_;
    TakePanel* take_;
    LibraryPanel* library_;
    StageStrip* strip_;
    MainActions* actions_;
    GenerationFlow* flow_;
    bool closeAsked_ = false;
};

} // namespace ottava::ui
