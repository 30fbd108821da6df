#include "ui/compose/request_draft.h"
#include "ui/edit/edit_draft.h"
#include "ui/edit/edit_text.h"

#include <QLocale>
#include <QTest>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr const char* kSource = "/music/take.wav";

EditDraft editOf(EditTask task) {
    EditDraft edit;
    edit.task = task;
    edit.source = kSource;
    edit.sourceName = QStringLiteral("take");
    edit.sourceSeconds = 30;
    return edit;
}

RequestDraft draftOf(EditDraft edit) {
    RequestDraft draft;
    draft.simple = false;
    draft.description = QStringLiteral("brighter");
    draft.lyrics = QStringLiteral("[Verse]\nhello");
    draft.bpm = 96;
    draft.takes = 3;
    draft.seed = 7;
    draft.edit = std::move(edit);
    return draft;
}

Request requestOf(EditDraft edit) {
    return toRequest(draftOf(std::move(edit)));
}

} // namespace

class TestEditDraft : public QObject {
    Q_OBJECT

private slots:
    void everyTaskNamesItsSourceAndItself_data();
    void everyTaskNamesItsSourceAndItself();
    void regionsGoWhereTheReferenceHasThem_data();
    void regionsGoWhereTheReferenceHasThem();
    void whatIsKeptIsSaid();
    void extendingAddsOutsideTheSource_data();
    void extendingAddsOutsideTheSource();
    void coversFollowTheirStrengths();
    void morphsSayWhatTheSourceWas();
    void retakesRepeatTheirRecipe();
    void everyTrackIsASongOfItsOwn();
    void oneTrackIsAddedAndSeveralAreCompleted();
    void codesStandForThemselves();
    void whatIsMissingIsSaid_data();
    void whatIsMissingIsSaid();
    void morphsNeedWords();
    void theButtonSaysHowMuch();
};

void TestEditDraft::everyTaskNamesItsSourceAndItself_data() {
    QTest::addColumn<EditTask>("task");
    QTest::addColumn<TaskType>("type");
    QTest::addColumn<bool>("words");
    QTest::addColumn<bool>("source");
    QTest::newRow("repaint") << EditTask::Repaint << TaskType::Repaint << true << true;
    QTest::newRow("extend") << EditTask::Extend << TaskType::Repaint << true << true;
    QTest::newRow("cover") << EditTask::Cover << TaskType::Cover << true << true;
    QTest::newRow("morph") << EditTask::Morph << TaskType::Text2Music << true << true;
    QTest::newRow("extract") << EditTask::Extract << TaskType::Extract << false << true;
    QTest::newRow("add a track") << EditTask::AddTrack << TaskType::Lego << true << true;
    QTest::newRow("complete") << EditTask::Complete << TaskType::Complete << true << true;
    QTest::newRow("codes") << EditTask::Codes << TaskType::Text2Music << true << false;
}

void TestEditDraft::everyTaskNamesItsSourceAndItself() {
    QFETCH(EditTask, task);
    QFETCH(TaskType, type);
    QFETCH(bool, words);
    QFETCH(bool, source);
    const auto request = requestOf(editOf(task));
    QCOMPARE(request.taskType, type);
    QCOMPARE(request.srcAudio, source ? std::filesystem::path{kSource} : std::filesystem::path{});
    QCOMPARE(request.caption, words ? std::string("brighter") : std::string());
    QCOMPARE(request.lyrics, words ? std::string("[Verse]\nhello") : std::string());
    QCOMPARE(request.bpm.has_value(), words);
    QCOMPARE(request.duration, -1.0); // the source's own
    QCOMPARE(request.batchSize, 3);
    QVERIFY(!request.thinking);
    QVERIFY(request.seed == std::optional<std::int64_t>{7} || request.seeds == std::vector<std::int64_t>{7});
}

void TestEditDraft::regionsGoWhereTheReferenceHasThem_data() {
    QTest::addColumn<EditTask>("task");
    QTest::addColumn<std::vector<TimeSpan>>("regions");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("listed");
    using Spans = std::vector<TimeSpan>;
    QTest::newRow("one") << EditTask::Repaint << Spans{{2, 5}} << 2.0 << 5.0 << 0;
    QTest::newRow("one to the end") << EditTask::Repaint << Spans{{2, 30}} << 2.0 << -1.0 << 0;
    QTest::newRow("several") << EditTask::Repaint << Spans{{2, 5}, {9, 30}} << 0.0 << -1.0 << 2;
    QTest::newRow("a track everywhere") << EditTask::AddTrack << Spans{} << 0.0 << -1.0 << 0;
    QTest::newRow("a track somewhere") << EditTask::AddTrack << Spans{{1, 4}} << 1.0 << 4.0 << 0;
}

