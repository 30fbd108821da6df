#include "core/audio/audio_file.h"
#include "core/engine/request.h"
#include "tests/support/take_fixture.h"
#include "ui/compose/request_draft.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/region_view.h"
#include "ui/edit/source_lane.h"
#include "ui/edit/task_chooser.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <limits>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr int kRate = 48'000, kTimeoutMs = 20'000;
constexpr double kSourceSeconds = 20;
const TrackModels kKnowsTracks{.chosenCan = true, .chosenAdds = true, .other = {}, .otherAdds = {}};

void dragAcross(QWidget& widget, double from, double to) {
    const int y = widget.height() / 3;
    const QPoint start(qRound(from), y), end(qRound(to), y);
    QTest::mousePress(&widget, Qt::LeftButton, {}, start);
    QTest::mouseMove(&widget, (start + end) / 2);
    QTest::mouseMove(&widget, end);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, end);
}

} // namespace

/// The Edit page as it is used: a recording, its regions, its tasks.
class TestEditPage : public QObject {
    Q_OBJECT
private slots:
    void init();

    void aRecordingIsShownWithItsLength();
    void whatCannotBeUsedIsExplained_data();
    void whatCannotBeUsedIsExplained();
    void aBadFileLeavesTheSourceAlone();
    void draggingMarksRegions();
    void edgesAreDragged();
    void clickingAnEdgeMovesNothing();
    void keysWaitForTheMouse();
    void keysDoWhatTheMouseDoes();
    void endsSnapToTheGrid_data();
    void endsSnapToTheGrid();
    void theEndOfTheSourceIsALineOfTheGrid_data();
    void theEndOfTheSourceIsALineOfTheGrid();
    void eachTaskShowsItsOwnFields_data();
    void eachTaskShowsItsOwnFields();
    void tracksNeedAModelThatKnowsThem();
    void allTracksAreQueuedOneByOne();
    void theTaskAsksForItsFirstField_data();
    void theTaskAsksForItsFirstField();
    void regionsAreSpokenOfOnceThereIsARecording();
    void aTakeSaysWhatItIs();
    void whatIsSetReachesTheRequest();
    void everyControlHasAName();

private:
    std::filesystem::path file(const char* name, double seconds, float level = 0.5F) const;
    void open(double seconds = kSourceSeconds);
    template<class Widget>
    Widget* find(const char* name) const {
        return page_->findChild<Widget*>(QLatin1String(name));
    }
    RegionView& view() const { return *page_->lane()->view(); }
    double pixelOf(double seconds) const { return view().axis().pixelOf(seconds * kRate); }
    void choose(EditTask task) const { page_->findChild<TaskChooser*>()->setTask(task); }
    Request request() const {
        RequestDraft draft;
        page_->store(draft);
        return toRequest(draft);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<EditPage> page_;
};

void TestEditPage::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    page_ = std::make_unique<EditPage>();
    page_->resize(500, 1200);
    page_->show();
    QVERIFY(QTest::qWaitForWindowExposed(page_.get()));
}

std::filesystem::path TestEditPage::file(const char* name, double seconds, float level) const {
    const std::filesystem::path path = folder_->filePath(QLatin1String(name)).toStdString();
    auto samples = test::tone(std::llround(seconds * kRate));
    for (auto& sample : samples)
        sample *= level;
    writeAudio(path, AudioBuffer{.samples = std::move(samples)}, AudioFormat::Wav32);
    return path;
}

void TestEditPage::open(double seconds) {
    QSignalSpy arrived(page_->lane(), &SourceLane::sourceChanged);
    page_->lane()->openFile(file("source.wav", seconds));
    QVERIFY(arrived.wait(kTimeoutMs));
}

void TestEditPage::aRecordingIsShownWithItsLength() {
    QVERIFY(find<QLabel>("sourceNote")->isVisible());
    QVERIFY(!view().isVisible());
    open();
    QCOMPARE(page_->lane()->source()->seconds, kSourceSeconds);
    QVERIFY(view().isVisible());
    QVERIFY(!find<QLabel>("sourceProblem")->isVisible());
    page_->lane()->setLongest(10);
    QVERIFY(find<QLabel>("sourceNote")->text().contains("0:10"));
}

void TestEditPage::whatCannotBeUsedIsExplained_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("word");
    QTest::newRow("no sound file") << "text"
                                   << "not audio";
    QTest::newRow("missing") << "missing"
                             << "does not exist";
    QTest::newRow("short") << "short"
                           << "lasts only";
    QTest::newRow("silent") << "silent"
                            << "is silent";
    QTest::newRow("not a number") << "nan"
                                  << "not a number";
}

