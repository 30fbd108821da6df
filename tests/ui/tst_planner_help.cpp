#include "tests/ui/planner_fixture.h"
#include "ui/compose/compose_panel.h"
#include "ui/main/generation_flow.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// When the planner is there, and what it does for the form.
class TestPlannerHelp : public test::PlannerFixture {
    Q_OBJECT

private slots:
    void init() { PlannerFixture::init(); }
    void cleanup() { PlannerFixture::cleanup(); }

    void thinkMovesTheLimits();
    void thinkBringsThePlannerThatWasOff();
    void withoutThinkNoPlannerIsLoaded();
    void aTierWithoutPlannerSaysWhyAndYields();
    void formatCanBeUndone();
    void understandingFillsTheForm();
    void surpriseOpensCustom();
    void failureAndCancelLeaveTheForm_data();
    void failureAndCancelLeaveTheForm();
    void plansTakeTheirTurnAmongSongs();
    void warningsSayWhatTheyMean_data();
    void warningsSayWhatTheyMean();
};

void TestPlannerHelp::thinkMovesTheLimits() {
    open(12); // tier 5: 4 min with the planner, 6 without
    custom({});
    QCOMPARE(length()->maximum(), 240.0);
    find<QCheckBox>("think")->setChecked(false);
    QCOMPARE(length()->maximum(), 360.0);
    find<QCheckBox>("think")->setChecked(true);
    QCOMPARE(length()->maximum(), 240.0);
}

void TestPlannerHelp::thinkBringsThePlannerThatWasOff() {
    open(8); // tier 4 allows one, but starts without
    custom({});
    auto* think = find<QCheckBox>("think");
    QVERIFY(think->isEnabled() && !think->isChecked());
    QCOMPARE(length()->maximum(), 360.0);
    think->setChecked(true);
    QVERIFY(think->isChecked());
    QCOMPARE(session_->lm(), std::optional<std::string>("acestep-5Hz-lm-0.6B"));
    QCOMPARE(length()->maximum(), 240.0);
}

void TestPlannerHelp::withoutThinkNoPlannerIsLoaded() {
    open();
    RequestDraft draft;
    draft.description = "song";
    draft.planner.thinking = false;
    custom(draft);
    const auto request = made();
    QVERIFY(!request.thinking && !request.useCotMetas && !request.useCotLanguage);
    QVERIFY(!engine_->settings().front().lmEnabled);
}

void TestPlannerHelp::aTierWithoutPlannerSaysWhyAndYields() {
    open(4); // tier 1
    custom({});
    QVERIFY(!find<QCheckBox>("think")->isEnabled());
    QVERIFY(find<QLabel>("thinkWhy")->isVisibleTo(window_.get()));
    QVERIFY2(find<QLabel>("thinkWhy")->text().contains("Tier 1"), qPrintable(find<QLabel>("thinkWhy")->text()));
    emit compose()->overrideRequested(LimitKind::Planner, false);
    QVERIFY(find<QCheckBox>("think")->isEnabled() && find<QCheckBox>("think")->isChecked());
    RequestDraft draft;
    draft.description = "song";
    custom(draft);
    made();
    QVERIFY(engine_->settings().front().lmEnabled);
    QCOMPARE(engine_->settings().front().overrides.allowLm, std::optional(true));
    QCOMPARE(engine_->settings().front().lm, std::optional<std::string>("acestep-5Hz-lm-0.6B"));
    QVERIFY(!find<QCheckBox>("think")->isEnabled()); // it was for once
}

void TestPlannerHelp::formatCanBeUndone() {
    open();
    RequestDraft draft;
    draft.description = "rough words";
    draft.bpm = 70;
    custom(draft);
    press("format");
    QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>("undoBar")->isVisible(), kTimeoutMs);
    QCOMPARE(engine_->plans().front().task, PlannerTask::Format);
    QCOMPARE(compose()->draft().lyrics, QString("[Verse]\nwritten"));
    QCOMPARE(compose()->draft().bpm, std::optional(70));
    press("undoWriting");
    QVERIFY(compose()->draft().lyrics.isEmpty());
    QVERIFY(!find<QWidget>("undoBar")->isVisible());
}

