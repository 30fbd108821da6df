#include "tests/ui/fake_engine.h"
#include "tests/ui/heartbeat.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/library/library_panel.h"
#include "ui/main/generation_flow.h"
#include "ui/main/main_window.h"
#include "ui/models/get_started.h"
#include "ui/playback/take_panel.h"
#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"
#include "ui/widgets/tier_banner.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr int kMaxStallMs = 50;

std::vector<InstalledModel> musicModels() {
    return {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false},
            {"vae", InstalledModel::Kind::Vae, "m/vae", 300, false},
            {"Qwen3-Embedding-0.6B", InstalledModel::Kind::TextEncoder, "m/Qwen3-Embedding-0.6B", 1200, false},
            {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/acestep-5Hz-lm-0.6B", 1300, false}};
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void withoutModelsItShowsHowToGetStarted();
    void theDemoWorksAtOnceAndSaysThatItIsUntrained();
    void modelsThatArriveOpenTheForm();
    void theBannerNamesTierAndAllowance();
    void anEmptyFormSaysWhatIsMissing();
    void generatingRunsWhatWasTyped();
    void progressIsShownByStage();
    void theCancelButtonStopsTheSong();
    void escapeAsksBeforeItStops();
    void aFailureSaysWhatToDo();
    void aReportCanBeCopiedWithoutTheHomeFolder();
    void switchingTheLanguageModelReboundsTheSliders();
    void tryOnceLastsForOneSong();
    void alwaysAllowIsSaved();
    void simpleAndCustomShareWhatTheyHaveInCommon();
    void closingDuringASongAsksOnce();
    void everyControlHasAName();
    void textFieldsKeepTheKeysOfThePlayer();
    void aCancelledTakeGoesFromTheScreen();
    void theWindowStaysResponsiveWhileAudioArrives();

private:
    void open(double vramGb, std::vector<InstalledModel> models, AppSettings settings = {});
    template<class Widget>
    Widget* find(const char* name = "") {
        return window_->findChild<Widget*>(QLatin1String(name));
    }
    BoundedSlider* slider(const char* name) { // of the page that is shown
        for (auto* found : window_->findChildren<BoundedSlider*>(QLatin1String(name))) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    void describe(const QString& text);
    void generate() { find<QPushButton>("generate")->click(); }
    void chooseLm(const QString& name);
    bool isShown(const char* part) { return find<QWidget>(part) && find<QWidget>(part)->isVisible(); }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::vector<InstalledModel> models_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestMainWindow::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<test::FakeEngine>();
}

void TestMainWindow::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

void TestMainWindow::open(double vramGb, std::vector<InstalledModel> models, AppSettings settings) {
    const std::filesystem::path root = folder_->path().toStdString();
    models_ = std::move(models);
    const SessionPaths paths{root / "settings.json", "demo", root / "checkpoints", root / "library"};
    session_ = std::make_unique<Session>(paths, settings, settings, [this, vramGb](const EngineSettings& wish) {
        const auto demo = wish.models == "demo";
        return HardwareReport{test::limitsOfCard(vramGb), {}, models_, demo || !models_.empty()};
    });
    window_ = std::make_unique<MainWindow>(
        WindowServices{.engine = engine_->port(), .libtorchVersion = "2.11.0", .geometryFile = root / "window.ini"},
        *session_);
    QSignalSpy known(session_.get(), &Session::hardwareChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

void TestMainWindow::describe(const QString& text) {
    auto* edit = find<CountedEdit>("description")->edit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void TestMainWindow::chooseLm(const QString& name) {
    auto* box = find<TierBanner>()->findChild<QComboBox*>();
    box->setCurrentIndex(box->findData(name));
    emit box->activated(box->currentIndex());
}

void TestMainWindow::withoutModelsItShowsHowToGetStarted() {
    open(0, {});
    QVERIFY(find<GetStarted>()->isVisible());
    QVERIFY(!find<ComposePanel>()->isVisible());
    QStringList said;
    for (const auto* label : find<GetStarted>()->findChildren<QLabel*>())
        said << label->text();
    const auto text = said.join(' ');
    for (const auto* word : {"acestep-v15-turbo", "vae", "Qwen3-Embedding-0.6B", "untrained", "noise"})
        QVERIFY2(text.contains(QLatin1String(word)), word);
}

void TestMainWindow::theDemoWorksAtOnceAndSaysThatItIsUntrained() {
    open(0, {});
    find<QPushButton>("tryDemo")->click();
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs);
    QCOMPARE(engine_->settings().front().models, std::filesystem::path("demo"));
    QVERIFY(!engine_->settings().front().lmEnabled);
    QVERIFY(find<ComposePanel>()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(isShown("demoNote"), kTimeoutMs);
    QVERIFY(find<QWidget>("demoNote")->findChild<QLabel*>()->text().contains("untrained"));
}

void TestMainWindow::modelsThatArriveOpenTheForm() {
    open(8, {});
    models_ = musicModels();
    QSignalSpy known(session_.get(), &Session::hardwareChanged);
    for (auto* button : find<GetStarted>()->findChildren<QPushButton*>()) {
        if (button->text() == "Look again")
            button->click();
    }
    QVERIFY(known.wait(kTimeoutMs));
    QVERIFY(find<ComposePanel>()->isVisible());
}

void TestMainWindow::theBannerNamesTierAndAllowance() {
    open(16, musicModels());
    QStringList said;
    for (const auto* label : find<TierBanner>()->findChildren<QLabel*>())
        said << label->accessibleName() + label->text();
    const auto text = said.join(' ');
    QVERIFY2(text.contains("Tier 6") && text.contains("Test card") && text.contains("up to 8 min"), qPrintable(text));
    QCOMPARE(find<TierBanner>()->lm(), std::optional<std::string>("acestep-5Hz-lm-0.6B")); // the only one installed
}

void TestMainWindow::anEmptyFormSaysWhatIsMissing() {
    open(8, musicModels());
    generate();
    QVERIFY(isShown("problem"));
    QVERIFY(engine_->requests().empty());
    describe("a");
    QVERIFY(!isShown("problem"));
}

void TestMainWindow::generatingRunsWhatWasTyped() {
    open(8, musicModels());
    describe("warm synth-pop");
    slider("length")->setValue(45);
    slider("takes")->setValue(3);
    QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs);
    const auto request = engine_->requests().front();
    QCOMPARE(request.caption, std::string("warm synth-pop"));
    QCOMPARE(request.duration, 45.0);
    QCOMPARE(request.batchSize, 3);
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning(), kTimeoutMs);
}

void TestMainWindow::progressIsShownByStage() {
    open(8, musicModels());
    describe("wait");
    generate();
    const auto says = [this](const QString& text) {
        for (const auto* label : find<StageStrip>()->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(text))
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says("Diffusion 8/8"), kTimeoutMs);
    QVERIFY(says("left"));
    engine_->release();
    QTRY_VERIFY_WITH_TIMEOUT(says("Done"), kTimeoutMs);
}

void TestMainWindow::theCancelButtonStopsTheSong() {
    open(8, musicModels());
    describe("wait");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT(isShown("cancelJob"), kTimeoutMs);
    find<QPushButton>("cancelJob")->click();
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning(), kTimeoutMs);
    QCOMPARE(find<MessageBar>()->count(), 0);
}

void TestMainWindow::escapeAsksBeforeItStops() {
    open(8, musicModels());
    describe("wait");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT(find<StageStrip>()->isRunning(), kTimeoutMs);
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QVERIFY(find<StageStrip>()->isRunning());
    QVERIFY(find<QPushButton>("cancelJob")->text().contains("?"));
    QTest::keyClick(window_.get(), Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning(), kTimeoutMs);
}

void TestMainWindow::aFailureSaysWhatToDo() {
    open(8, musicModels());
    describe("fail");
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(find<MessageBar>()->count(), 1, kTimeoutMs);
    const auto* row = find<MessageBar>()->findChild<QWidget*>("message");
    QCOMPARE(row->accessibleName(), QString("Not enough memory."));
    QCOMPARE(row->accessibleDescription(), QString("Make the song shorter."));
    QVERIFY(!find<StageStrip>()->isRunning());
}

void TestMainWindow::aReportCanBeCopiedWithoutTheHomeFolder() {
    open(8, musicModels());
    window_->showMessage("No space in " + QDir::homePath() + "/songs", {});
    find<MessageBar>()->findChild<QPushButton*>()->click();
    const auto report = QGuiApplication::clipboard()->text();
    QVERIFY2(report.contains("No space in ~/songs") && report.contains("tier4") && report.contains("2.11.0"),
             qPrintable(report));
}

void TestMainWindow::switchingTheLanguageModelReboundsTheSliders() {
    open(8, musicModels()); // tier 4: with LM 4 min and 2 takes, without 6 min and 4 takes, LM off by default
    slider("length")->setValue(360);
    slider("takes")->setValue(4);
    QCOMPARE(slider("length")->maximum(), 360.0);
    chooseLm("acestep-5Hz-lm-0.6B");
    QCOMPARE(slider("length")->value(), 240.0);
    QCOMPARE(slider("takes")->value(), 2.0);
    chooseLm({});
    QCOMPARE(slider("length")->value(), 360.0);
    QCOMPARE(slider("takes")->value(), 4.0);
}

void TestMainWindow::tryOnceLastsForOneSong() {
    open(0, musicModels()); // tier 1: 3 min, 1 take
    describe("song");
    QCOMPARE(slider("length")->maximum(), 180.0);
    emit slider("length")->overrideRequested(false);
    QCOMPARE(slider("length")->maximum(), 600.0);
    slider("length")->setValue(300);
    generate();
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs);
    QCOMPARE(engine_->requests().front().duration, 300.0);
    QCOMPARE(engine_->settings().front().overrides.maxDurationSeconds, std::optional(600));
    QCOMPARE(slider("length")->maximum(), 180.0);
}

void TestMainWindow::alwaysAllowIsSaved() {
    open(0, musicModels());
    emit slider("takes")->overrideRequested(true);
    QCOMPARE(slider("takes")->maximum(), 8.0);
    Warnings warnings;
    const auto saved = loadSettings(session_->paths().settingsFile, warnings);
    QCOMPARE(saved.overrides.maxBatch, std::optional(8));
}

void TestMainWindow::simpleAndCustomShareWhatTheyHaveInCommon() {
    open(8, musicModels());
    describe("shared words");
    slider("length")->setValue(75);
    auto* compose = find<ComposePanel>();
    QTest::keyClick(window_.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(compose->page(), ComposePanel::Page::Custom);
    QCOMPARE(compose->draft().description, QString("shared words"));
    QCOMPARE(compose->draft().durationSeconds, 75.0);
    slider("length")->setValue(80);
    QTest::keyClick(window_.get(), Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(compose->draft().durationSeconds, 80.0);
}

void TestMainWindow::closingDuringASongAsksOnce() {
    open(8, musicModels());
    describe("wait");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT(find<StageStrip>()->isRunning(), kTimeoutMs);
    QVERIFY(!window_->close());
    QCOMPARE(find<MessageBar>()->count(), 1);
    QVERIFY(window_->close());
}

void TestMainWindow::everyControlHasAName() {
    open(16, musicModels());
    QTest::keyClick(window_.get(), Qt::Key_2, Qt::ControlModifier);
    QTest::keyClick(window_.get(), Qt::Key_Period, Qt::ControlModifier);
    for (const auto* widget : window_->findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || (button && !button->text().isEmpty())
            || widget->objectName() == "qt_spinbox_lineedit") // its spin box speaks for it
            continue;
        QVERIFY2(!widget->accessibleName().isEmpty(),
                 qPrintable(QString(widget->metaObject()->className()) + " " + widget->objectName()));
    }
}

void TestMainWindow::textFieldsKeepTheKeysOfThePlayer() {
    open(8, musicModels());
    describe("two words");
    auto* edit = find<CountedEdit>("description")->edit();
    QCOMPARE(edit->toPlainText(), QString("two words"));
    QTest::keyClick(edit, Qt::Key_Home);
    QTest::keyClick(edit, Qt::Key_Right);
    QCOMPARE(edit->textCursor().position(), 1);
}

void TestMainWindow::aCancelledTakeGoesFromTheScreen() {
    open(8, musicModels());
    engine_->busy = [](const JobCallbacks& callbacks) {
        callbacks.audio({0, 0, 480'000, std::make_shared<std::vector<float>>(96'000, 0.1F)});
        throw Cancelled{};
    };
    auto* take = find<TakePanel>();
    const auto isShown = [take] {
        const auto labels = take->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [](const QLabel* label) { return label->isVisible() && label->text().startsWith("Song"); });
    };
    bool wasShown = false;
    describe("song");
    generate();
    QTRY_VERIFY_WITH_TIMEOUT((wasShown = wasShown || isShown()) || !find<StageStrip>()->isRunning(), kTimeoutMs);
    QTRY_VERIFY_WITH_TIMEOUT(!find<StageStrip>()->isRunning() && !isShown(), kTimeoutMs);
}