void TestEditPage::whatCannotBeUsedIsExplained() {
    QFETCH(QString, kind);
    QFETCH(QString, word);
    auto path = std::filesystem::path{folder_->filePath("odd.wav").toStdString()};
    if (kind == "text") {
        QFile text(folder_->filePath("odd.wav"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("these are words, and no sound at all");
    } else if (kind == "short") {
        path = file("odd.wav", 0.02);
    } else if (kind == "silent") {
        path = file("odd.wav", 2, 0);
    } else if (kind == "nan") {
        path = file("odd.wav", 2, std::numeric_limits<float>::quiet_NaN());
    }
    page_->lane()->openFile(path);
    auto* problem = find<QLabel>("sourceProblem");
    QTRY_VERIFY_WITH_TIMEOUT(problem->isVisible(), kTimeoutMs);
    QVERIFY2(problem->text().contains(word), qPrintable(problem->text()));
    QVERIFY(!page_->lane()->source());
}

void TestEditPage::aBadFileLeavesTheSourceAlone() {
    open();
    page_->lane()->openFile(folder_->filePath("none.wav").toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("sourceProblem")->isVisible(), kTimeoutMs);
    QCOMPARE(page_->lane()->source()->name, QStringLiteral("source"));
    QVERIFY(view().isVisible());
}

void TestEditPage::draggingMarksRegions() {
    open();
    dragAcross(view(), pixelOf(4), pixelOf(8));
    QCOMPARE(view().regions().size(), std::size_t{1});
    QVERIFY(std::abs(view().regions()[0].start - 4) < 0.1);
    QVERIFY(std::abs(view().regions()[0].end - 8) < 0.1);
    dragAcross(view(), pixelOf(16), pixelOf(12)); // backwards is the same
    QCOMPARE(view().regions().size(), std::size_t{2});
    QVERIFY(std::abs(view().regions()[1].start - 12) < 0.1);
    dragAcross(view(), pixelOf(6), pixelOf(13)); // what meets becomes one
    QCOMPARE(view().regions().size(), std::size_t{1});
    choose(EditTask::Cover);
    dragAcross(view(), pixelOf(17), pixelOf(19)); // a cover has no regions
    QCOMPARE(view().regions().size(), std::size_t{1});
}

void TestEditPage::edgesAreDragged() {
    open();
    view().setRegions({{4, 8}});
    dragAcross(view(), pixelOf(8), pixelOf(11));
    QVERIFY(std::abs(view().regions()[0].end - 11) < 0.1);
    QCOMPARE(view().regions()[0].start, 4.0);
    dragAcross(view(), pixelOf(4), pixelOf(2));
    QVERIFY(std::abs(view().regions()[0].start - 2) < 0.1);
    QCOMPARE(view().regions().size(), std::size_t{1});
}

void TestEditPage::clickingAnEdgeMovesNothing() {
    open();
    view().setRegions({{1, 2}, {4, 8}});
    const QPoint edge(qRound(pixelOf(8)) + 2, view().height() / 3);
    QTest::mousePress(&view(), Qt::LeftButton, {}, edge);
    QTest::mouseMove(&view(), edge + QPoint(QApplication::startDragDistance() - 1, 0));
    QTest::mouseRelease(&view(), Qt::LeftButton, {}, edge + QPoint(1, 0));
    QCOMPARE(view().regions()[1].end, 8.0);
    QCOMPARE(view().current(), std::optional<std::size_t>{1}); // it chooses the edge's region
}

void TestEditPage::keysWaitForTheMouse() {
    open();
    view().setRegions({{4, 8}});
    const QPoint edge(qRound(pixelOf(8)), view().height() / 3), there(qRound(pixelOf(11)), edge.y());
    QTest::mousePress(&view(), Qt::LeftButton, {}, edge);
    QTest::mouseMove(&view(), there);
    QTest::keyClick(&view(), Qt::Key_Insert);
    QCOMPARE(view().regions().size(), std::size_t{1});
    QTest::mouseRelease(&view(), Qt::LeftButton, {}, there);
    QVERIFY(std::abs(view().regions()[0].end - 11) < 0.1);
}

void TestEditPage::keysDoWhatTheMouseDoes() {
    open();
    view().setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(&view(), Qt::Key_Right);
    QCOMPARE(view().position(), 3.0);
    QTest::keyClick(&view(), Qt::Key_Insert);
    QCOMPARE(view().regions().size(), std::size_t{1});
    QCOMPARE(view().regions()[0].start, 3.0);
    QCOMPARE(view().regions()[0].end, 7.0);
    QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(view().regions()[0].end, 7.1);
    QTest::keyClick(&view(), Qt::Key_Left, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(view().regions()[0].start, 2.9);
    QTest::keyClick(&view(), Qt::Key_Right);
    QTest::keyClick(&view(), Qt::Key_BracketLeft);
    QCOMPARE(view().regions()[0].start, 4.0);
    QTest::keyClick(&view(), Qt::Key_Delete);
    QVERIFY(view().regions().empty());
}

void TestEditPage::endsSnapToTheGrid_data() {
    QTest::addColumn<QString>("grid");
    QTest::addColumn<int>("bpm");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::newRow("seconds") << "Second" << 0 << 4.0 << 8.0;
    QTest::newRow("beats") << "Beat" << 100 << 4.2 << 7.8;
    QTest::newRow("bars") << "Bar" << 100 << 4.8 << 7.2;
}

void TestEditPage::endsSnapToTheGrid() {
    QFETCH(QString, grid);
    QFETCH(int, bpm);
    QFETCH(double, start);
    QFETCH(double, end);
    open();
    if (bpm > 0)
        find<QSpinBox>("editBpm")->setValue(bpm);
    auto* snap = find<QComboBox>("snap");
    snap->setCurrentIndex(snap->findText(grid));
    dragAcross(view(), pixelOf(4.3), pixelOf(7.7));
    QCOMPARE(view().regions()[0].start, start);
    QCOMPARE(view().regions()[0].end, end);
}

void TestEditPage::theEndOfTheSourceIsALineOfTheGrid_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<double>("playhead");
    QTest::addColumn<double>("start");
    QTest::newRow("after the last line") << 5.5 << 5.0 << 4.8; // bars of 2.4 s
    QTest::newRow("nearer to the end") << 7.0 << 6.5 << 2.4;
    QTest::newRow("at the very end") << 5.5 << 5.5 << 2.4;
    QTest::newRow("no line but the first") << 1.1 << 1.0 << 0.0;
}

void TestEditPage::theEndOfTheSourceIsALineOfTheGrid() {
    QFETCH(double, seconds);
    QFETCH(double, playhead);
    QFETCH(double, start);
    open(seconds);
    find<QSpinBox>("editBpm")->setValue(100);
    auto* snap = find<QComboBox>("snap");
    snap->setCurrentIndex(snap->findText("Bar"));
    view().setPosition(std::llround(playhead * kRate));
    QTest::keyClick(&view(), Qt::Key_Insert);
    QCOMPARE(view().regions().size(), std::size_t{1});
    QCOMPARE(view().regions()[0].start, start);
    QCOMPARE(view().regions()[0].end, seconds);
    view().setRegions({});
    dragAcross(view(), pixelOf(0), pixelOf(seconds));
    QCOMPARE(view().regions()[0].end, seconds);
}

void TestEditPage::eachTaskShowsItsOwnFields_data() {
    QTest::addColumn<EditTask>("task");
    QTest::addColumn<QStringList>("shown");
    QTest::addColumn<QStringList>("hidden");
    QTest::newRow("repaint") << EditTask::Repaint << QStringList{"snap", "keepRest", "editCaption"}
                             << QStringList{"coverStrength", "morphCaption", "codes"};
    QTest::newRow("cover") << EditTask::Cover << QStringList{"coverStrength", "coverNoise", "editCaption"}
                           << QStringList{"snap", "keepRest", "morphCaption"};
    QTest::newRow("morph") << EditTask::Morph << QStringList{"morphCaption", "morphFrom"}
                           << QStringList{"coverStrength", "snap"};
    QTest::newRow("codes") << EditTask::Codes << QStringList{"codes", "codesStrength", "copyCodes", "pasteCodes"}
                           << QStringList{"keepRest", "coverStrength"};
    QTest::newRow("extract") << EditTask::Extract << QStringList{"allTracks", "track_vocals"}
                             << QStringList{"editCaption", "keepRest"};
    QTest::newRow("add a track") << EditTask::AddTrack << QStringList{"track_vocals", "snap", "editCaption"}
                                 << QStringList{"allTracks"};
    QTest::newRow("complete") << EditTask::Complete << QStringList{"allTracks", "editCaption"} << QStringList{"snap"};
}

void TestEditPage::eachTaskShowsItsOwnFields() {
    QFETCH(EditTask, task);
    QFETCH(QStringList, shown);
    QFETCH(QStringList, hidden);
    page_->setModels(kKnowsTracks);
    choose(task);
    QCOMPARE(page_->task(), task);
    QVERIFY(!find<QLabel>("taskSentence")->text().isEmpty());
    for (const auto& name : shown)
        QVERIFY2(page_->findChild<QWidget*>(name)->isVisible(), qPrintable(name));
    for (const auto& name : hidden)
        QVERIFY2(!page_->findChild<QWidget*>(name)->isVisible(), qPrintable(name));
}

void TestEditPage::tracksNeedAModelThatKnowsThem() {
    auto* tasks = page_->findChild<TaskChooser*>();
    auto* note = find<QLabel>("taskNote");
    page_->setModels(kKnowsTracks);
    for (const auto task : kEditTasks)
        QCOMPARE(tasks->isAllowed(task), task != EditTask::Retake); // no take was chosen
    QVERIFY(!note->isVisible());
    choose(EditTask::Extract);
    page_->setModels({.chosenCan = false, .chosenAdds = false, .other = "acestep-v15-base", .otherAdds = {}});
    QCOMPARE(page_->task(), EditTask::Repaint); // what can no longer be done is left
    QVERIFY(!tasks->isAllowed(EditTask::Complete));
    QVERIFY(note->isVisible() && note->text().contains("acestep-v15-base"));
    QSignalSpy wanted(page_.get(), &EditPage::trackModelWanted);
    emit note->linkActivated("#");
    QCOMPARE(wanted.front().front().toString(), QStringLiteral("acestep-v15-base"));
    page_->setModels({});
    QVERIFY(note->text().contains("GB"));
}

void TestEditPage::allTracksAreQueuedOneByOne() {
    open();
    page_->setModels(kKnowsTracks);
    choose(EditTask::Extract);
    find<QPushButton>("allTracks")->click();
    RequestDraft draft;
    page_->store(draft);
    const auto jobs = editJobs(draft);
    QCOMPARE(jobs.size(), kTrackNames.size());
    QStringList titles;
    for (const auto& job : jobs) {
        QCOMPARE(job.request.taskType, TaskType::Extract);
        QVERIFY(job.title.contains("source"));
        titles << job.title;
    }
    QCOMPARE(titles.removeDuplicates(), 0);
    QCOMPARE(jobs.front().request.trackName, std::optional<std::string>{"vocals"}); // the best known first
}

void TestEditPage::theTaskAsksForItsFirstField_data() {
    QTest::addColumn<EditTask>("task");
    QTest::addColumn<QString>("field");
    QTest::newRow("repaint") << EditTask::Repaint << "sourceView";
    QTest::newRow("extend") << EditTask::Extend << "secondsAfter";
    QTest::newRow("codes") << EditTask::Codes << "codes";
    QTest::newRow("extract") << EditTask::Extract << "allTracks";
}

void TestEditPage::theTaskAsksForItsFirstField() {
    QFETCH(EditTask, task);
    QFETCH(QString, field);
    page_->setModels(kKnowsTracks);
    open();
    choose(task);
    page_->activateWindow();
    page_->focusFirstField();
    QCOMPARE(page_->focusWidget()->objectName(), field);
}

void TestEditPage::regionsAreSpokenOfOnceThereIsARecording() {
    auto* hint = find<QLabel>("regionHint");
    QVERIFY(!hint->isVisible());
    open();
    QVERIFY(hint->isVisible());
    view().setRegions({{1, 2}});
    QVERIFY(!hint->isVisible());
}

/// A take of the library: its words are what a morph starts from, and it can be taken again.
void TestEditPage::aTakeSaysWhatItIs() {
    StoredTake take;
    take.audio = file("source.wav", 4);
    take.title = "Neon Harbor";
    take.requestJson = R"({"caption": "an old waltz", "lyrics": "la la", "bpm": 90})";
    QSignalSpy arrived(page_->lane(), &SourceLane::sourceChanged);
    page_->openTake(take, EditTask::Morph);
    QVERIFY(arrived.wait(kTimeoutMs));
    QCOMPARE(page_->task(), EditTask::Morph);
    QVERIFY(page_->findChild<TaskChooser*>()->isAllowed(EditTask::Retake));
    const auto made = request();
    QCOMPARE(made.caption, std::string("an old waltz"));
    QCOMPARE(made.bpm, std::optional<int>{90});
    QCOMPARE(made.flowEditSourceCaption, std::string("an old waltz"));
    QCOMPARE(made.flowEditSourceLyrics, std::string("la la"));
}

void TestEditPage::whatIsSetReachesTheRequest() {
    open();
    view().setRegions({{2, 5}, {9, kSourceSeconds}});
    find<QCheckBox>("keepRest")->setChecked(true);
    const auto made = request();
    QCOMPARE(made.taskType, TaskType::Repaint);
    QCOMPARE(made.srcAudio.filename().string(), std::string("source.wav"));
    QCOMPARE(made.repaintingRegions.size(), std::size_t{2});
    QVERIFY(made.repaintHardCut);
    QCOMPARE(made.batchSize, 1);
}

void TestEditPage::everyControlHasAName() {
    for (const auto* control : page_->findChildren<QAbstractButton*>())
        if (control->focusPolicy() != Qt::NoFocus)
            QVERIFY2(!control->accessibleName().isEmpty() || !control->text().isEmpty(),
                     qPrintable(control->objectName()));
    for (const auto* control : page_->findChildren<QComboBox*>())
        QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
    for (const auto* control : page_->findChildren<QAbstractSpinBox*>())
        QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
    QVERIFY(!view().accessibleName().isEmpty());
}

QTEST_MAIN(TestEditPage)
#include "tst_edit_page.moc"
