#include "core/base/atomic_file.h"
#include "core/engine/take_recipe.h"
#include "tests/support/take_fixture.h"
#include "tests/ui/fake_engine.h"
#include "ui/compose/compose_panel.h"
#include "ui/compose/counted_edit.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/edit_recipe.h"
#include "ui/edit/region_view.h"
#include "ui/main/main_window.h"
#include "ui/playback/take_file.h"
#include "ui/widgets/message_bar.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kTimeoutMs = 20'000;
constexpr double kSourceSeconds = 10;

Request repaint() {
    Request request;
    request.taskType = TaskType::Repaint;
    request.caption = "a waltz";
    request.bpm = 90;
    request.seeds = {7};
    request.repaintingRegions = {{2, 3.5}, {6, 8}};
    request.repaintHardCut = true;
    request.inferenceSteps = 12;
    return request;
}

} // namespace

/// Recipes of edits: they come back on the Edit page.
class TestEditRecipe : public QObject {
    Q_OBJECT
private slots:
    void cleanup();

    void theFieldsAskForTheSameAgain_data();
    void theFieldsAskForTheSameAgain();
    void songsAreNoEdits();
    void aRecipeOpensTheEditPageWithItsSource_data();
    void aRecipeOpensTheEditPageWithItsSource();
    void aSourceThatIsMissingIsAskedFor();
    void whatIsTypedMeanwhileStays();
    void anExtensionIsKnownByItsSource();
    void theNextSourceForgetsTheRecipe();
    void undoBringsBothPagesBack();
    void aTaskThatTheModelCannotDoIsNamed();
    void reusingATakeOpensTheEditPage();

private:
    void open();
    template<class Widget>
    Widget* find(const char* name = "") const {
        return window_->findChild<Widget*>(QLatin1String(name));
    }
    ComposePanel* compose() const { return find<ComposePanel>(); }
    EditPage* page() const { return compose()->editPage(); }
    Request request() const { return toRequest(compose()->draft()); }
    /// A sound beside the recipe.
    std::filesystem::path sound(const char* name, const FileMetadata& metadata = {}) const {
        const auto file = home_->exports() / name;
        writeAudio(file, AudioBuffer{.samples = test::tone(static_cast<std::int64_t>(kSourceSeconds * 48'000))},
                   AudioFormat::Wav, metadata);
        return file;
    }
    std::filesystem::path json(const Request& recipe) const {
        writeTextFile(home_->exports() / "recipe.json", requestToJson(recipe));
        return home_->exports() / "recipe.json";
    }
    /// Waits until the source is there, or the reason why not.
    void drop(const std::filesystem::path& file) const;
    QString messages() const;

    std::unique_ptr<test::TakeFixture> home_;
    std::unique_ptr<test::FakeEngine> engine_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<MainWindow> window_;
};

void TestEditRecipe::cleanup() {
    if (engine_)
        engine_->release();
    window_.reset();
    session_.reset();
    engine_.reset();
}

void TestEditRecipe::open() {
    home_ = std::make_unique<test::TakeFixture>();
    engine_ = std::make_unique<test::FakeEngine>();
    const SessionPaths paths{home_->path() / "settings.json", "demo", home_->path() / "checkpoints",
                             home_->library().root()};
    session_ = std::make_unique<Session>(paths, AppSettings{}, AppSettings{}, [](const EngineSettings&) {
        return HardwareReport{
            test::limitsOfCard(8), {}, {{"acestep-v15-turbo", InstalledModel::Kind::Dit, "m", 4800, false}}, true};
    });
    window_ = std::make_unique<MainWindow>(WindowServices{.engine = engine_->port()}, *session_);
    QSignalSpy known(session_.get(), &Session::hardwareChanged);
    window_->show();
    QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    QVERIFY(known.count() > 0 || known.wait(kTimeoutMs));
}

void TestEditRecipe::drop(const std::filesystem::path& file) const {
    QSignalSpy answered(page()->lane(), &SourceLane::answered);
    window_->openSoundFile(toQString(file));
    QVERIFY(answered.wait(kTimeoutMs));
}

QString TestEditRecipe::messages() const {
    QStringList said;
    for (const auto* row : find<MessageBar>()->findChildren<QWidget*>(QStringLiteral("message")))
        said << row->accessibleName() + QLatin1Char(' ') + row->accessibleDescription();
    return said.join(QLatin1Char(' '));
}

void TestEditRecipe::theFieldsAskForTheSameAgain_data() {
    QTest::addColumn<Request>("wanted");
    QTest::addColumn<EditTask>("task");
    const auto of = [](TaskType type, auto change) {
        Request request;
        request.taskType = type;
        request.srcAudio = "/music/demo.wav";
        change(request);
        return request;
    };
    QTest::newRow("repaint") << of(TaskType::Repaint, [](Request& request) {
        request.repaintingStart = 2;
        request.repaintingEnd = 5;
        request.repaintMode = RepaintMode::Aggressive;
    }) << EditTask::Repaint;
    QTest::newRow("repaint all of it") << of(TaskType::Repaint, [](Request&) {}) << EditTask::Repaint;
    QTest::newRow("repaint parts") << of(TaskType::Repaint, [](Request& request) {
        request.repaintingRegions = {{1, 2}, {8, -1}};
        request.repaintStrength = 0.25;
    }) << EditTask::Repaint;
    QTest::newRow("extend") << of(TaskType::Repaint, [](Request& request) {
        request.repaintingRegions = {{-4, 0}, {kSourceSeconds, kSourceSeconds + 6}};
        request.repaintHardCut = true;
    }) << EditTask::Extend;
    QTest::newRow("extend after") << of(TaskType::Repaint, [](Request& request) {
        request.repaintingStart = kSourceSeconds;
        request.repaintingEnd = kSourceSeconds + 6;
    }) << EditTask::Extend;
    QTest::newRow("cover") << of(TaskType::CoverNoFsq, [](Request& request) {
        request.audioCoverStrength = 0.75;
        request.coverNoiseStrength = 0.25;
    }) << EditTask::Cover;
    QTest::newRow("morph") << of(TaskType::Text2Music, [](Request& request) {
        request.flowEditMorph = true;
        request.flowEditSourceCaption = "a waltz";
        request.flowEditNMax = 0.5;
        request.flowEditNAvg = 3;
    }) << EditTask::Morph;
    QTest::newRow("a track") << of(TaskType::Lego, [](Request& request) { request.trackName = "bass"; })
                             << EditTask::AddTrack;
    QTest::newRow("a track in a part") << of(TaskType::Lego, [](Request& request) {
        request.trackName = "bass";
        request.repaintingStart = 1;
        request.repaintingEnd = 2;
    }) << EditTask::AddTrack;
    QTest::newRow("extract") << of(TaskType::Extract, [](Request& request) { request.trackName = "vocals"; })
                             << EditTask::Extract;
    QTest::newRow("complete") << of(TaskType::Complete, [](Request& request) {
        request.completeTrackClasses = {"drums", "bass"};
    }) << EditTask::Complete;
}

void TestEditRecipe::theFieldsAskForTheSameAgain() {
    QFETCH(Request, wanted);
    QFETCH(EditTask, task);
    QVERIFY(changesRecording(wanted));
    auto edit = toEdit(wanted, kSourceSeconds);
    QCOMPARE(edit.task, task);
    edit.source = wanted.srcAudio;
    edit.sourceSeconds = kSourceSeconds;
    Request made;
    applyEdit(edit, made);
    wanted.repaintingRegions =
        wanted.repaintingRegions.size() == 1 ? std::vector<TimeSpan>{} : wanted.repaintingRegions;
    QCOMPARE(QString::fromStdString(requestToJson(made)), QString::fromStdString(requestToJson(wanted)));
}

void TestEditRecipe::songsAreNoEdits() {
    Request song;
    song.srcAudio = "/music/unused.wav";
    QVERIFY(!changesRecording(song));
}

void TestEditRecipe::aRecipeOpensTheEditPageWithItsSource_data() {
    QTest::addColumn<bool>("embedded");
    QTest::newRow("in a sound") << true;
    QTest::newRow("in JSON") << false;
}

void TestEditRecipe::aRecipeOpensTheEditPageWithItsSource() {
    QFETCH(bool, embedded);
    open();
    auto recipe = repaint();
    recipe.srcAudio = sound("demo.wav").filename();
    drop(embedded ? sound("made.wav", {.recipe = requestToJson(recipe)}) : json(recipe));
    QCOMPARE(compose()->page(), ComposePanel::Page::Edit);
    const auto now = request();
    QCOMPARE(now.taskType, TaskType::Repaint);
    QCOMPARE(now.srcAudio, home_->exports() / "demo.wav");
    QVERIFY(now.repaintingRegions == recipe.repaintingRegions);
    QVERIFY(now.repaintHardCut);
    QCOMPARE(now.caption, recipe.caption);
    QCOMPARE(now.bpm, recipe.bpm);
    QCOMPARE(now.inferenceSteps, recipe.inferenceSteps); // of the options that Custom shows
    QCOMPARE(now.seed, std::optional<std::int64_t>(7));
    QCOMPARE(now.batchSize, recipe.batchSize);
    QVERIFY2(!messages().contains("not found"), qPrintable(messages()));
}

void TestEditRecipe::aSourceThatIsMissingIsAskedFor() {
    open();
    auto recipe = repaint();
    recipe.srcAudio = "demo.wav";
    drop(sound("made.wav", {.recipe = requestToJson(recipe)}));
    QCOMPARE(compose()->page(), ComposePanel::Page::Edit);
    QVERIFY(!page()->lane()->source());
    QVERIFY2(find<QLabel>("sourceProblem")->text().contains("demo.wav"), "the lane");
    QTRY_VERIFY_WITH_TIMEOUT(messages().contains("not found"), kTimeoutMs);
    QCOMPARE(request().caption, recipe.caption);
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    page()->lane()->openFile(sound("renamed.wav"));
    QVERIFY(arrived.wait(kTimeoutMs));
    QVERIFY(request().repaintingRegions == recipe.repaintingRegions);
    QCOMPARE(request().caption, recipe.caption);
}

void TestEditRecipe::whatIsTypedMeanwhileStays() {
    open();
    auto recipe = repaint();
    recipe.srcAudio = "demo.wav";
    drop(json(recipe));
    page()->findChild<CountedEdit*>("editCaption")->setText("a polka");
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    page()->lane()->openFile(sound("demo.wav"));
    QVERIFY(arrived.wait(kTimeoutMs));
    QCOMPARE(request().caption, std::string("a polka"));
    QVERIFY(request().repaintingRegions == recipe.repaintingRegions);
}

void TestEditRecipe::anExtensionIsKnownByItsSource() {
    open();
    auto recipe = repaint();
    recipe.srcAudio = "demo.wav";
    recipe.repaintingRegions.clear();
    recipe.repaintingStart = kSourceSeconds;
    recipe.repaintingEnd = kSourceSeconds + 4;
    drop(json(recipe));
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    page()->lane()->openFile(sound("demo.wav"));
    QVERIFY(arrived.wait(kTimeoutMs));
    QCOMPARE(page()->task(), EditTask::Extend);
    QCOMPARE(request().repaintingEnd, recipe.repaintingEnd);
}

void TestEditRecipe::theNextSourceForgetsTheRecipe() {
    open();
    auto recipe = repaint();
    recipe.srcAudio = sound("demo.wav").filename();
    drop(json(recipe));
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    page()->lane()->openFile(sound("other.wav"));
    QVERIFY(arrived.wait(kTimeoutMs));
    QVERIFY(page()->lane()->view()->regions().empty());
    QCOMPARE(request().caption, std::string());
}

void TestEditRecipe::undoBringsBothPagesBack() {
    open();
    auto typed = compose()->draft();
    typed.simple = false;
    typed.description = "my song";
    compose()->setDraft(typed);
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    page()->lane()->openFile(sound("mine.wav"));
    QVERIFY(arrived.wait(kTimeoutMs));
    page()->lane()->view()->setRegions({{1, 2}});
    page()->findChild<CountedEdit*>("editCaption")->setText("my words");
    auto recipe = repaint();
    recipe.srcAudio = sound("demo.wav").filename();
    drop(json(recipe));
    QPushButton* undo = nullptr;
    for (auto* button : find<MessageBar>()->findChildren<QPushButton*>())
        if (button->text() == "Undo")
            undo = button;
    QVERIFY(undo);
    arrived.clear();
    undo->click();
    QVERIFY(arrived.wait(kTimeoutMs));
    QCOMPARE(compose()->page(), ComposePanel::Page::Custom);
    QCOMPARE(request().caption, std::string("my song"));
    QVERIFY(request().inferenceSteps != recipe.inferenceSteps);
    compose()->showPage(ComposePanel::Page::Edit);
    QCOMPARE(request().caption, std::string("my words"));
    QCOMPARE(request().srcAudio, home_->exports() / "mine.wav");
    QCOMPARE(request().repaintingEnd, 2.0);
}

void TestEditRecipe::aTaskThatTheModelCannotDoIsNamed() {
    open();
    auto recipe = repaint();
    recipe.taskType = TaskType::Extract;
    recipe.trackName = "vocals";
    recipe.srcAudio = sound("demo.wav").filename();
    drop(json(recipe));
    QVERIFY2(messages().contains("Extract needs another model"), qPrintable(messages()));
}

void TestEditRecipe::reusingATakeOpensTheEditPage() {
    open();
    auto recipe = repaint();
    recipe.srcAudio = sound("demo.wav");
    auto take = home_->add("Waltz");
    take.requestJson = requestToJson(recipe);
    QSignalSpy arrived(page()->lane(), &SourceLane::sourceChanged);
    window_->useRecipe(take);
    QVERIFY(arrived.wait(kTimeoutMs));
    QCOMPARE(compose()->page(), ComposePanel::Page::Edit);
    QVERIFY(request().repaintingRegions == recipe.repaintingRegions);
}

QTEST_MAIN(TestEditRecipe)
#include "tst_edit_recipe.moc"
