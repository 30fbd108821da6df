#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/compose/plan_panel.h"
#include "ui/compose/variation.h"
#include "ui/main/generation_flow.h"
#include "ui/main/main_window.h"
#include "ui/widgets/bounded_slider.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/stage_strip.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr double kCardGb = 16; // a tier with a planner that is on by default

std::vector<InstalledModel> musicModels() {
    return {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m/acestep-v15-turbo", 4800, false},
            {"acestep-5Hz-lm-0.6B", InstalledModel::Kind::LanguageModel, "m/acestep-5Hz-lm-0.6B", 1300, false}};
}

} // namespace

class TestPlanner : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

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
    void varyKeepsThePlan();
    void aNewIdeaDrawsEverythingAnew();
    void controlTokensStayOutside();
    void warningsSayWhatTheyMean_data();
    void warningsSayWhatTheyMean();

private:
    void open(double vramGb = kCardGb);
    template<class Widget>
    Widget* find(const QString& name) {
        return window_->findChild<Widget*>(name);
    }
    ComposePanel* compose() { return window_->findChild<ComposePanel*>(); }
    QWidget* row(PlannedField field) { return find<QWidget>(QStringLiteral("plan%1").arg(static_cast<int>(field))); }
    QToolButton* rowButton(PlannedField field, const QString& word) {
        for (auto* button : row(field)->findChildren<QToolButton*>()) {
            if (button->accessibleName().contains(word))
                return button;
        }
        return nullptr;
    }
    QLineEdit* line(PlannedField field) { return row(field)->findChild<QLineEdit*>(); }
    QPlainTextEdit* block(PlannedField field) { return row(field)->findChild<QPlainTextEdit*>(); }
    BoundedSlider* length() {
        for (auto* found : window_->findChildren<BoundedSlider*>("length")) {
            if (found->isVisible())
                return found;
        }
        return nullptr;
    }
    void describe(const QString& text) { find<CountedEdit>("description")->setText(text); }
    void press(const QString& button) { find<QPushButton>(button)->click(); }
    void plan(const QString& words);
    void custom(const RequestDraft& draft);
    Request made();

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestPlanner::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    engine_ = std::make_unique<test::FakeEngine>();
}

void TestPlanner::cleanup() {
    engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

void TestPlanner::open(double vramGb) {
    const std::filesystem::path root = folder_->path().toStdString();
    const SessionPaths paths{root / "settings.json", "demo", root / "checkpoints", root / "library"};
    session_ = std::make_unique<Session>(paths, AppSettings{}, AppSettings{}, [vramGb](const EngineSettings&) {
        return HardwareReport{test::limitsOfCard(vramGb), {}, musicModels(), true};
    });
    window_ = std::make_unique<MainWindow>(WindowServices{.engine = engine_->port()}, *session_);
    QSignalSpy known(session_.get(), &Session::limitsChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

void TestPlanner::plan(const QString& words) {
    describe(words);
    press("planFirst");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->page(), ComposePanel::Page::Plan, kTimeoutMs);
}

void TestPlanner::custom(const RequestDraft& draft) {
    auto form = draft;
    form.simple = false;
    compose()->setDraft(form);
}

Request TestPlanner::made() {
    press("generate");
    [&] { QTRY_COMPARE_WITH_TIMEOUT(engine_->requests().size(), std::size_t{1}, kTimeoutMs); }();
    return engine_->requests().empty() ? Request{} : engine_->requests().front();
}

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

void TestPlanner::thinkMovesTheLimits() {
    open(12); // tier 5: 4 min with the planner, 6 without
    custom({});
    QCOMPARE(length()->maximum(), 240.0);
    find<QCheckBox>("think")->setChecked(false);
    QCOMPARE(length()->maximum(), 360.0);
    find<QCheckBox>("think")->setChecked(true);
    QCOMPARE(length()->maximum(), 240.0);
}

void TestPlanner::thinkBringsThePlannerThatWasOff() {
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

void TestPlanner::withoutThinkNoPlannerIsLoaded() {
    open();
    RequestDraft draft;
    draft.description = "song";
    draft.planner.thinking = false;
    custom(draft);
    const auto request = made();
    QVERIFY(!request.thinking && !request.useCotMetas && !request.useCotLanguage);
    QVERIFY(!engine_->settings().front().lmEnabled);
}

void TestPlanner::aTierWithoutPlannerSaysWhyAndYields() {
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

void TestPlanner::formatCanBeUndone() {
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

void TestPlanner::understandingFillsTheForm() {
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

void TestPlanner::surpriseOpensCustom() {
    open();
    QVERIFY(find<QPushButton>("surprise")->isVisible());
    press("surprise");
    QTRY_COMPARE_WITH_TIMEOUT(compose()->page(), ComposePanel::Page::Custom, kTimeoutMs);
    QCOMPARE(engine_->plans().front().task, PlannerTask::Inspire);
    QCOMPARE(compose()->draft().lyrics, QString("[Verse]\nwritten"));
}

void TestPlanner::failureAndCancelLeaveTheForm_data() {
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("messages");
    QTest::newRow("failure") << "fail" << 1;
    QTest::newRow("mistake of ours") << "break" << 1;
    QTest::newRow("cancel") << "wait" << 0;
}

void TestPlanner::failureAndCancelLeaveTheForm() {
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

void TestPlanner::plansTakeTheirTurnAmongSongs() {
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

void TestPlanner::warningsSayWhatTheyMean_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("what");
    QTest::newRow("unavailable") << static_cast<int>(WarningCode::LmUnavailable) << "without a planner";
    QTest::newRow("clamped") << static_cast<int>(WarningCode::LmClamped) << "Another planner";
    QTest::newRow("shortened") << static_cast<int>(WarningCode::DurationClamped) << "shortened";
}

void TestPlanner::warningsSayWhatTheyMean() {
    QFETCH(int, code);
    QFETCH(QString, what);
    const auto message = warningMessage({static_cast<WarningCode>(code), "Details of it."});
    QVERIFY(message.what.contains(what));
    QCOMPARE(message.remedy, QString("Details of it."));
}

QTEST_MAIN(TestPlanner)
#include "tst_planner.moc"
