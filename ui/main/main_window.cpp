#include "ui/main/main_window.h"

#include "core/base/error.h"
#include "ui/compose/adapter_field.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/preset_button.h"
#include "ui/edit/edit_page.h"
#include "ui/library/library_panel.h"
#include "ui/main/fit_watch.h"
#include "ui/main/generation_flow.h"
#include "ui/main/key_routing.h"
#include "ui/main/main_actions.h"
#include "ui/main/report.h"
#include "ui/models/get_started.h"
#include "ui/playback/take_facts.h"
#include "ui/playback/take_panel.h"
#include "ui/settings/settings_dialog.h"
#include "ui/widgets/core_words.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tier_banner.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QMessageBox>
#include <QRandomGenerator>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace ottava::ui {

namespace {

constexpr QSize kMinimumSize(900, 600);
constexpr QSize kUsualSize(1320, 820);
constexpr int kLibraryNeeds = 1100; // window width below which the library folds
constexpr double kDemoSeconds = 20;

bool focusFirstChild(const QWidget& panel) {
    for (auto* child : panel.findChildren<QWidget*>()) {
        if (child->isVisible() && child->isEnabled() && (child->focusPolicy() & Qt::TabFocus)) {
            child->setFocus(Qt::ShortcutFocusReason);
            return true;
        }
    }
    return false;
}

} // namespace

MainWindow::MainWindow(WindowServices services, Session& session, QWidget* parent)
    : QMainWindow(parent),
      services_(std::move(services)),
      session_(session),
      banner_(new TierBanner(this)),
      messages_(new MessageBar(this)),
      columns_(new QSplitter(Qt::Horizontal, this)),
      createStack_(new QStackedWidget(this)),
      compose_(new ComposePanel(this)),
      getStarted_(new GetStarted(this)),
      take_(new TakePanel(this)),
      library_(new LibraryPanel(this)),
      strip_(new StageStrip(this)),
      actions_(new MainActions(*this)),
      flow_(new GenerationFlow(std::move(services_.engine), session, *strip_, *messages_, this)),
      fit_(new FitWatch(services_.estimate, session, *compose_, this)) {
    setWindowTitle(QStringLiteral("Ottava"));
    new KeyRouting(this);
    buildLayout();
    connectSession();
    connectCreate();
    connectEdit();
    connectSound();
    connectActions();
    connectTakeActions();
    library_->setRoot(session_.libraryDir());
    compose_->adapter()->setCheck(services_.inspectAdapter);
    compose_->adapter()->setRecent(session_.settings().recentAdapters);
    compose_->presets()->setStore(PresetStore(session_.presetsDir()));
    take_->setVolume(session_.settings().volume);
    const auto device = QString::fromStdString(session_.settings().audioDevice.value_or(""));
    take_->setAudioDevice(device);
    compose_->editPage()->lane()->setAudioDevice(device);
    restoreLayout();
    session_.refresh();
    compose_->focusFirstField();
}

MainWindow::~MainWindow() {
    delete flow_; // waits for the engine's thread while the panels still live
}

void MainWindow::buildLayout() {
    createStack_->addWidget(compose_);
    createStack_->addWidget(getStarted_);
    createStack_->setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    columns_->addWidget(createStack_);
    columns_->addWidget(take_);
    columns_->addWidget(library_);
    columns_->setStretchFactor(1, 1);
    columns_->setHandleWidth(8);
    columns_->setChildrenCollapsible(false);
    columns_->setSizes({350, 640, 290});
    auto* middle = new QWidget(this);
    auto* layout = new QVBoxLayout(middle);
    layout->setContentsMargins(8, 2, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(banner_);
    layout->addWidget(messages_);
    layout->addWidget(columns_, 1);
    layout->addWidget(strip_);
    setCentralWidget(middle);
    setMinimumSize(kMinimumSize);
}

void MainWindow::showHardware() {
    const auto& hardware = *session_.hardware();
    if (session_.limits())
        banner_->setLimits(*session_.limits(), hardware.warnings, session_.installedLms());
    getStarted_->showFound(session_.modelsDir(), hardware.models);
    compose_->setDemo(session_.isDemo());
    const auto wasVisible = createStack_->currentWidget() == getStarted_;
    showCreate(!hardware.canGenerate && !session_.isDemo());
    if (wasVisible && hardware.canGenerate && !session_.isDemo())
        messages_->add({MessageLevel::Info, tr("Models found."), tr("Describe a song and press Generate.")});
}

void MainWindow::showLimits() {
    const auto limits = session_.limits();
    if (!limits)
        return;
    const auto lm = session_.lm();
    banner_->setLimits(*limits, session_.hardware()->warnings, session_.installedLms());
    banner_->setLm(lm);
    compose_->setLimits(*limits, session_.plannerState());
    compose_->setModels(session_.models());
    compose_->editPage()->setModels(trackModels(session_.hardware()->models, session_.dit()));
}

void MainWindow::showCreate(bool getStarted) {
    const auto* before = createStack_->currentWidget();
    createStack_->setCurrentWidget(getStarted ? static_cast<QWidget*>(getStarted_) : compose_);
    if (createStack_->currentWidget() == before)
        return;
    if (getStarted)
        getStarted_->setFocus();
    else
        compose_->focusFirstField();
}

void MainWindow::startDemo() {
    session_.useDemo();
    auto draft = compose_->draft();
    if (draft.description.trimmed().isEmpty()) {
        draft.description = tr("Demo take, noise of an untrained model");
        draft.instrumental = true;
    }
    draft.durationSeconds = kDemoSeconds;
    draft.takes = 1;
    compose_->setDraft(draft);
    compose_->setDemo(true);
    showCreate(false);
    compose_->generate();
}

void MainWindow::openSettings() {
    SettingsChoices choices{.limits = session_.limits(),
                            .models = session_.hardware() ? session_.hardware()->models : std::vector<InstalledModel>{},
                            .audioDevices =
                                services_.audioDevices ? services_.audioDevices() : std::vector<std::string>{},
                            .defaultModelsDir = session_.paths().defaultModels,
                            .defaultLibraryDir = session_.paths().defaultLibrary};
    auto* dialog = new SettingsDialog(session_.settings(), choices, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto before = session_.settings();
        session_.apply(dialog->settings());
        if (before.modelsDir != session_.settings().modelsDir || before.device != session_.settings().device)
            session_.refresh();
    });
    dialog->open();
}

