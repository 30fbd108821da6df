#include "tests/support/take_fixture.h"
#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/region_view.h"
#include "ui/edit/task_chooser.h"
#include "ui/main/generation_flow.h"
#include "ui/main/main_window.h"
#include "ui/playback/take_file.h"
#include "ui/playback/take_panel.h"
#include "ui/playback/waveform_view.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScopeGuard>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

#include <atomic>
#include <thread>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr std::int64_t kTakeFrames = 480'000; // ten seconds

enum class Tracks { None, Adds, All };

InstalledModel dit(const char* name, Tracks tracks) {
    return {.name = name,
            .kind = InstalledModel::Kind::Dit,
            .path = name,
            .sizeMb = 4800,
            .demo = false,
            .variant = tracks == Tracks::All    ? DitVariant::Base
                       : tracks == Tracks::Adds ? DitVariant::Sft
                                                : DitVariant::Turbo,
            .worksOnTracks = tracks == Tracks::All,
            .addsTracks = tracks != Tracks::None};
}

} // namespace

/// From a recording to its takes: the Edit page in the window that it works in.
class TestEditFlow : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyTrackIsQueuedAndItsTakeIsNamed();
    void cancellingStopsTheWholeGroup();
    void theCodesOfTheSourceComeIntoTheirField();
    void readingCodesShowsItsOwnStages();
    void whatIsMarkedInATakeIsRepainted();
    void aRecordingFromElsewhereBecomesTheSource();
    void anInstalledModelThatKnowsTracksIsOffered();
    void aModelThatOnlyAddsTracksIsOffered();
    void whatIsMissingIsAskedFor();
    void aNewSourceIsInView_data();
    void aNewSourceIsInView();

private:
    void open(const std::string& chosen, std::vector<InstalledModel> models = bothModels());
    static std::vector<InstalledModel> bothModels() {
        return {dit("acestep-v15-base", Tracks::All), dit("acestep-v15-turbo", Tracks::None)};
    }
    template<class Widget>
    Widget* find(const char* name = "") {
        return window_->findChild<Widget*>(QLatin1String(name));
    }
    EditPage* page() { return find<ComposePanel>()->editPage(); }
    /// A take of the library on the Edit page.
    void openSource();
    void extractEverything();

    std::unique_ptr<test::TakeFixture> home_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestEditFlow::init() {
    home_ = std::make_unique<test::TakeFixture>();
    engine_ = std::make_unique<test::FakeEngine>();
}

void TestEditFlow::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

void TestEditFlow::open(const std::string& chosen, std::vector<InstalledModel> models) {
    const SessionPaths paths{home_->path() / "settings.json", "demo", home_->path() / "checkpoints",
                             home_->library().root()};
    AppSettings settings;
    settings.dit = chosen;
    session_ = std::make_unique<Session>(paths, settings, settings, [models](const EngineSettings&) {
        return HardwareReport{test::limitsOfCard(8), {}, models, true};
    });
    window_ = std::make_unique<MainWindow>(WindowServices{.engine = engine_->port()}, *session_);
    QSignalSpy known(session_.get(), &Session::hardwareChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

void TestEditFlow::openSource() {
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    emit window_->useAsSource(toQString(home_->add("Harbour", kTakeFrames).audio));
    QVERIFY(arrived.wait(kTimeoutMs));
}

void TestEditFlow::extractEverything() {
    open("acestep-v15-base");
    openSource();
    page()->findChild<TaskChooser*>()->setTask(EditTask::Extract);
    find<QPushButton>("allTracks")->click();
    find<QPushButton>("generate")->click();
}

void TestEditFlow::everyTrackIsQueuedAndItsTakeIsNamed() {
    QThreadPool::globalInstance()->setMaxThreadCount(1); // all takes share a folder: they are named in turn
    const auto restored =
        qScopeGuard([] { QThreadPool::globalInstance()->setMaxThreadCount(QThread::idealThreadCount()); });
    engine_->busy = [this](const JobCallbacks&) { // its takes lie in the library's own folder
        TakeRecord record;
        record.requestJson = "{}";
        writeSidecar(home_->library().root(), record);
    };
    std::filesystem::create_directories(home_->library().root());
    extractEverything();
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), kTrackNames.size(), kTimeoutMs);
    const auto requests = engine_->requests();
    for (std::size_t i = 0; i < kTrackNames.size(); ++i) {
        QCOMPARE(requests[i].taskType, TaskType::Extract);
        QCOMPARE(requests[i].trackName, std::optional<std::string>(kTrackNames[kTrackNames.size() - 1 - i]));
    }
    QTRY_COMPARE_WITH_TIMEOUT(TakeLibrary::read(home_->library().root()).title, std::string("audio – Woodwinds"),
                              kTimeoutMs);
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning(), kTimeoutMs);
}

