#include "core/engine/take_title.h"
#include "support/take_fixture.h"

#include <QtTest>

using namespace ottava;

namespace {

constexpr std::int64_t kFrames = 96'000; // two seconds

} // namespace

/// What takes are called, and their folders after them.
class TestTakeTitle : public QObject {
    Q_OBJECT
private slots:
    void init() { home_ = std::make_unique<test::TakeFixture>(); }

    void aSongIsCalledByItsCaption_data();
    void aSongIsCalledByItsCaption();
    void anEditSaysWhatWasDone_data();
    void anEditSaysWhatWasDone();
    void aTakesOwnTitleComesBeforeItsFilesName();
    void aRecordingThatIsNoTakesSoundHasItsFilesName();
    void aSourceThatIsNoLongerThereStillNamesItsEdit();

private:
    std::filesystem::path recording(const char* name) const {
        const auto file = home_->path() / name;
        writeAudio(file, AudioBuffer{.samples = test::tone(kFrames)}, AudioFormat::Wav);
        return file;
    }

    std::unique_ptr<test::TakeFixture> home_;
};

void TestTakeTitle::aSongIsCalledByItsCaption_data() {
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("source"); // that text2music does not use
    QTest::addColumn<QString>("title");
    QTest::newRow("caption") << "dark techno"
                             << ""
                             << "dark techno";
    QTest::newRow("nothing") << ""
                             << ""
                             << "Untitled";
    QTest::newRow("with a source") << "dark techno"
                                   << "harbor.wav"
                                   << "dark techno";
}

void TestTakeTitle::aSongIsCalledByItsCaption() {
    QFETCH(QString, caption);
    QFETCH(QString, source);
    QFETCH(QString, title);
    Request request;
    request.caption = caption.toStdString();
    request.srcAudio = source.toStdString();
    QCOMPARE(takeTitle(request), title.toStdString());
}

void TestTakeTitle::anEditSaysWhatWasDone_data() {
    QTest::addColumn<TaskType>("task");
    QTest::addColumn<bool>("morph");
    QTest::addColumn<std::vector<TimeSpan>>("regions");
    QTest::addColumn<QString>("deed");
    using Spans = std::vector<TimeSpan>;
    QTest::newRow("cover") << TaskType::Cover << false << Spans{} << "cover";
    QTest::newRow("cover of the sound") << TaskType::CoverNoFsq << false << Spans{} << "cover";
    QTest::newRow("morph") << TaskType::Text2Music << true << Spans{} << "morph";
    QTest::newRow("cover and morph") << TaskType::Cover << true << Spans{} << "morph";
    QTest::newRow("repaint, all of it") << TaskType::Repaint << false << Spans{} << "repainted";
    QTest::newRow("repaint, to the end") << TaskType::Repaint << false << Spans{{1, 2}} << "repainted";
    QTest::newRow("repaint, parts") << TaskType::Repaint << false << Spans{{0, 0.5}, {1, -1}} << "repainted";
    QTest::newRow("after the end") << TaskType::Repaint << false << Spans{{2, 5}} << "extended";
    QTest::newRow("before the start") << TaskType::Repaint << false << Spans{{-3, 0}, {1, 1.5}} << "extended";
    QTest::newRow("a track added") << TaskType::Lego << false << Spans{} << "backing vocals";
    QTest::newRow("a track extracted") << TaskType::Extract << false << Spans{} << "backing vocals";
    QTest::newRow("complete") << TaskType::Complete << false << Spans{} << "completed";
}

void TestTakeTitle::anEditSaysWhatWasDone() {
    QFETCH(TaskType, task);
    QFETCH(bool, morph);
    QFETCH(std::vector<TimeSpan>, regions);
    QFETCH(QString, deed);
    Request request;
    request.taskType = task;
    request.flowEditMorph = morph;
    request.repaintingRegions = regions;
    request.trackName = "backing_vocals";
    request.caption = "a caption of its own";
    request.srcAudio = recording("harbor.wav");
    QCOMPARE(QString::fromStdString(takeTitle(request)), QStringLiteral("harbor – ") + deed);
}

void TestTakeTitle::aTakesOwnTitleComesBeforeItsFilesName() {
    const auto take = home_->add("Neon Harbor", kFrames);
    Request request;
    request.taskType = TaskType::Cover;
    request.srcAudio = take.audio;
    QCOMPARE(takeTitle(request), std::string("Neon Harbor – cover"));
}

void TestTakeTitle::aRecordingThatIsNoTakesSoundHasItsFilesName() {
    const auto take = home_->add("Neon Harbor", kFrames);
    Request request;
    request.taskType = TaskType::Cover;
    request.srcAudio = take.folder / "beside.wav";
    writeAudio(request.srcAudio, AudioBuffer{.samples = test::tone(kFrames)}, AudioFormat::Wav);
    QCOMPARE(takeTitle(request), std::string("beside – cover"));
}

void TestTakeTitle::aSourceThatIsNoLongerThereStillNamesItsEdit() {
    Request request;
    request.taskType = TaskType::Repaint;
    request.srcAudio = home_->path() / "gone.wav";
    request.repaintingRegions = {{1, 90}};
    QCOMPARE(takeTitle(request), std::string("gone – repainted"));
}

QTEST_GUILESS_MAIN(TestTakeTitle)
#include "tst_take_title.moc"