void TestEditDraft::regionsGoWhereTheReferenceHasThem() {
    QFETCH(EditTask, task);
    QFETCH(std::vector<TimeSpan>, regions);
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(int, listed);
    auto edit = editOf(task);
    edit.regions = regions;
    const auto request = requestOf(edit);
    QCOMPARE(request.repaintingStart, start);
    QCOMPARE(request.repaintingEnd, end);
    QCOMPARE(request.repaintingRegions.size(), static_cast<std::size_t>(listed));
    if (listed > 0) {
        QCOMPARE(request.repaintingRegions.front().end, 5.0);
        QCOMPARE(request.repaintingRegions.back().end, -1.0);
    }
}

void TestEditDraft::whatIsKeptIsSaid() {
    auto edit = editOf(EditTask::Repaint);
    edit.regions = {{2, 5}};
    edit.keepRest = true;
    edit.repaintMode = RepaintMode::Conservative;
    edit.repaintStrength = 0.25;
    const auto request = requestOf(edit);
    QVERIFY(request.repaintHardCut);
    QCOMPARE(request.repaintMode, RepaintMode::Conservative);
    QCOMPARE(request.repaintStrength, 0.25);
}

void TestEditDraft::extendingAddsOutsideTheSource_data() {
    QTest::addColumn<double>("before");
    QTest::addColumn<double>("after");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<int>("listed");
    QTest::newRow("after") << 0.0 << 15.0 << 30.0 << 45.0 << 0;
    QTest::newRow("before") << 8.0 << 0.0 << -8.0 << 0.0 << 0;
    QTest::newRow("both") << 8.0 << 15.0 << 0.0 << -1.0 << 2;
}

void TestEditDraft::extendingAddsOutsideTheSource() {
    QFETCH(double, before);
    QFETCH(double, after);
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(int, listed);
    auto edit = editOf(EditTask::Extend);
    edit.secondsBefore = before;
    edit.secondsAfter = after;
    const auto request = requestOf(edit);
    QCOMPARE(request.repaintingStart, start);
    QCOMPARE(request.repaintingEnd, end);
    QCOMPARE(request.repaintingRegions.size(), static_cast<std::size_t>(listed));
}

void TestEditDraft::coversFollowTheirStrengths() {
    auto edit = editOf(EditTask::Cover);
    edit.coverStrength = 0.6;
    edit.coverNoise = 0.3;
    auto request = requestOf(edit);
    QCOMPARE(request.audioCoverStrength, 0.6);
    QCOMPARE(request.coverNoiseStrength, 0.3);
    edit.coverDirect = true;
    request = requestOf(edit);
    QCOMPARE(request.taskType, TaskType::CoverNoFsq);
}

void TestEditDraft::morphsSayWhatTheSourceWas() {
    auto edit = editOf(EditTask::Morph);
    edit.morphCaption = QStringLiteral("an old waltz");
    edit.morphLyrics = QStringLiteral("la la");
    edit.morphFrom = 0.2;
    edit.morphTo = 0.8;
    edit.morphAverage = 3;
    const auto request = requestOf(edit);
    QVERIFY(request.flowEditMorph);
    QCOMPARE(request.flowEditSourceCaption, std::string("an old waltz"));
    QCOMPARE(request.flowEditSourceLyrics, std::string("la la"));
    QCOMPARE(request.flowEditNMin, 0.2);
    QCOMPARE(request.flowEditNMax, 0.8);
    QCOMPARE(request.flowEditNAvg, 3);
}

void TestEditDraft::retakesRepeatTheirRecipe() {
    Request made;
    made.caption = "slow blues";
    made.duration = 42;
    made.batchSize = 2;
    made.seeds = {11, 12};
    made.samplingSeed = 99;
    auto edit = editOf(EditTask::Retake);
    edit.recipe = SourceRecipe{made, 1, 12};
    edit.retakeVariance = 0.4;
    edit.retakeSeed = 5;
    const auto request = requestOf(edit);
    QCOMPARE(request.caption, std::string("slow blues")); // its own words, not the page's
    QCOMPARE(request.duration, 42.0);
    QCOMPARE(request.batchSize, 3);
    QCOMPARE(request.seeds, (std::vector<std::int64_t>{12, 12, 12}));
    QCOMPARE(request.samplingSeed, std::optional<std::int64_t>{99});
    QCOMPARE(request.retakeVariance, 0.4);
    QCOMPARE(request.retakeSeeds, std::vector<std::int64_t>{5});
}

