#include "support/fake_card.h"
#include "support/take_fixture.h"
#include "ui/playback/drag_handle.h"
#include "ui/playback/take_panel.h"
#include "ui/playback/transport_bar.h"
#include "ui/playback/waveform_view.h"

#include <QFile>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <QToolButton>

using namespace ottava;
using namespace ottava::ui;
using ottava::test::FakeCard;
using ottava::test::TakeFixture;
using ottava::test::tone;

namespace {

constexpr std::int64_t kTotal = 480'000;

AudioChunk chunk(int item, std::int64_t first, std::int64_t frames) {
    return {.item = item,
            .firstFrame = first,
            .totalFrames = kTotal,
            .samples = std::make_shared<const std::vector<float>>(tone(frames))};
}

} // namespace

class TestTakePanel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() {
        panel_ = std::make_unique<TakePanel>(nullptr, card_.options());
        panel_->resize(640, 480);
        panel_->show();
        wave_ = panel_->findChild<WaveformView*>();
    }
    void cleanup() {
        panel_.reset();
        card_.setRefusing(false);
    }

    void growsWhileTilesArrive() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        QCOMPARE(wave_->totalFrames(), kTotal);
        QCOMPARE(wave_->decodedFrames(), 0LL);
        panel_->appendAudio(chunk(0, 0, 96'000));
        panel_->appendAudio(chunk(0, 96'000, 96'000));
        QCOMPARE(wave_->decodedFrames(), 192'000LL);
        QVERIFY(label("takeState")->text().contains(QStringLiteral("40")));
        QVERIFY(!handle()->isEnabled());
    }

    void chunksOfOtherTakesOrOutOfOrderAreLeftOut() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(1, 0, 96'000));
        panel_->appendAudio(chunk(0, 96'000, 96'000));
        QCOMPARE(wave_->decodedFrames(), 0LL);
    }

    void playsFromTheFirstTileOn() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, 96'000));
        QSignalSpy playing(panel_.get(), &TakePanel::playingChanged);
        panel_->togglePlay();
        QCOMPARE(playing.count(), 1);
        QTRY_VERIFY((card_.play(1'200), wave_->position() > 0));
        panel_->appendAudio(chunk(0, 96'000, 96'000));
        QVERIFY(panel_->isPlaying());
    }

    void aFinishedTakeReplacesItsTilesWithoutAStop() {
        const auto take = fixture_.add("Neon", kTotal);
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, 96'000));
        panel_->togglePlay();
        QTRY_VERIFY((card_.play(1'200), wave_->position() > 0));
        panel_->finishTake(0, take);
        QTRY_VERIFY(panel_->storedTake());
        QVERIFY(panel_->isPlaying());
        QVERIFY(wave_->position() > 0);
        QCOMPARE(wave_->decodedFrames(), kTotal);
        QVERIFY(handle()->isEnabled());
        QVERIFY(!label("takeState")->isVisible());
    }

    void aNewTakeDoesNotInterruptWhatSounds() {
        panel_->beginTake(0, kTotal, QStringLiteral("First"));
        panel_->appendAudio(chunk(0, 0, 96'000));
        panel_->togglePlay();
        panel_->beginTake(1, kTotal, QStringLiteral("Second"));
        panel_->appendAudio(chunk(1, 0, 192'000));
        QVERIFY(panel_->isPlaying());
        QCOMPARE(wave_->decodedFrames(), 96'000LL);
        auto* button = panel_->findChild<QPushButton*>(QStringLiteral("showWaiting"));
        QVERIFY(button->isVisible());
        button->click();
        QCOMPARE(wave_->decodedFrames(), 192'000LL);
        QVERIFY(!panel_->isPlaying());
        QVERIFY(!button->isVisible());
    }

    void showsAStoredTakeWithRecipeAndFacts() {
        const auto take = fixture_.add("Harbor", 96'000, 4021);
        panel_->showTake(take);
        QTRY_VERIFY(panel_->storedTake());
        QCOMPARE(wave_->totalFrames(), 96'000LL);
        QVERIFY(label("facts")->text().contains(QStringLiteral("0:02")));
        QVERIFY(label("facts")->text().contains(QStringLiteral("WAV")));
        const auto recipe = label("recipe")->text();
        for (const auto* part : {"turbo", "8", "120", "A minor", "4021"})
            QVERIFY2(recipe.contains(QLatin1String(part)), part);
    }

    void theTakeAskedForLastWins() {
        const auto slow = fixture_.add("Slow", 4'800'000);
        const auto quick = fixture_.add("Quick", 4'800);
        panel_->showTake(slow);
        panel_->showTake(quick);
        QTRY_VERIFY(panel_->storedTake());
        QTRY_COMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);
        QCoreApplication::processEvents();
        QCOMPARE(panel_->storedTake()->title, std::string("Quick"));
        QCOMPARE(wave_->totalFrames(), 4'800LL);
    }

    void seeks() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, kTotal));
        panel_->seekBy(2.5);
        QCOMPARE(wave_->position(), 120'000LL);
        panel_->seekBy(-1);
        QCOMPARE(wave_->position(), 72'000LL);
        panel_->seekToEnd();
        QCOMPARE(wave_->position(), kTotal);
        panel_->seekToStart();
        QCOMPARE(wave_->position(), 0LL);
        QTest::keyClick(wave_, Qt::Key_Right);
        QCOMPARE(label("times")->text(), QStringLiteral("0:01.0 / 0:10"));
    }

    void playBeginsInsideTheSelection() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, kTotal));
        wave_->setSelection(FrameRange(240'000, 288'000));
        panel_->togglePlay();
        QCOMPARE(wave_->position(), 240'000LL);
    }

    void withoutADeviceEverythingElseWorks() {
        card_.setRefusing(true);
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, kTotal));
        panel_->seekBy(3);
        QSignalSpy messages(panel_.get(), &TakePanel::message);
        panel_->togglePlay();
        QCOMPARE(messages.count(), 1);
        QVERIFY(!messages.front().at(0).toString().isEmpty());
        QVERIFY(!messages.front().at(1).toString().isEmpty());
        QCOMPARE(wave_->position(), 144'000LL);
        panel_->seekBy(1);
        QCOMPARE(wave_->position(), 192'000LL);
        QVERIFY(panel_->findChild<QToolButton*>(QStringLiteral("play"))->isEnabled());
    }

    void anUnpluggedDeviceIsAMessage() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, kTotal));
        QSignalSpy messages(panel_.get(), &TakePanel::message);
        panel_->togglePlay();
        QTRY_VERIFY((card_.play(1'200), wave_->position() > 0));
        card_.vanish();
        QTRY_COMPARE(messages.count(), 1);
        QVERIFY(!panel_->isPlaying());
        QVERIFY(wave_->position() > 0);
    }

    void aDamagedTakeIsAMessageAndNothingElse_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("missing") << QByteArray();
        QTest::newRow("not audio") << QByteArray("these are no samples");
    }
    void aDamagedTakeIsAMessageAndNothingElse() {
        QFETCH(QByteArray, content);
        const auto whole = fixture_.add("Whole");
        panel_->showTake(whole);
        QTRY_VERIFY(panel_->storedTake());
        auto damaged = fixture_.add("Damaged");
        std::filesystem::remove(damaged.audio);
        if (!content.isEmpty()) {
            QFile file(QString::fromStdString(damaged.audio.string()));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        }
        QSignalSpy messages(panel_.get(), &TakePanel::message);
        panel_->showTake(damaged);
        QTRY_COMPARE(messages.count(), 1);
        QCOMPARE(panel_->storedTake()->title, std::string("Whole"));
        QVERIFY(panel_->findChild<QToolButton*>(QStringLiteral("play"))->isEnabled());
    }

    void anAbandonedTakeGoesAFinishedOneStays() {
        panel_->beginTake(0, kTotal, QStringLiteral("Neon"));
        panel_->appendAudio(chunk(0, 0, 96'000));
        panel_->finishTake(0, fixture_.add("Neon", kTotal));
        panel_->abandonTake(); // its file is still being read
        QTRY_VERIFY(panel_->storedTake());
        panel_->beginTake(1, kTotal, QStringLiteral("Rain"));
        panel_->appendAudio(chunk(1, 0, 96'000));
        panel_->abandonTake();
        QCOMPARE(wave_->totalFrames(), 0LL);
    }

    void clearTakesEverythingAway() {
        panel_->showTake(fixture_.add("Neon"));
        QTRY_VERIFY(panel_->storedTake());
        panel_->clear();
        QVERIFY(!panel_->storedTake());
        QCOMPARE(wave_->totalFrames(), 0LL);
        panel_->togglePlay();
        panel_->exportTake();
        panel_->copyTakeAsFile();
        QVERIFY(!panel_->isPlaying());
    }

private:
    QLabel* label(const char* name) const { return panel_->findChild<QLabel*>(QLatin1String(name)); }
    DragHandle* handle() const { return panel_->findChild<DragHandle*>(); }

    TakeFixture fixture_;
    FakeCard card_;
    std::unique_ptr<TakePanel> panel_;
    WaveformView* wave_ = nullptr;
};

QTEST_MAIN(TestTakePanel)
#include "tst_take_panel.moc"
