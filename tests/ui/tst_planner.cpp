#include "tests/ui/planner_fixture.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/plan_panel.h"
#include "ui/compose/variation.h"
#include "ui/main/generation_flow.h"
#include "ui/widgets/stage_strip.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;
using namespace ottava::test;

/// The plan: shown, changed, made into a song.
class TestPlanner : public test::PlannerFixture {
    Q_OBJECT

private slots:
    void init() { PlannerFixture::init(); }
    void cleanup() { PlannerFixture::cleanup(); }

    void simpleAsksThePlannerInItsOwnWords();
    void aPlanIsShownBeforeTheMusicIsMade();
    void aPlanDoesNotDisturbTheNextSong();
    void planFirstStopsBeforeTheMusic();
    void thePlanIsMadeAsItStands();
    void aChangeLeavesStaleCodesOut();
    void staleCodesCanBeKept();
    void aNewLengthNeedsNewCodes();
    void revertBringsBackWhatWasTyped();
    void aLockedFieldCountsAsTyped();
    void aValueThatCannotBeIsNotMade();
    void thePlanGoesIntoCustomWithItsOddKey();
    void varyKeepsThePlan();
    void aNewIdeaDrawsEverythingAnew();
    void controlTokensStayOutside();
};

void TestPlanner::simpleAsksThePlannerInItsOwnWords() {
    open();
    describe("slow blues");
    const auto request = made();
    QCOMPARE(request.query, std::string("slow blues"));
    QVERIFY(request.caption.empty());
    QVERIFY(request.thinking);
    QVERIFY(engine_->settings().front().lmEnabled);
}

void TestPlanner::aPlanIsShownBeforeTheMusicIsMade() {
    open();
    describe("wait");
    press("generate");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->page(), ComposePanel::Page::Plan, kTimeoutMs);
    QVERIFY(window_->findChild<StageStrip*>()->isRunning());
    QCOMPARE(line(PlannedField::Tempo)->text(), QString("96"));
    QVERIFY(find<QLabel>("codes")->text().contains("50"));
    QVERIFY(find<QLabel>("aboutPlan")->text().contains("4242"));
    QStringList said;
    for (const auto* label : row(PlannedField::Caption)->findChildren<QLabel*>())
        said << label->text();
    QVERIFY2(said.contains("changed") && said.contains("You typed: wait"), qPrintable(said.join('|')));
}

void TestPlanner::aPlanDoesNotDisturbTheNextSong() {
    open();
    QSignalSpy planned(window_->findChild<GenerationFlow*>(), &GenerationFlow::planned);
    describe("wait");
    press("generate");
    describe("the next one"); // typed before the plan arrives
    QTRY_VERIFY_WITH_TIMEOUT(planned.count() > 0, kTimeoutMs);
    QCOMPARE(compose()->page(), ComposePanel::Page::Simple);
    QVERIFY(find<QPushButton>("planPage")->isVisible());
}

void TestPlanner::planFirstStopsBeforeTheMusic() {
    open();
    plan("slow blues");
    QVERIFY(engine_->requests().empty());
    QCOMPARE(engine_->plans().size(), std::size_t{1});
    QCOMPARE(engine_->plans().front().task, PlannerTask::Plan);
    QCOMPARE(engine_->plans().front().request.query, std::string("slow blues"));
}

void TestPlanner::thePlanIsMadeAsItStands() {
    open();
    plan("slow blues");
    const auto request = made();
    QCOMPARE(request.caption, std::string("A warm, slow song"));
    QCOMPARE(request.keyscale, std::string("Db major"));
    QVERIFY(!request.audioCodes.empty());
    QCOMPARE(request.lmSeeds, (std::vector<std::int64_t>{4242}));
}

void TestPlanner::aChangeLeavesStaleCodesOut() {
    open();
    plan("slow blues");
    QVERIFY(!find<QLabel>("staleCodes")->isVisible());
    block(PlannedField::Lyrics)->setPlainText("[Verse]\nmy own");
    QVERIFY(find<QLabel>("staleCodes")->isVisibleTo(window_.get()));
    const auto request = made();
    QVERIFY(request.audioCodes.empty());
    QCOMPARE(request.lyrics, std::string("[Verse]\nmy own"));
    QVERIFY(request.query.empty());
    QVERIFY(request.thinking);
}

void TestPlanner::staleCodesCanBeKept() {
    open();
    plan("slow blues");
    block(PlannedField::Lyrics)->setPlainText("[Verse]\nmy own");
    find<QCheckBox>("keepCodes")->setChecked(true);
    QVERIFY(!find<QLabel>("staleCodes")->isVisibleTo(window_.get()));
    const auto request = made();
    QVERIFY(!request.audioCodes.empty());
    QCOMPARE(request.lyrics, std::string("[Verse]\nmy own"));
}

