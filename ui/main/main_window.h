#pragma once

#include "core/engine/adapter_report.h"
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
struct FoundRecipe;
struct StoredTake;
} // namespace ottava

namespace ottava::ui {

class ComposePanel;
class FitWatch;
class GenerationFlow;
class GetStarted;
class LibraryPanel;
class MainActions;
class MessageBar;
class StageStrip;
class TakePanel;
class TierBanner;
struct RequestDraft;
struct OpenedFile;

/// What the window needs from outside: given by the composition of the program or by a test.
struct WindowServices {
    EnginePort engine;
    std::function<std::vector<std::string>()> audioDevices = {};
    /// What a song will need; any thread, may throw Error. Empty: nobody knows.
    std::function<SongEstimate(const EngineSettings&, const Request&)> estimate = {};
    /// Any thread; see `inspectAdapter`.
    std::function<AdapterReport(const std::filesystem::path& adapter, const std::filesystem::path& models)>
        inspectAdapter = {};
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
    /// Looks into a sound file or a recipe: the recipe goes into the form, the sound is offered as a source.
    void openSoundFile(const QString& file);

signals:
    /// The user wants to work on this recording.
    void useAsSource(QString file);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildLayout();
    void connectSession();
    void embedAsSet();
    void connectCreate();
    void connectEdit();
    void connectSound();
    void connectActions();
    void connectTakeActions();
    void showHardware();
    void showLimits();
    void showCreate(bool getStarted);
    void startDemo();
    void chooseSoundFile();
    void showOpenedFile(const QString& file, const OpenedFile& opened);
    void restoreRecipe(const QString& file, const OpenedFile& opened);
    void fillForm(const FoundRecipe& recipe);
    QString recipeAdvice(const FoundRecipe& recipe) const;
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
    FitWatch* fit_;
    bool closeAsked_ = false;
};

} // namespace ottava::ui