void TestEditDraft::everyTrackIsASongOfItsOwn() {
    auto edit = editOf(EditTask::Extract);
    edit.tracks = {"vocals", "drums", "bass"};
    const auto jobs = editJobs(draftOf(edit));
    QCOMPARE(jobs.size(), std::size_t{3});
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        QCOMPARE(jobs[i].request.taskType, TaskType::Extract);
        QCOMPARE(jobs[i].request.trackName, edit.tracks[i]);
        QVERIFY2(jobs[i].title.contains("take"), qPrintable(jobs[i].title));
    }
    QVERIFY(jobs[0].title != jobs[1].title);
    QCOMPARE(editJobs(draftOf(editOf(EditTask::Cover))).size(), std::size_t{1});
}

void TestEditDraft::oneTrackIsAddedAndSeveralAreCompleted() {
    auto edit = editOf(EditTask::AddTrack);
    edit.tracks = {"strings"};
    QCOMPARE(requestOf(edit).trackName, std::string("strings"));
    edit.task = EditTask::Complete;
    edit.tracks = {"drums", "bass"};
    QCOMPARE(requestOf(edit).completeTrackClasses, edit.tracks);
}

void TestEditDraft::codesStandForThemselves() {
    auto edit = editOf(EditTask::Codes);
    edit.codes = QStringLiteral(" <|audio_code_1|><|audio_code_2|>\n");
    edit.codesStrength = 0.5;
    const auto request = requestOf(edit);
    QCOMPARE(request.audioCodes.of(0), std::string("<|audio_code_1|><|audio_code_2|>"));
    QCOMPARE(request.audioCoverStrength, 0.5);
}

void TestEditDraft::whatIsMissingIsSaid_data() {
    QTest::addColumn<EditDraft>("edit");
    QTest::addColumn<QString>("word"); // empty: nothing is missing
    const auto row = [](const char* name, EditDraft edit, const char* word) { QTest::newRow(name) << edit << word; };
    auto edit = editOf(EditTask::Repaint);
    row("no region", edit, "Mark");
    edit.regions = {{1, 2}};
    row("a region", edit, "");
    edit.source.clear();
    row("no source", edit, "Choose the recording");
    edit = editOf(EditTask::Extend);
    row("something added", edit, "");
    edit.secondsAfter = 0;
    row("nothing added", edit, "seconds");
    edit = editOf(EditTask::Morph);
    edit.morphTo = edit.morphFrom;
    row("no morph", edit, "before it ends");
    row("no track", editOf(EditTask::AddTrack), "track");
    row("no tracks", editOf(EditTask::Extract), "at least one");
    row("no recipe", editOf(EditTask::Retake), "library");
    edit = editOf(EditTask::Codes);
    row("no codes", edit, "Paste");
    edit.codes = QStringLiteral("la la la");
    row("no codes in the text", edit, "audio_code_123");
    edit.codes = QStringLiteral("<|audio_code_7|>");
    row("codes", edit, "");
}

void TestEditDraft::whatIsMissingIsSaid() {
    QFETCH(EditDraft, edit);
    QFETCH(QString, word);
    const auto problem = problemOf(edit);
    QCOMPARE(problem.isEmpty(), word.isEmpty());
    QVERIFY2(problem.contains(word), qPrintable(problem));
    const auto problems = problemsOf(draftOf(edit));
    QCOMPARE(problems.empty(), word.isEmpty());
    if (!problems.empty())
        QCOMPARE(problems.front().field, DraftField::Edit);
}

void TestEditDraft::morphsNeedWords() {
    auto draft = draftOf(editOf(EditTask::Morph));
    QVERIFY(problemsOf(draft).empty());
    draft.description.clear();
    QVERIFY(problemsOf(draft).empty()); // other lyrics are enough
    draft.lyrics.clear();
    QCOMPARE(problemsOf(draft).size(), std::size_t{1});
    QCOMPARE(problemsOf(draft).front().field, DraftField::Description);
    draft.edit->task = EditTask::Cover;
    QVERIFY(problemsOf(draft).empty());
}

void TestEditDraft::theButtonSaysHowMuch() {
    auto edit = editOf(EditTask::Extend);
    edit.secondsBefore = 2.5;
    QVERIFY2(taskAction(edit).contains(QLocale().toString(17.5)), qPrintable(taskAction(edit)));
    edit.task = EditTask::Repaint;
    edit.regions = {{1, 2}, {3, 4}};
    QVERIFY2(taskAction(edit).contains('2'), qPrintable(taskAction(edit)));
    edit.task = EditTask::AddTrack;
    edit.tracks = {"backing_vocals"};
    QVERIFY2(taskAction(edit).contains(trackText("backing_vocals")), qPrintable(taskAction(edit)));
}

QTEST_GUILESS_MAIN(TestEditDraft)
#include "tst_edit_draft.moc"
