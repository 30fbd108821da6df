#include "support/fake_card.h"
#include "support/take_fixture.h"
#include "ui/playback/level_meter.h"
#include "ui/playback/take_player.h"
#include "ui/playback/transport_bar.h"
#include "ui/playback/volume_slider.h"

#include <QLabel>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <cmath>

using namespace ottava;
using namespace ottava::ui;
using ottava::test::FakeCard;

class TestTransport : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void volumeIsInDecibels_data() {
        QTest::addColumn<double>("gain");
        QTest::addColumn<double>("decibels");
        QTest::newRow("full") << 1.0 << 0.0;
        QTest::newRow("half") << 0.5 << -6.0;
        QTest::newRow("a tenth") << 0.1 << -20.0;
        QTest::newRow("quiet") << 0.001 << -60.0 + 0.5;
    }
    void volumeIsInDecibels() {
        QFETCH(double, gain);
        QFETCH(double, decibels);
        VolumeSlider slider;
        slider.setGain(gain);
        if (gain > 0.001)
            QVERIFY(std::abs(20 * std::log10(slider.gain()) - decibels) < 0.3);
        else
            QVERIFY(slider.gain() <= std::pow(10, decibels / 20));
    }

    void lowestVolumeIsSilence() {
        VolumeSlider slider;
        QSignalSpy gains(&slider, &VolumeSlider::gainChanged);
        slider.setValue(0);
        QCOMPARE(slider.gain(), 0.0);
        QCOMPARE(gains.back().front().toDouble(), 0.0);
        QCOMPARE(slider.accessibleDescription(), VolumeSlider::tr("Muted"));
    }

    void muteRemembersTheVolume() {
        TransportBar bar;
        bar.setGain(0.5);
        QSignalSpy gains(&bar, &TransportBar::gainChanged);
        auto* mute = bar.findChild<QToolButton*>(QStringLiteral("mute"));
        mute->click();
        QCOMPARE(gains.back().front().toDouble(), 0.0);
        mute->click();
        QVERIFY(std::abs(gains.back().front().toDouble() - 0.5) < 0.02);
        QVERIFY(!mute->isChecked());
    }

    void everyControlHasAName() {
        TransportBar bar;
        for (const auto* button : bar.findChildren<QToolButton*>())
            QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(button->objectName()));
        QVERIFY(!bar.findChild<VolumeSlider*>()->accessibleName().isEmpty());
    }

    void playButtonSaysWhatItDoes() {
        TransportBar bar;
        auto* play = bar.findChild<QToolButton*>(QStringLiteral("play"));
        const auto name = play->accessibleName();
        bar.setPlaying(true);
        QVERIFY(play->accessibleName() != name);
        bar.setPlaying(false);
        QCOMPARE(play->accessibleName(), name);
    }

    void timesAreShownWithTenths() {
        TransportBar bar;
        bar.setTimes(42.34, 182);
        QCOMPARE(bar.findChild<QLabel*>(QStringLiteral("times"))->text(), QStringLiteral("0:42.3 / 3:02"));
    }

    void withoutATakeOnlyVolumeAndOutputWork() {
        TransportBar bar;
        QVERIFY(!bar.findChild<QToolButton*>(QStringLiteral("play"))->isEnabled());
        QVERIFY(bar.findChild<QToolButton*>(QStringLiteral("output"))->isEnabled());
        bar.setHasTake(true);
        QVERIFY(bar.findChild<QToolButton*>(QStringLiteral("play"))->isEnabled());
    }

    void meterRisesAtOnceAndFallsSlowly() {
        ottava::ui::LevelMeter meter;
        meter.setLevels({.peakDb = {-6.F, -12.F}, .shortTermLufs = -13.84, .truePeakDb = -1.14});
        QCOMPARE(meter.shownDb(0), -6.0);
        QCOMPARE(meter.shownDb(1), -12.0);
        Levels silence;
        silence.peakDb = {-60.F, -60.F};
        meter.setLevels(silence);
        QVERIFY(meter.shownDb(0) < -6.0);
        QVERIFY(meter.shownDb(0) > -8.0);
        QCOMPARE(meter.heldDb(0), -6.0);
        for (int i = 0; i < 120; ++i)
            meter.setLevels(silence);
        QCOMPARE(meter.shownDb(0), -60.0);
        QVERIFY(meter.heldDb(0) < -6.0);
    }

    void meterPrintsItsFigures() {
        ottava::ui::LevelMeter meter;
        meter.setLevels({.peakDb = {-6.F, -6.F}, .shortTermLufs = -13.84, .truePeakDb = -1.14});
        QCOMPARE(meter.peakText(), QStringLiteral("−1.1 dBTP"));
        QCOMPARE(meter.loudnessText(), QStringLiteral("−13.8 LUFS"));
        QVERIFY(meter.accessibleDescription().contains(meter.loudnessText()));
        meter.reset();
        QCOMPARE(meter.loudnessText(), QStringLiteral("– LUFS"));
    }

    void playerReportsPositionAndEnd() {
        FakeCard card;
        TakePlayer player(card.options());
        player.setTrack(fullTrack(9'600));
        QSignalSpy playing(&player, &TakePlayer::playingChanged);
        QSignalSpy levels(&player, &TakePlayer::levelsChanged);
        player.play();
        QCOMPARE(playing.count(), 1);
        QTRY_VERIFY((card.play(1'200), player.position() > 0));
        QVERIFY(levels.count() > 0);
        QTRY_VERIFY((card.play(1'200), !player.isPlaying()));
        QCOMPARE(playing.count(), 2);
        QCOMPARE(player.position(), 0LL);
    }

    void aVanishedDeviceKeepsThePosition() {
        FakeCard card;
        TakePlayer player(card.options());
        player.setTrack(fullTrack(480'000));
        QSignalSpy faults(&player, &TakePlayer::fault);
        player.seek(48'000);
        player.play();
        QTRY_VERIFY((card.play(1'200), player.position() > 48'000));
        card.vanish();
        QTRY_COMPARE(faults.count(), 1);
        QVERIFY(!faults.front().at(0).toString().isEmpty());
        QVERIFY(!faults.front().at(1).toString().isEmpty());
        QVERIFY(!player.isPlaying());
        const auto held = player.position();
        QVERIFY(held > 48'000);
        player.play();
        QVERIFY(player.isPlaying());
        QTRY_VERIFY((card.play(1'200), player.position() > held));
    }

    void noDeviceIsAFaultNotAnEnd() {
        FakeCard card;
        card.setRefusing(true);
        TakePlayer player(card.options());
        player.setTrack(fullTrack(48'000));
        player.seek(24'000);
        QSignalSpy faults(&player, &TakePlayer::fault);
        player.play();
        QCOMPARE(faults.count(), 1);
        QVERIFY(!player.isPlaying());
        QCOMPARE(player.position(), 24'000LL);
        card.setRefusing(false);
        player.play();
        QVERIFY(player.isPlaying());
    }

    void anotherDeviceGoesOnWhereTheFirstWas() {
        FakeCard card;
        TakePlayer player(card.options());
        player.setTrack(fullTrack(480'000));
        player.seek(48'000);
        player.play();
        player.setDevice(QStringLiteral("Other"));
        QVERIFY(player.isPlaying());
        QCOMPARE(card.askedFor(), std::string("Other"));
        QVERIFY(player.position() >= 48'000);
    }

private:
    static std::shared_ptr<PlaybackTrack> fullTrack(std::int64_t frames) {
        auto track = std::make_shared<PlaybackTrack>(frames);
        track->append(test::tone(frames));
        return track;
    }
};

QTEST_MAIN(TestTransport)
#include "tst_transport.moc"
