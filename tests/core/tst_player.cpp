#include "core/audio/player.h"
#include "core/base/error.h"
#include "support/expect_error.h"
#include "support/tsan_options.h"

#include <QtTest>

#include <cmath>
#include <mutex>
#include <numeric>
#include <thread>

using namespace ottava;

namespace {

constexpr std::int64_t kRampFrames = 240; // 5 ms at 48 kHz

/// A sound card that plays when the test says so.
class FakeCard {
public:
    OpenOutput opener() {
        return [this](const OutputFormat& format, OutputClient& client) -> std::unique_ptr<OutputDevice> {
            if (refuses)
                throw Error{ErrorCode::AudioFault, "No device.", "Connect one."};
            const std::scoped_lock lock{mutex_};
            lastFormat = format;
            ++opened;
            client_ = &client;
            return std::make_unique<Device>(*this);
        };
    }

    /// What comes out in the next `frames`.
    std::vector<float> play(std::int64_t frames) {
        std::vector<float> out(static_cast<std::size_t>(frames * lastFormat.channels), -9.0F);
        const std::scoped_lock lock{mutex_};
        if (client_ != nullptr)
            client_->render(out);
        return out;
    }
    void vanish() {
        const std::scoped_lock lock{mutex_};
        client_->ended();
    }
    bool isOpen() {
        const std::scoped_lock lock{mutex_};
        return client_ != nullptr;
    }

    std::atomic<bool> refuses = false;
    std::atomic<int> opened = 0;
    OutputFormat lastFormat;

private:
    struct Device : OutputDevice {
        explicit Device(FakeCard& card) : owner(card) {}
        ~Device() override {
            const std::scoped_lock lock{owner.mutex_};
            owner.client_ = nullptr;
        }
        FakeCard& owner;
    };