void TestEditFlow::cancellingStopsTheWholeGroup() {
    std::atomic<bool> stopped = false;
    engine_->busy = [&stopped](const JobCallbacks&) {
        while (!stopped)
            std::this_thread::yield();
        throw Cancelled{};
    };
    extractEverything();
    QTRY_VERIFY_WITH_TIMEOUT(find<StageStrip>()->isRunning(), kTimeoutMs);
    emit find<StageStrip>()->cancelRequested();
    stopped = true;
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning(), kTimeoutMs);
    QCOMPARE(engine_->requests().size(), std::size_t{1});
    QCOMPARE(find<MessageBar>()->count(), 0);
}

void TestEditFlow::theCodesOfTheSourceComeIntoTheirField() {
    open("acestep-v15-turbo");
    openSource();
    page()->findChild<TaskChooser*>()->setTask(EditTask::Codes);
    find<QPushButton>("codesFromSource")->click();
    QTRY_VERIFY_WITH_TIMEOUT(find<QPlainTextEdit>("codes")->toPlainText().endsWith("<|audio_code_49|>"), kTimeoutMs);
    const auto plans = engine_->plans();
    QCOMPARE(plans.size(), std::size_t{1});
    QCOMPARE(plans.front().task, PlannerTask::ReadCodes);
    QCOMPARE(plans.front().audio, page()->lane()->source()->file);
    QVERIFY(!engine_->settings().back().lmEnabled); // nothing is written, so none is loaded
}

void TestEditFlow::readingCodesShowsItsOwnStages() {
    open("acestep-v15-turbo");
    openSource();
    page()->findChild<TaskChooser*>()->setTask(EditTask::Codes);
    page()->findChild<CountedEdit*>("editCaption")->setText("wait");
    find<QPushButton>("codesFromSource")->click();
    const auto stages = [this] {
        QStringList shown;
        for (const auto* chip : find<StageStrip>()->findChildren<QLabel*>())
            if (chip->isVisible() && chip->property("stage").isValid())
                shown << chip->text().section(' ', 0, 0);
        return shown;
    };
    QTRY_COMPARE_WITH_TIMEOUT(stages(), (QStringList{"Loading", "Encoding"}), kTimeoutMs);
    engine_->release();
}

void TestEditFlow::whatIsMarkedInATakeIsRepainted() {
    const auto take = home_->add("Harbour", kTakeFrames);
    open("acestep-v15-turbo");
    find<TakePanel>()->showTake(take);
    auto* wave = window_->findChild<WaveformView*>();
    QTRY_COMPARE_WITH_TIMEOUT(wave->totalFrames(), kTakeFrames, kTimeoutMs);
    wave->setSelection(FrameRange{96'000, 240'000});
    find<QPushButton>("repaintTake")->click();
    QCOMPARE(find<ComposePanel>()->page(), ComposePanel::Page::Edit);
    QTRY_COMPARE_WITH_TIMEOUT(page()->lane()->view()->regions().size(), std::size_t{1}, kTimeoutMs);
    find<QPushButton>("generate")->click();
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs);
    const auto request = engine_->requests().front();
    QCOMPARE(request.taskType, TaskType::Repaint);
    QCOMPARE(request.srcAudio, take.audio);
    QCOMPARE(request.repaintingStart, 2.0);
    QCOMPARE(request.repaintingEnd, 5.0);
    QCOMPARE(request.bpm, std::optional(120)); // the take's own words
}

