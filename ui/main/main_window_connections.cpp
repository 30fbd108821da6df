#include "ui/compose/adapter_field.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/preset_button.h"
#include "ui/edit/edit_page.h"
#include "ui/library/library_panel.h"
#include "ui/main/file_drop.h"
#include "ui/main/fit_watch.h"
#include "ui/main/generation_flow.h"
#include "ui/main/main_actions.h"
#include "ui/main/main_window.h"
#include "ui/models/get_started.h"
#include "ui/playback/take_exporter.h"
#include "ui/playback/take_file.h"
#include "ui/playback/take_panel.h"
#include "ui/widgets/background.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/tier_banner.h"

#include <QApplication>
#include <QStackedWidget>

namespace ottava::ui {

void MainWindow::connectSession() {
    connect(&session_, &Session::hardwareChanged, this, [this] { showHardware(); });
    connect(&session_, &Session::limitsChanged, this, [this] { showLimits(); });
    connect(&session_, &Session::problem, this, &MainWindow::showMessage);
    connect(&session_, &Session::settingsChanged, this, [this] {
        library_->setRoot(session_.libraryDir());
        compose_->adapter()->setRecent(session_.settings().recentAdapters);
        applyTheme(*qApp, session_.settings().theme);
        const auto device = QString::fromStdString(session_.settings().audioDevice.value_or(""));
        take_->setAudioDevice(device);
        compose_->editPage()->lane()->setAudioDevice(device);
        embedAsSet();
    });
    embedAsSet();
    connect(banner_, &TierBanner::lmChosen, &session_, &Session::chooseLm);
    connect(banner_, &TierBanner::freeRequested, flow_, &GenerationFlow::freeMemory);
    connect(messages_, &MessageBar::reportRequested, this, [this](const QString& what) { copyReport(what); });
}

void MainWindow::embedAsSet() {
    for (auto* exporter : findChildren<TakeExporter*>())
        exporter->setEmbed(session_.settings().embed);
}

void MainWindow::connectCreate() {
    connect(compose_, &ComposePanel::generateRequested, flow_,
            [this](const RequestDraft& draft) { flow_->generate(draft); });
    connect(compose_, &ComposePanel::plannerRequested, flow_, &GenerationFlow::plan);
    connect(compose_, &ComposePanel::plannerWanted, &session_, &Session::wantPlanner);
    connect(flow_, &GenerationFlow::planned, compose_, &ComposePanel::showPlan);
    connect(flow_, &GenerationFlow::written, compose_, &ComposePanel::takeWritten);
    connect(compose_->presets(), &PresetButton::problem, this, &MainWindow::showMessage);
    connect(compose_, &ComposePanel::ditChosen, &session_, &Session::chooseDit);
    connect(compose_, &ComposePanel::vaeChosen, &session_, &Session::chooseVae);
    connect(compose_->adapter(), &AdapterField::used, &session_, &Session::rememberAdapter);
    connect(flow_, &GenerationFlow::codesRead, compose_->editPage(), &EditPage::setCodes);
    connect(compose_, &ComposePanel::overrideRequested, &session_, &Session::allowBeyond);
    connect(compose_, &ComposePanel::getStartedRequested, this, [this] { showCreate(true); });
    connect(getStarted_, &GetStarted::demoRequested, this, [this] { startDemo(); });
    connect(getStarted_, &GetStarted::lookAgainRequested, this, [this] { session_.leaveDemo(); });
    connect(getStarted_, &GetStarted::folderChosen, this, [this](const QString& folder) {
        auto changed = session_.settings();
        changed.modelsDir = folder.toStdString();
        session_.apply(changed);
        session_.leaveDemo();
    });
}

void MainWindow::connectEdit() {
    auto* lane = compose_->editPage()->lane();
    lane->setVolume(session_.settings().volume);
    connect(lane, &SourceLane::message, this, &MainWindow::showMessage);
    connect(lane, &SourceLane::playingChanged, this, [this](bool playing) {
        if (playing && take_->isPlaying())
            take_->togglePlay(); // one thing sounds at a time
    });
    connect(take_, &TakePanel::playingChanged, lane, [lane](bool playing) {
        if (playing)
            lane->pause();
    });
    connect(take_, &TakePanel::volumeChanged, lane, &SourceLane::setVolume);
    connect(this, &MainWindow::useAsSource, this, [this, lane](const QString& file) {
        showCreate(false);
        compose_->showPage(ComposePanel::Page::Edit);
        lane->openFile(toPath(file));
    });
    connect(compose_->editPage(), &EditPage::trackModelWanted, this, [this](const QString& installed) {
        if (installed.isEmpty())
            return showCreate(true);
        auto changed = session_.settings();
        changed.dit = installed.toStdString();
        session_.apply(changed);
    });
}

void MainWindow::editTake(const StoredTake& take, EditTask task, std::optional<TimeSpan> selection) {
    showCreate(false);
    compose_->showPage(ComposePanel::Page::Edit);
    compose_->editPage()->openTake(take, task, selection);
}

void MainWindow::editShown(EditTask task) {
    if (const auto& take = take_->storedTake())
        editTake(*take, task, take_->selection());
}

void MainWindow::connectSound() {
    connect(flow_, &GenerationFlow::audioArrived, this, [this](const AudioChunk& chunk, const QString& title) {
        if (chunk.firstFrame == 0)
            take_->beginTake(chunk.item, chunk.totalFrames, title);
        take_->appendAudio(chunk);
    });
    connect(flow_, &GenerationFlow::takeFinished, this, [this](int item, const Take& finished, const QString& title) {
        runInBackground(
            this,
            [folder = finished.sidecar.parent_path(), title = title.toStdString()] {
                if (!title.empty())
                    TakeLibrary::rename(folder, title);
                return TakeLibrary::read(folder);
            },
            [this, item](const Outcome<StoredTake>& read) {
                library_->reload();
                if (read.value)
                    take_->finishTake(item, *read.value);
                else
                    showMessage(read.what, read.remedy);
            });
    });
    connect(flow_, &GenerationFlow::abandoned, take_, &TakePanel::abandonTake);
    connect(flow_, &GenerationFlow::finished, this, [this](const GenerateResult& result) {
        if (!result.takes.empty())
            compose_->showUsedSeeds(result.takes.front().seed, result.request.lmSeeds.empty()
                                                                   ? std::nullopt
                                                                   : std::optional<qint64>(result.request.lmSeeds[0]));
    });
    connect(flow_, &GenerationFlow::finished, fit_, &FitWatch::refresh); // the pace of this machine is better known
    connect(flow_, &GenerationFlow::modelsDoubtful, &session_, &Session::refresh);
    connect(library_, &LibraryPanel::takeChosen, take_, &TakePanel::showTake);
    connect(library_, &LibraryPanel::playRequested, take_, &TakePanel::playTake);
    connect(library_, &LibraryPanel::recipeRequested, this, &MainWindow::useRecipe);
    connect(library_, &LibraryPanel::editRequested, this,
            [this](const StoredTake& take) { editTake(take, EditTask::Repaint); });
    connect(library_, &LibraryPanel::message, this, &MainWindow::showMessage);
    connect(take_, &TakePanel::againRequested, this, &MainWindow::makeAgain);
    connect(take_, &TakePanel::editRequested, this, &MainWindow::editShown);
    connect(take_, &TakePanel::message, this, &MainWindow::showMessage);
    connect(take_, &TakePanel::volumeChanged, &session_, &Session::rememberVolume);
    connect(take_, &TakePanel::audioDeviceChosen, this, [this](const QString& name) {
        auto changed = session_.settings();
        changed.audioDevice = name.isEmpty() ? std::nullopt : std::optional(name.toStdString());
        session_.apply(changed);
    });
}

void MainWindow::connectActions() {
    connect(new FileDrop(*this), &FileDrop::dropped, this, &MainWindow::openSoundFile);
    connect(actions_->openFile, &QAction::triggered, this, [this] { chooseSoundFile(); });
    connect(actions_->settings, &QAction::triggered, this, [this] { openSettings(); });
    connect(actions_->quit, &QAction::triggered, this, &QWidget::close);
    connect(actions_->generate, &QAction::triggered, this, [this] {
        if (createStack_->currentWidget() == compose_)
            compose_->generate();
    });
    connect(actions_->planFirst, &QAction::triggered, this, [this] {
        if (createStack_->currentWidget() == compose_ && session_.plannerState() == PlannerState::Ready)
            compose_->planFirst();
    });
    connect(actions_->cancel, &QAction::triggered, strip_, &StageStrip::escapePressed);
    connect(actions_->simple, &QAction::triggered, this, [this] { compose_->showPage(ComposePanel::Page::Simple); });
    connect(actions_->custom, &QAction::triggered, this, [this] { compose_->showPage(ComposePanel::Page::Custom); });
    connect(actions_->edit, &QAction::triggered, this, [this] { compose_->showPage(ComposePanel::Page::Edit); });
    connect(actions_->lyrics, &QAction::triggered, compose_, &ComposePanel::focusLyrics);
    connect(actions_->expert, &QAction::triggered, compose_, &ComposePanel::toggleExpert);
    connect(actions_->nextPanel, &QAction::triggered, this, [this] { nextPanel(); });
    connect(actions_->library, &QAction::toggled, library_, &QWidget::setVisible);
    connect(actions_->themeSystem, &QAction::triggered, this, [this] { setTheme(Theme::System); });
    connect(actions_->themeLight, &QAction::triggered, this, [this] { setTheme(Theme::Light); });
    connect(actions_->themeDark, &QAction::triggered, this, [this] { setTheme(Theme::Dark); });
    connect(actions_->getStarted, &QAction::triggered, this, [this] { showCreate(true); });
    connect(actions_->copyReport, &QAction::triggered, this, [this] { copyReport({}); });
    connect(actions_->about, &QAction::triggered, this, [this] { showAbout(); });
}

void MainWindow::connectTakeActions() {
    connect(actions_->exportTake, &QAction::triggered, take_, &TakePanel::exportTake);
    connect(actions_->copyTake, &QAction::triggered, take_, &TakePanel::copyTakeAsFile);
    connect(actions_->repaint, &QAction::triggered, this, [this] { editShown(EditTask::Repaint); });
    connect(actions_->play, &QAction::triggered, take_, &TakePanel::togglePlay);
    connect(actions_->loop, &QAction::triggered, take_, &TakePanel::toggleLoop);
    connect(actions_->toStart, &QAction::triggered, take_, &TakePanel::seekToStart);
    connect(actions_->toEnd, &QAction::triggered, take_, &TakePanel::seekToEnd);
    connect(actions_->back, &QAction::triggered, this, [this] { take_->seekBy(-1); });
    connect(actions_->forward, &QAction::triggered, this, [this] { take_->seekBy(1); });
}

} // namespace ottava::ui