void MainWindow::setTheme(Theme theme) {
    auto changed = session_.settings();
    changed.theme = theme;
    session_.apply(changed);
}

void MainWindow::showMessage(const QString& what, const QString& remedy) {
    messages_->add({MessageLevel::Error, what, remedy});
}

void MainWindow::makeAgain(Again kind) try {
    const auto& take = take_->storedTake();
    if (!take)
        return;
    Warnings warnings;
    const auto fresh = static_cast<std::int64_t>(QRandomGenerator::global()->generate());
    const auto request = requestFromJson(take->requestJson, warnings);
    flow_->generate(again(request, take->batchIndex, take->seed, fresh, kind), takeTitle(*take));
} catch (const Error& error) {
    showMessage(inWindowLanguage(error.message), inWindowLanguage(error.advice));
}

void MainWindow::copyReport(const QString& message) {
    QGuiApplication::clipboard()->setText(
        reportText({.message = message,
                    .libtorchVersion = QString::fromStdString(services_.libtorchVersion),
                    .settings = engineSettings(session_.settings()),
                    .hardware = session_.hardware(),
                    .logFile = services_.logFile}));
    messages_->add({MessageLevel::Info, tr("The report is on the clipboard."), {}});
}

void MainWindow::showAbout() {
    QMessageBox::about(this, tr("About Ottava"),
                       tr("<b>Ottava %1</b><br>Music with ACE-Step 1.5 on your own machine. Nothing leaves it.<br>MIT "
                          "licence; uses Qt, libtorch, libsndfile, PortAudio, soxr and libebur128.")
                           .arg(QCoreApplication::applicationVersion()));
}

void MainWindow::nextPanel() {
    QWidget* const panels[] = {createStack_->currentWidget(), take_, library_};
    std::size_t here = std::size(panels) - 1;
    for (std::size_t i = 0; i < std::size(panels); ++i) {
        if (QApplication::focusWidget() && panels[i]->isAncestorOf(QApplication::focusWidget()))
            here = i;
    }
    for (std::size_t step = 1; step <= std::size(panels); ++step) {
        auto* panel = panels[(here + step) % std::size(panels)];
        if (panel->isVisible() && focusFirstChild(*panel))
            return;
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (flow_->isBusy() && !closeAsked_) {
        closeAsked_ = true;
        messages_->add({MessageLevel::Warning, tr("A song is still being made."),
                        tr("Close the window once more to stop it and quit.")});
        event->ignore();
        return;
    }
    saveLayout();
    session_.save();
    QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    library_->setVisible(actions_->library->isChecked() && width() >= kLibraryNeeds);
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ThemeChange && session_.settings().theme == Theme::System)
        applyTheme(*qApp, Theme::System);
    return QMainWindow::event(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    auto* button = qobject_cast<QAbstractButton*>(QApplication::focusWidget());
    if (button && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        button->click(); // Space plays, so Enter presses
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::restoreLayout() {
    resize(kUsualSize);
    if (services_.geometryFile.empty())
        return;
    const QSettings stored(QString::fromStdString(services_.geometryFile.string()), QSettings::IniFormat);
    restoreGeometry(stored.value(QStringLiteral("geometry")).toByteArray());
    columns_->restoreState(stored.value(QStringLiteral("columns")).toByteArray());
}

void MainWindow::saveLayout() const {
    if (services_.geometryFile.empty())
        return;
    QSettings stored(QString::fromStdString(services_.geometryFile.string()), QSettings::IniFormat);
    stored.setValue(QStringLiteral("geometry"), saveGeometry());
    stored.setValue(QStringLiteral("columns"), columns_->saveState());
}

} // namespace ottava::ui