    std::mutex mutex_;
    OutputClient* client_ = nullptr;
};

/// Mono; the sample of frame n is n + 1, so that silence is never music.
std::vector<float> counting(std::int64_t first, std::int64_t count) {
    std::vector<float> samples(static_cast<std::size_t>(count));
    std::iota(samples.begin(), samples.end(), static_cast<float>(first + 1));
    return samples;
}

std::shared_ptr<PlaybackTrack> countingTrack(std::int64_t frames, std::int64_t total = 0) {
    auto track = std::make_shared<PlaybackTrack>(std::max(frames, total), 1);
    track->append(counting(0, frames));
    return track;
}

std::vector<float> silence(std::int64_t frames) {
    return std::vector<float>(static_cast<std::size_t>(frames), 0.0F);
}

/// Gives way to the feeder until `ready`.
template<class Condition>
bool comesTrue(Condition ready) {
    return QTest::qWaitFor(ready, 10'000);
}

} // namespace

class TestPlayer : public QObject {
    Q_OBJECT
private slots:
    void init();
    void playsEveryFrameOnce();
    void stopsAtTheEndAndBeginsAgain();
    void pauseFadesAndHoldsThePosition();
    void seekIsExact_data();
    void seekIsExact();
    void seekWhilePausedIsHeardOnPlay();
    void loopTurnsExactly();
    void loopSetBehindWhatWasReadAheadStillHolds();
    void loopTakenAwayRunsOn();
    void volumeMovesWithoutAJump();
    void growingTrackIsWaitedForWithoutUnderrun();
    void cancelledTrackEndsWhereItIs();
    void finishedTakeReplacesTheTilesWhilePlaying();
    void runningDryIsAnUnderrun();
    void aDeviceThatVanishesPausesAtThePosition();
    void aMachineWithoutADeviceKeepsEverythingElse();
    void levelsAreOfWhatSounds();
    void loudnessNeedsThreeSeconds();
    void trackAndDeviceAreTakenForTheNextPlay();
    void survivesBeingDestroyedWhilePlaying();
    void manyCommandsWhileTheCardRuns();

private:
    std::unique_ptr<FakeCard> card_;
    std::unique_ptr<Player> player_;
};

void TestPlayer::init() {
    player_.reset();
    card_ = std::make_unique<FakeCard>();
    player_ = std::make_unique<Player>(PlayerOptions{.bufferSeconds = 0.1, .open = card_->opener()});
}

void TestPlayer::playsEveryFrameOnce() {
    player_->setTrack(countingTrack(2'000));
    QCOMPARE(player_->state(), Player::State::Stopped);
    player_->play();
    QCOMPARE(player_->state(), Player::State::Playing);
    QCOMPARE(card_->play(700), counting(0, 700));
    QCOMPARE(player_->positionFrames(), 700);
    QCOMPARE(card_->play(1), counting(700, 1));
    auto rest = counting(701, 1'299);
    rest.resize(1'400, 0.0F);
    QCOMPARE(card_->play(1'400), rest);
    QCOMPARE(player_->underruns(), 0);
}

void TestPlayer::stopsAtTheEndAndBeginsAgain() {
    player_->setTrack(countingTrack(1'000));
    player_->play();
    card_->play(1'000);
    QVERIFY(comesTrue([&] { return player_->state() == Player::State::Stopped && !card_->isOpen(); }));
    QCOMPARE(player_->positionFrames(), 0);
    player_->play();
    QCOMPARE(card_->play(10), counting(0, 10));
}

void TestPlayer::pauseFadesAndHoldsThePosition() {
    player_->setTrack(countingTrack(4'000));
    player_->play();
    card_->play(1'000);
    player_->pause();
    QCOMPARE(player_->state(), Player::State::Paused);
    const auto faded = card_->play(1'000);
    for (std::size_t frame = 0; frame < 1'000; ++frame) {
        const auto full = static_cast<float>(1'001 + frame);
        QVERIFY(faded[frame] <= full * (1 - static_cast<float>(std::min<std::size_t>(frame + 1, 240)) / 240) + 0.1F);
    }
    const auto held = player_->positionFrames();
    QVERIFY(held >= 1'000 && held <= 1'000 + kRampFrames);
    QCOMPARE(card_->play(500), silence(500));
    QCOMPARE(player_->positionFrames(), held);
    player_->play();
    const auto again = card_->play(1'000);
    QCOMPARE(again[999], static_cast<float>(held + 1'000)); // not a frame lost, full volume again
    QCOMPARE(card_->opened.load(), 1);
}

void TestPlayer::seekIsExact_data() {
    QTest::addColumn<int>("frame");
    QTest::newRow("forward, beyond what was read") << 90'000;
    QTest::newRow("forward, within it") << 1'200;
    QTest::newRow("back") << 3;
}

void TestPlayer::seekIsExact() {
    QFETCH(int, frame);
    player_->setTrack(countingTrack(100'000));
    player_->play();
    card_->play(1'000);
    player_->seek(frame);
    QCOMPARE(player_->positionFrames(), frame);
    QCOMPARE(card_->play(500), counting(frame, 500));
    QCOMPARE(player_->positionFrames(), frame + 500);
    QCOMPARE(player_->underruns(), 0);
}

void TestPlayer::seekWhilePausedIsHeardOnPlay() {
    player_->setTrack(countingTrack(100'000));
    player_->seek(50);
    QCOMPARE(player_->positionFrames(), 50);
    player_->play();
    QCOMPARE(card_->play(10), counting(50, 10));
    player_->pause();
    card_->play(1'000);
    player_->seek(70'000);
    QCOMPARE(player_->positionFrames(), 70'000);
    card_->play(100);
    QCOMPARE(player_->positionFrames(), 70'000);
    player_->play();
    const auto out = card_->play(kRampFrames + 10);
    QCOMPARE(out.back(), static_cast<float>(70'000 + kRampFrames + 10));
}

void TestPlayer::loopTurnsExactly() {
    player_->setTrack(countingTrack(10'000));
    player_->setLoop(FrameRange{100, 300});
    player_->play();
    auto expected = counting(0, 300);
    for (int round = 0; round < 2; ++round) {
        const auto again = counting(100, 200);
        expected.insert(expected.end(), again.begin(), again.end());
    }
    QCOMPARE(card_->play(700), expected);
    QCOMPARE(player_->positionFrames(), 100);
    card_->play(50);
    QCOMPARE(player_->positionFrames(), 150);
}

void TestPlayer::loopSetBehindWhatWasReadAheadStillHolds() {
    player_->setTrack(countingTrack(10'000));
    player_->play();
    QCOMPARE(card_->play(100), counting(0, 100));
    player_->setLoop(FrameRange{50, 200}); // the ring holds more than that already
    auto expected = counting(100, 100);
    const auto again = counting(50, 150);
    expected.insert(expected.end(), again.begin(), again.end());
    QCOMPARE(card_->play(250), expected);
}

void TestPlayer::loopTakenAwayRunsOn() {
    player_->setTrack(countingTrack(10'000));
    player_->setLoop(FrameRange{0, 200});
    player_->play();
    card_->play(250);
    player_->setLoop(std::nullopt);
    QCOMPARE(card_->play(400), counting(50, 400));
}

void TestPlayer::volumeMovesWithoutAJump() {
    auto track = std::make_shared<PlaybackTrack>(4'000, 1);
    track->append(std::vector<float>(4'000, 1.0F));
    player_->setTrack(track);
    player_->setVolume(0.5F);
    player_->play();
    QCOMPARE(card_->play(10), std::vector<float>(10, 0.5F)); // from the first frame on
    player_->setVolume(1.0F);
    const auto out = card_->play(500);
    for (std::size_t frame = 1; frame < out.size(); ++frame)
        QVERIFY(std::abs(out[frame] - out[frame - 1]) <= 1.0F / 239);
    QCOMPARE(out.back(), 1.0F);
    player_->setVolume(7.0F); // more than full does not exist
    QCOMPARE(card_->play(500).back(), 1.0F);
}

void TestPlayer::growingTrackIsWaitedForWithoutUnderrun() {
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

void TestPlayer::cancelledTrackEndsWhereItIs() {
    const auto track = countingTrack(500, 2'000);
    player_->setTrack(track);
    player_->play();
    card_->play(600);
    track->finish();
    QVERIFY(comesTrue([&] { return player_->state() == Player::State::Stopped; }));
}

void TestPlayer::finishedTakeReplacesTheTilesWhilePlaying() {
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

void TestPlayer::runningDryIsAnUnderrun() {
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

void TestPlayer::aDeviceThatVanishesPausesAtThePosition() {
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

void TestPlayer::aMachineWithoutADeviceKeepsEverythingElse() {
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

void TestPlayer::levelsAreOfWhatSounds() {
    auto track = std::make_shared<PlaybackTrack>(48'000);
    std::vector<float> samples(96'000, 0.0F);
    for (std::size_t frame = 10'000; frame < 48'000; ++frame)
        samples[2 * frame] = frame % 2 == 0 ? 0.5F : -0.5F; // left only
    track->append(samples);
    Player player{{.bufferSeconds = 2, .open = card_->opener()}}; // all of it is read ahead at once
    player.setTrack(track);
    player.play();
    card_->play(5'000);
    QVERIFY(std::isinf(player.levels().peakDb[0])); // what was read ahead does not sound yet
    card_->play(10'000);
    const auto levels = player.levels();
    QVERIFY(std::abs(levels.peakDb[0] - -6.0206F) < 0.01F);
    QVERIFY(std::isinf(levels.peakDb[1]));
    QVERIFY(levels.truePeakDb && *levels.truePeakDb >= -6.03);
    QVERIFY(!levels.shortTermLufs);
    player.pause();
    QVERIFY(std::isinf(player.levels().peakDb[0]));
    player.stop();
    QVERIFY(std::isinf(player.levels().peakDb[0]));
}

void TestPlayer::loudnessNeedsThreeSeconds() {
    LevelMeter meter{2, 48'000};
    std::vector<float> tone;
    for (int frame = 0; frame < 48'000; ++frame)
        tone.insert(tone.end(), 2, static_cast<float>(0.1 * std::sin(2 * M_PI * 997 * frame / 48'000)));
    QVERIFY(!meter.add(tone).shortTermLufs);
    QVERIFY(!meter.add(tone).shortTermLufs);
    const auto levels = meter.add(tone);
    // Two channels of a 997 Hz sine at -20 dBFS measure -20 LUFS.
    QVERIFY(levels.shortTermLufs && std::abs(*levels.shortTermLufs - -20.0) < 0.1);
    QVERIFY(std::abs(*levels.truePeakDb - -20.0) < 0.1);
    meter.restart();
    const auto quiet = meter.add(std::vector<float>(96, 0.0F));
    QVERIFY(!quiet.shortTermLufs);
    QVERIFY(std::abs(*quiet.truePeakDb - -20.0) < 0.1); // held
}

void TestPlayer::trackAndDeviceAreTakenForTheNextPlay() {
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

void TestPlayer::survivesBeingDestroyedWhilePlaying() {
    player_->setTrack(countingTrack(10'000));
    player_->play();
    player_.reset();
    QVERIFY(!card_->isOpen());
}

void TestPlayer::manyCommandsWhileTheCardRuns() {
    const auto track = countingTrack(50'000, 100'000);
    player_->setTrack(track);
    player_->play();
    std::jthread sounding{[this](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            card_->play(64);
            std::this_thread::yield();
        }
    }};
    for (std::int64_t round = 0; round < 300; ++round) {
        player_->seek(round * 97 % 40'000);
        player_->setVolume(static_cast<float>(round % 10) / 10);
        player_->setLoop(round % 3 == 0 ? std::optional{FrameRange{round, round + 500}} : std::nullopt);
        round % 7 == 0 ? player_->pause() : player_->play();
        const auto position = player_->positionFrames();
        QVERIFY(position >= 0 && position <= 100'000);
        player_->levels();
        if (round == 150)
            track->append(counting(50'000, 50'000));
    }
    player_->stop();
    QCOMPARE(player_->state(), Player::State::Stopped);
}

QTEST_GUILESS_MAIN(TestPlayer)
#include "tst_player.moc"