void TestPlannerHelp::understandingFillsTheForm() {
    open();
    RequestDraft draft;
    draft.description = "kept until then";
    draft.simple = false;
    emit compose()->plannerRequested(PlannerTask::Understand, draft, "/music/song.wav");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->draft().bpm, std::optional(96), kTimeoutMs);
    QCOMPARE(engine_->plans().front().audio, std::filesystem::path("/music/song.wav"));
    QCOMPARE(compose()->draft().key, QString("Db major"));
    QCOMPARE(compose()->draft().meter, QString("4"));
}

void TestPlannerHelp::surpriseOpensCustom() {
    open();
    QVERIFY(find<QPushButton>("surprise")->isVisible());
    press("surprise");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->page(), ComposePanel::Page::Custom, kTimeoutMs);
    QCOMPARE(engine_->plans().front().task, PlannerTask::Inspire);
    QCOMPARE(compose()->draft().lyrics, QString("[Verse]\nwritten"));
}

void TestPlannerHelp::failureAndCancelLeaveTheForm_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("messages");
    QTest::newRow("failure") << "fail" << 1;
    QTest::newRow("mistake of ours") << "break" << 1;
    QTest::newRow("cancel") << "wait" << 0;
}

void TestPlannerHelp::failureAndCancelLeaveTheForm() {
    QFETCH(QString, words);
    QFETCH(int, messages);
    open();
    RequestDraft draft;
    draft.description = words;
    draft.lyrics = "[Verse]\nmine";
    draft.bpm = 70;
    custom(draft);
    press("format");
    QTRY_COMPARE_WITH_TIMEOUT(engine_->plans().size(), std::size_t{1}, kTimeoutMs);
    if (words == "wait") {
        QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("cancelJob")->isVisible(), kTimeoutMs);
        press("cancelJob");
    }
    QTRY_VERIFY_WITH_TIMEOUT(!window_->findChild<StageStrip*>()->isRunning(), kTimeoutMs);
    QTRY_COMPARE_WITH_TIMEOUT(window_->findChild<MessageBar*>()->count(), messages, kTimeoutMs);
    const auto after = compose()->draft();
    QCOMPARE(after.description, words);
    QCOMPARE(after.lyrics, draft.lyrics);
    QCOMPARE(after.bpm, draft.bpm);
    QVERIFY(after.key.isEmpty());
    QVERIFY(!find<QWidget>("undoBar")->isVisible());
}

void TestPlannerHelp::plansTakeTheirTurnAmongSongs() {
    open();
    RequestDraft draft;
    draft.description = "wait";
    custom(draft);
    press("generate");
    QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs);
    draft.description = "second";
    custom(draft);
    press("format");
    QTest::qWait(50);
    QVERIFY(engine_->plans().empty()); // the song before it still runs
    engine_->release();
    QTRY_COMPARE_WITH_TIMEOUT(engine_->plans().size(), std::size_t{1}, kTimeoutMs);
}

void TestPlannerHelp::warningsSayWhatTheyMean_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("what");
    QTest::newRow("unavailable") << static_cast<int>(WarningCode::LmUnavailable) << "without a planner";
    QTest::newRow("clamped") << static_cast<int>(WarningCode::LmClamped) << "Another planner";
    QTest::newRow("shortened") << static_cast<int>(WarningCode::DurationClamped) << "shortened";
}

void TestPlannerHelp::warningsSayWhatTheyMean() {
    QFETCH(int, code);
    QFETCH(QString, what);
    const auto message = warningMessage({static_cast<WarningCode>(code), "Details of it."});
    QVERIFY(message.what.contains(what));
    QCOMPARE(message.remedy, QString("Details of it."));
}

QTEST_MAIN(TestPlannerHelp)
#include "tst_planner_help.moc"
