#include "core/base/units.h"
#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/fit_meter.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/task_chooser.h"
#include "ui/main/main_window.h"
#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/message_bar.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;

std::int64_t bytes(double gb) {
    return std::llround(gb * kBytesPerGiB);
}

SongEstimate estimateOf(double neededGb, double usableGb, std::optional<double> seconds,
                        std::vector<MemoryRelief> reliefs = {}) {
    SongEstimate estimate;
    estimate.memory.budget = {.totalBytes = bytes(usableGb + 0.5), .reserveBytes = bytes(0.5), .isCard = true};
    estimate.memory.stages = {{.stage = MemoryStage::Diffusion, .bytes = bytes(neededGb)}};
    estimate.memory.reliefs = std::move(reliefs);
    estimate.seconds = seconds;
    return estimate;
}

} // namespace

/// The fit meter and the memory button: what a song needs, and how memory is given back.
class TestFit : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { window_.reset(); }

    void saysMemoryAndTime_data();
    void saysMemoryAndTime();
    void saysWhatIsDoneSoThatItFits();
    void tellsMoreThanByColour();
    void isHiddenUntilThereIsAnEstimate();
    void followsTheForm();
    void theTimeIsThatOfAllSongs();
    void aSongThatCannotBeEstimatedHidesIt();
    void theBannerFreesMemory();

private:
    template<class Widget>
    Widget* find(const char* name) const {
        return window_->findChild<Widget*>(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
    std::atomic<bool> unknown_ = false;
};

void TestFit::init() {
    QLocale::setDefault(QLocale::c());
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<test::FakeEngine>();
    unknown_ = false;
    const std::filesystem::path root = folder_->path().toStdString();
    const auto report =
        HardwareReport{.limits = test::limitsOfCard(16),
                       .warnings = {},
                       .models = {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false}},
                       .canGenerate = true};
    AppSettings settings;
    settings.libraryDir = root / "library";
    session_ = std::make_unique<Session>(SessionPaths{.settingsFile = root / "settings.json",
                                                      .demoModels = root / "demo",
                                                      .defaultModels = root / "models",
                                                      .defaultLibrary = root / "library"},
                                         settings, settings, [report](const EngineSettings&) { return report; });
    window_ = std::make_unique<MainWindow>(
        WindowServices{.engine = engine_->port(),
                       .estimate =
                           [this](const EngineSettings&, const Request& request) {
                               if (unknown_)
                                   throw Error{ErrorCode::ModelMissing, "No model.", "Get one."};
                               return estimateOf(request.batchSize, 8, request.duration > 0 ? request.duration : 60);
                           }},
        *session_);
    window_->show();
    QTRY_VERIFY_WITH_TIMEOUT(session_->limits().has_value(), kTimeoutMs);
}

void TestFit::saysMemoryAndTime_data() {
    QTest::addColumn<double>("needed");
    QTest::addColumn<double>("seconds"); // 0: not known
    QTest::addColumn<QString>("text");
    QTest::newRow("both") << 9.4 << 38.2 << QStringLiteral("9.4 / 14.8 GB · about 38 s");
    QTest::newRow("pace not known yet") << 9.4 << 0.0 << QStringLiteral("9.4 / 14.8 GB");
    QTest::newRow("minutes") << 2.0 << 250.0 << QStringLiteral("2.0 / 14.8 GB · about 4:10 min");
    QTest::newRow("less than a second") << 2.0 << 0.2 << QStringLiteral("2.0 / 14.8 GB · about 1 s");
    QTest::newRow("too much") << 18.2 << 38.0 << QStringLiteral("18.2 / 14.8 GB: may not fit · about 38 s");
}

void TestFit::saysMemoryAndTime() {
    QFETCH(double, needed);
    QFETCH(double, seconds);
    QTEST(fitText(estimateOf(needed, 14.8, seconds > 0 ? std::optional{seconds} : std::nullopt)), "text");
}