void TestEditFlow::aRecordingFromElsewhereBecomesTheSource() {
    open("acestep-v15-turbo");
    openSource();
    QCOMPARE(find<ComposePanel>()->page(), ComposePanel::Page::Edit);
    QVERIFY(find<ComposePanel>()->isVisible());
    QCOMPARE(page()->lane()->source()->seconds, 10.0);
}

void TestEditFlow::anInstalledModelThatKnowsTracksIsOffered() {
    open("acestep-v15-turbo");
    auto* tasks = page()->findChild<TaskChooser*>();
    auto* note = page()->findChild<QLabel*>("taskNote");
    QVERIFY(!tasks->isAllowed(EditTask::Extract));
    QVERIFY2(note->text().contains("acestep-v15-base"), qPrintable(note->text()));
    emit note->linkActivated({});
    QTRY_VERIFY_WITH_TIMEOUT(tasks->isAllowed(EditTask::Extract), kTimeoutMs);
    QCOMPARE(session_->settings().dit, std::string("acestep-v15-base"));
    QVERIFY(note->text().isEmpty());
}

void TestEditFlow::aModelThatOnlyAddsTracksIsOffered() {
    open("acestep-v15-turbo", {dit("acestep-v15-sft-lego", Tracks::Adds), dit("acestep-v15-turbo", Tracks::None)});
    auto* tasks = page()->findChild<TaskChooser*>();
    auto* note = page()->findChild<QLabel*>("taskNote");
    QVERIFY(!tasks->isAllowed(EditTask::AddTrack));
    QVERIFY2(note->text().contains("acestep-v15-sft-lego"), qPrintable(note->text()));
    emit note->linkActivated({});
    QTRY_VERIFY_WITH_TIMEOUT(tasks->isAllowed(EditTask::AddTrack), kTimeoutMs);
    QVERIFY(!tasks->isAllowed(EditTask::Extract));
    QVERIFY(!tasks->isAllowed(EditTask::Complete));
    QVERIFY2(note->text().contains("base model"), qPrintable(note->text()));
    QVERIFY2(!note->text().contains("Add a track"), qPrintable(note->text()));
}

void TestEditFlow::whatIsMissingIsAskedFor() {
    open("acestep-v15-turbo");
    find<ComposePanel>()->showPage(ComposePanel::Page::Edit);
    page()->findChild<TaskChooser*>()->setTask(EditTask::Codes);
    find<QPushButton>("generate")->click();
    QVERIFY(find<QLabel>("problem")->isVisible());
    QCOMPARE(window_->focusWidget()->objectName(), QStringLiteral("codes"));
    QVERIFY(engine_->requests().empty());
}

void TestEditFlow::aNewSourceIsInView_data() {
    QTest::addColumn<bool>("good");
    QTest::newRow("a recording") << true;
    QTest::newRow("the reason why not") << false;
}

void TestEditFlow::aNewSourceIsInView() {
    QFETCH(bool, good);
    open("acestep-v15-turbo");
    window_->resize(1100, 680);
    openSource();
    QScrollArea* area = nullptr;
    for (auto* found : window_->findChildren<QScrollArea*>())
        if (found->isAncestorOf(page()->lane()))
            area = found;
    auto* bar = area->verticalScrollBar();
    QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > 0, kTimeoutMs);
    bar->setValue(bar->maximum());
    if (good)
        openSource();
    else
        emit window_->useAsSource(toQString(home_->path() / "nothing.wav"));
    QTRY_COMPARE_WITH_TIMEOUT(bar->value(), 0, kTimeoutMs);
}

QTEST_MAIN(TestEditFlow)
#include "tst_edit_flow.moc"