void TestMainWindow::theWindowStaysResponsiveWhileAudioArrives() {
    open(8, musicModels());
    engine_->busy = [](const JobCallbacks& callbacks) { // 3 minutes of tiles as fast as they come
        constexpr int kTiles = 18, kTileFrames = 480'000;
        for (int tile = 0; tile < kTiles; ++tile) {
            const auto samples = std::make_shared<std::vector<float>>(2 * kTileFrames);
            for (std::size_t i = 0; i < samples->size(); ++i)
                (*samples)[i] = static_cast<float>(i % 997) / 997.0F;
            callbacks.audio({0, std::int64_t{tile} * kTileFrames, std::int64_t{kTiles} * kTileFrames, samples});
            callbacks.progress({Stage::Decoding, tile + 1, kTiles, 1.0 * tile, 1.0 * (kTiles - tile)});
        }
        throw Cancelled{};
    };
    QSignalSpy drawn(window_->findChild<GenerationFlow*>(), &GenerationFlow::abandoned); // comes behind the last tile
    describe("song");
    const test::Heartbeat heartbeat;
    generate();
    QVERIFY(drawn.wait(kTimeoutMs));
    qInfo("longest gap of the event loop while a song of 3 minutes arrives: %lld ms",
          static_cast<long long>(heartbeat.longestGapMs()));
    QVERIFY(heartbeat.beats() > 0);
    QVERIFY2(heartbeat.longestGapMs() <= kMaxStallMs, qPrintable(QString::number(heartbeat.longestGapMs())));
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