void TestFit::saysWhatIsDoneSoThatItFits() {
    QVERIFY(fitChanges(estimateOf(1, 2, {}).memory).isEmpty());
    const auto plan =
        estimateOf(1, 2, {}, {MemoryRelief::ModelsTakeTurns, MemoryRelief::BatchSplit, MemoryRelief::BatchSplit});
    QCOMPARE(fitChanges(plan.memory),
             QStringLiteral("So that it fits: one model is loaded at a time, the takes are not all diffused at once."));
    for (int relief = 0; relief <= static_cast<int>(MemoryRelief::AllOnHost); ++relief)
        QVERIFY(!fitChanges(estimateOf(1, 2, {}, {static_cast<MemoryRelief>(relief)}).memory).contains(": ."));
}

void TestFit::tellsMoreThanByColour() {
    FitMeter meter;
    meter.showEstimate(estimateOf(18, 8, 10, {MemoryRelief::AllOnHost}));
    const auto* bar = meter.findChild<QProgressBar*>();
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(bar->accessibleDescription().contains(QStringLiteral("may not fit")));
    QVERIFY(bar->accessibleDescription().contains(QStringLiteral("the processor does everything")));
    QVERIFY(!bar->accessibleName().isEmpty());
    meter.showEstimate(estimateOf(2, 8, 10));
    QCOMPARE(bar->value(), bar->maximum() / 4);
}

void TestFit::isHiddenUntilThereIsAnEstimate() {
    FitMeter meter;
    QVERIFY(meter.isHidden());
    meter.showEstimate(estimateOf(1, 2, {}));
    QVERIFY(!meter.isHidden());
    meter.showNothing();
    QVERIFY(meter.isHidden());
}

void TestFit::followsTheForm() {
    const auto text = [this] { return find<QLabel>("fitText")->text(); };
    QTRY_COMPARE_WITH_TIMEOUT(text(), QStringLiteral("2.0 / 8.0 GB · about 60 s"), kTimeoutMs);
    auto* compose = window_->findChild<ComposePanel*>();
    auto draft = compose->draft();
    draft.takes = 4;
    draft.durationSeconds = 30;
    compose->setDraft(draft);
    QTRY_COMPARE_WITH_TIMEOUT(text(), QStringLiteral("4.0 / 8.0 GB · about 30 s"), kTimeoutMs);
}

void TestFit::theTimeIsThatOfAllSongs() {
    auto* compose = window_->findChild<ComposePanel*>();
    compose->showPage(ComposePanel::Page::Edit);
    compose->editPage()->setModels({.chosenCan = true, .chosenAdds = true, .other = {}, .otherAdds = {}});
    compose->editPage()->findChild<TaskChooser*>()->setTask(EditTask::Extract);
    const auto text = [this] { return find<QLabel>("fitText")->text(); };
    find<QPushButton>("track_drums")->click();
    QTRY_COMPARE_WITH_TIMEOUT(text(), QStringLiteral("1.0 / 8.0 GB · about 60 s"), kTimeoutMs);
    find<QPushButton>("allTracks")->click();
    QTRY_COMPARE_WITH_TIMEOUT(text(), QStringLiteral("1.0 / 8.0 GB · about 12:00 min"), kTimeoutMs);
    QVERIFY(find<FitMeter>("fitMeter")->toolTip().contains("12"));
}

void TestFit::aSongThatCannotBeEstimatedHidesIt() {
    QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<FitMeter*>()->isVisible(), kTimeoutMs);
    unknown_ = true;
    emit session_->limitsChanged();
    QTRY_VERIFY_WITH_TIMEOUT(!window_->findChild<FitMeter*>()->isVisible(), kTimeoutMs);
}

void TestFit::theBannerFreesMemory() {
    auto* button = find<QToolButton>("freeMemory");
    QCOMPARE(button->text(), QStringLiteral("Free VRAM"));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(engine_->releases.load(), 1, kTimeoutMs);
    QTRY_VERIFY_WITH_TIMEOUT(window_->findChild<MessageBar*>()->isVisible(), kTimeoutMs);
}

QTEST_MAIN(TestFit)
#include "tst_fit.moc"
