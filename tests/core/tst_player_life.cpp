#include "core/audio/player.h"
#include "support/expect_error.h"
#include "support/fake_card.h"
#include "support/thread_sanitizer.h"

#include <QtTest>

#include <cmath>
#include <thread>

using namespace ottava;
using namespace ottava::test;

class TestPlayerLife : public QObject {
    Q_OBJECT
private slots:
    void cleanupTestCase();
    void init();
    void growingTrackIsWaitedForWithoutUnderrun();
    void cancelledTrackEndsWhereItIs();
    void finishedTakeReplacesTheTilesWhilePlaying();
    void runningDryIsAnUnderrun();
    void aDeviceThatVanishesPausesAtThePosition();
    void aMachineWithoutADeviceKeepsEverythingElse();
    void trackAndDeviceAreTakenForTheNextPlay();
    void survivesBeingDestroyedWhilePlaying();
    void manyCommandsWhileTheCardRuns();

private:
    std::unique_ptr<FakeCard> card_;
    std::unique_ptr<Player> player_;
};

void TestPlayerLife::init() {
    player_.reset();
    card_ = std::make_unique<FakeCard>();
    player_ = std::make_unique<Player>(PlayerOptions{.bufferSeconds = 0.1, .open = card_->opener()});
}

void TestPlayerLife::growingTrackIsWaitedForWithoutUnderrun() {
    const auto track = countingTrack(500, 2'000);
    player_->setTrack(track);
    player_->play();
    auto edge = counting(0, 500);
    edge.resize(800, 0.0F);
    QCOMPARE(card_->play(800), edge);
    QCOMPARE(card_->play(100), silence(100));
    QCOMPARE(player_->positionFrames(), 500);
    QCOMPARE(player_->state(), Player::State::Playing);
    track->append(counting(500, 1'500));
    std::vector<float> heard;
    QVERIFY(comesTrue([&] {
        for (const float sample : card_->play(100))
            if (sample != 0)
                heard.push_back(sample);
        return heard.size() >= 1'500;
    }));
    QCOMPARE(heard, counting(500, 1'500));
    QCOMPARE(player_->underruns(), 0);
}

void TestPlayerLife::cancelledTrackEndsWhereItIs() {
    const auto track = countingTrack(500, 2'000);
    player_->setTrack(track);
    player_->play();
    card_->play(600);
    track->finish();
    QVERIFY(comesTrue([&] { return player_->state() == Player::State::Stopped; }));
}

void TestPlayerLife::finishedTakeReplacesTheTilesWhilePlaying() {
    const auto track = countingTrack(2'000, 20'000);
    player_->setTrack(track);
    player_->play();
    QCOMPARE(card_->play(2'000), counting(0, 2'000));
    track->replace(counting(1'000'000, 20'000));
    std::vector<float> heard;
    QVERIFY(comesTrue([&] {
        heard = card_->play(1);
        return heard.front() != 0;
    }));
    QCOMPARE(heard, counting(1'002'000, 1));
}

void TestPlayerLife::runningDryIsAnUnderrun() {
    player_->setTrack(countingTrack(100'000));
    player_->play();
    // More than is ever read ahead, in one piece: the feeder cannot have come in between.
    const auto out = card_->play(20'000);
    QCOMPARE(out.back(), 0.0F);
    QCOMPARE(player_->underruns(), 1);
    std::vector<float> next;
    QVERIFY(comesTrue([&] {
        next = card_->play(1);
        return next.front() != 0;
    }));
    const auto heard = std::ranges::count_if(out, [](float sample) { return sample != 0; });
    QCOMPARE(next, counting(heard, 1)); // and not a frame is lost by it
}

void TestPlayerLife::aDeviceThatVanishesPausesAtThePosition() {
    player_->setTrack(countingTrack(100'000));
    player_->play();
    card_->play(1'234);
    QVERIFY(!player_->takeFault());
    card_->vanish();
    QVERIFY(comesTrue([&] { return player_->state() == Player::State::Paused && !card_->isOpen(); }));
    QCOMPARE(player_->positionFrames(), 1'234);
    const auto fault = player_->takeFault();
    QVERIFY(fault && QString::fromStdString(*fault).contains("unplugged"));
    QVERIFY(!player_->takeFault());
    player_->setDevice("another");
    player_->play();
    QCOMPARE(card_->lastFormat.device, std::optional<std::string>{"another"});
    QCOMPARE(card_->play(10), counting(1'234, 10));
}

void TestPlayerLife::aMachineWithoutADeviceKeepsEverythingElse() {
    card_->refuses = true;
    player_->setTrack(countingTrack(1'000));
    player_->seek(400);
    QVERIFY_THROWS(player_->play(), ErrorCode::AudioFault, "No device");
    QCOMPARE(player_->state(), Player::State::Stopped);
    QCOMPARE(player_->positionFrames(), 400);
    player_->setVolume(0.3F);
    player_->setLoop(FrameRange{0, 10});
    player_->pause();
    QCOMPARE(player_->levels().peakDb, std::vector<float>{-INFINITY});
    card_->refuses = false;
    player_->setLoop(std::nullopt);
    player_->setVolume(1);
    player_->play();
    QCOMPARE(card_->play(5), counting(400, 5));
}

void TestPlayerLife::trackAndDeviceAreTakenForTheNextPlay() {
    player_->play(); // without a track: nothing
    QCOMPARE(card_->opened.load(), 0);
    player_->setTrack(std::make_shared<PlaybackTrack>(100, 2, 44'100));
    player_->play();
    QCOMPARE(card_->lastFormat.channels, 2);
    QCOMPARE(card_->lastFormat.sampleRate, 44'100);
    QVERIFY(!card_->lastFormat.device);
    player_->setTrack(countingTrack(1'000));
    QCOMPARE(player_->state(), Player::State::Stopped);
    player_->play();
    QCOMPARE(card_->play(3), counting(0, 3));
    player_->setTrack(nullptr);
    QCOMPARE(player_->positionFrames(), 0);
    QVERIFY(player_->levels().peakDb.empty());
}

void TestPlayerLife::survivesBeingDestroyedWhilePlaying() {
    player_->setTrack(countingTrack(10'000));
    player_->play();
    player_.reset();
    QVERIFY(!card_->isOpen());
}

void TestPlayerLife::manyCommandsWhileTheCardRuns() {
    const auto track = countingTrack(50'000, 100'000);
    player_->setTrack(track);
    player_->play();
    std::jthread sounding{[this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            card_->play(64);
            std::this_thread::yield();
        }
    }};
    for (std::int64_t round = 0; round < 100; ++round) {
        player_->seek(round * 97 % 40'000);
        player_->setVolume(static_cast<float>(round % 10) / 10);
        player_->setLoop(round % 3 == 0 ? std::optional{FrameRange{round, round + 500}} : std::nullopt);
        round % 7 == 0 ? player_->pause() : player_->play();
        const auto position = player_->positionFrames();
        QVERIFY(position >= 0 && position <= 100'000);
        player_->levels();
        if (round == 50)
            track->append(counting(50'000, 50'000));
    }
    player_->stop();
    QCOMPARE(player_->state(), Player::State::Stopped);
}

void TestPlayerLife::cleanupTestCase() {
    player_.reset();
    nothingOfOursFollows();
}

QTEST_GUILESS_MAIN(TestPlayerLife)
#include "tst_player_life.moc"