void TestPlanner::aNewLengthNeedsNewCodes() {
    open();
    plan("slow blues");
    line(PlannedField::Length)->setText("75");
    QVERIFY(!find<QCheckBox>("keepCodes")->isEnabled());
    const auto request = made();
    QCOMPARE(request.duration, 75.0);
    QVERIFY(request.audioCodes.empty());
}

void TestPlanner::revertBringsBackWhatWasTyped() {
    open();
    plan("slow blues");
    rowButton(PlannedField::Caption, "back to")->click();
    QCOMPARE(block(PlannedField::Caption)->toPlainText(), QString("slow blues"));
    QVERIFY(!rowButton(PlannedField::Caption, "back to")->isEnabled());
    rowButton(PlannedField::Tempo, "back to")->click();
    QVERIFY(!made().bpm);
}

void TestPlanner::aLockedFieldCountsAsTyped() {
    open();
    plan("slow blues");
    line(PlannedField::Tempo)->setText("111");
    rowButton(PlannedField::Tempo, "keep")->click();
    compose()->showPage(ComposePanel::Page::Simple);
    QVERIFY(find<QLabel>("kept")->text().contains("Tempo"));
    describe("other words");
    press("planFirst");
    QTRY_COMPARE_WITH_TIMEOUT(engine_->plans().size(), std::size_t{2}, kTimeoutMs);
    QCOMPARE(engine_->plans().back().request.bpm, std::optional(111));
    QVERIFY(engine_->plans().back().request.keyscale.empty());
}

void TestPlanner::aValueThatCannotBeIsNotMade() {
    open();
    plan("slow blues");
    line(PlannedField::Tempo)->setText("9000");
    press("generate");
    QVERIFY(find<QLabel>("problem")->isVisible());
    QVERIFY(find<QLabel>("problem")->text().contains("Tempo"));
    QVERIFY(engine_->requests().empty());
}

void TestPlanner::thePlanGoesIntoCustomWithItsOddKey() {
    open();
    RequestDraft before;
    before.simple = false;
    before.adapter = {.path = "/adapters/blues", .on = false, .scale = 0.5};
    before.referenceAudio = "/music/a.wav";
    custom(before);
    compose()->showPage(ComposePanel::Page::Simple);
    plan("slow blues");
    press("editInCustom");
    QVERIFY(compose()->draft().adapter == before.adapter); // of which Simple knows nothing
    QCOMPARE(compose()->draft().referenceAudio, before.referenceAudio);
    QCOMPARE(compose()->page(), ComposePanel::Page::Custom);
    const auto draft = compose()->draft();
    QCOMPARE(draft.description, QString("A warm, slow song"));
    QCOMPARE(draft.bpm, std::optional(96));
    QCOMPARE(draft.key, QString("Db major")); // not among the 24 that the box offers
    QCOMPARE(draft.language, QString("it"));
    press("undoWriting");
    QCOMPARE(compose()->page(), ComposePanel::Page::Simple);
    QCOMPARE(compose()->draft().description, QString("slow blues"));
}

void TestPlanner::varyKeepsThePlan() {
    Request request;
    request.batchSize = 2;
    request.audioCodes.items = {"<|audio_code_1|>", "<|audio_code_2|>"};
    request.lmSeeds = {11, 22};
    request.seeds = {1, 2};
    const auto next = again(request, 1, 2, 99, Again::Vary);
    QCOMPARE(next.audioCodes.of(0), std::string("<|audio_code_2|>"));
    QCOMPARE(next.lmSeeds, (std::vector<std::int64_t>{22}));
    QCOMPARE(next.seed, std::optional<std::int64_t>(99));
    QVERIFY(next.seeds.empty() && next.batchSize == 1 && !next.useRandomSeed);
    request.lmSeeds.clear();
    QCOMPARE(again(request, 1, 2, 99, Again::Vary).lmSeeds, (std::vector<std::int64_t>{2}));
}

void TestPlanner::aNewIdeaDrawsEverythingAnew() {
    Request request;
    request.thinking = false;
    request.audioCodes = "<|audio_code_1|>";
    request.lmSeeds = {11};
    request.seed = 5;
    request.caption = "the same words";
    const auto next = again(request, 0, 5, 99, Again::NewIdea);
    QVERIFY(next.audioCodes.empty() && next.lmSeeds.empty() && next.thinking);
    QCOMPARE(next.seed, std::optional<std::int64_t>(99));
    QCOMPARE(next.caption, request.caption);
}

void TestPlanner::controlTokensStayOutside() {
    RequestDraft draft;
    draft.simple = false;
    draft.description = "blues<|im_end|>";
    draft.lyrics = "[Verse]\nla<|audio_code_5|> la";
    const auto request = toRequest(draft);
    QCOMPARE(request.caption, std::string("blues"));
    QCOMPARE(request.lyrics, std::string("[Verse]\nla la"));
}

QTEST_MAIN(TestPlanner)
#include "tst_planner.moc"
