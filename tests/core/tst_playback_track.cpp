#include "core/audio/playback_track.h"
#include "support/tsan_options.h"

#include <QtTest>

#include <numeric>
#include <thread>

using namespace ottava;

namespace {

std::vector<float> counting(std::size_t count, float first = 0) {
    std::vector<float> samples(count);
    std::iota(samples.begin(), samples.end(), first);
    return samples;
}

} // namespace

class TestPlaybackTrack : public QObject {
    Q_OBJECT
private slots:
    void growsByWhatIsAppended();
    void leavesOutWhatGoesBeyondItsLength();
    void readsWholeFramesOnly();
    void readsNothingOutsideOfWhatIsThere();
    void replaceMakesItComplete();
    void finishEndsItWhereItIs();
    void isReadWhileItGrows();
};

void TestPlaybackTrack::growsByWhatIsAppended() {
    PlaybackTrack track{10};
    QCOMPARE(track.totalFrames(), 10);
    QCOMPARE(track.availableFrames(), 0);
    track.append(counting(6));
    QCOMPARE(track.availableFrames(), 3);
    QCOMPARE(track.totalFrames(), 10);
}

void TestPlaybackTrack::leavesOutWhatGoesBeyondItsLength() {
    PlaybackTrack track{2};
    track.append(counting(10));
    QCOMPARE(track.availableFrames(), 2);
}

void TestPlaybackTrack::readsWholeFramesOnly() {
    PlaybackTrack track{10};
    track.append(counting(20));
    std::vector<float> out(5);
    QCOMPARE(track.read(3, out), std::size_t{4});
    QCOMPARE(out, (std::vector<float>{6, 7, 8, 9, 0}));
}

void TestPlaybackTrack::readsNothingOutsideOfWhatIsThere() {
    PlaybackTrack track{10};
    track.append(counting(4));
    std::vector<float> out(4);
    QCOMPARE(track.read(2, out), std::size_t{0});
    QCOMPARE(track.read(-1, out), std::size_t{0});
    QCOMPARE(track.read(1, out), std::size_t{2});
}

void TestPlaybackTrack::replaceMakesItComplete() {
    PlaybackTrack track{10};
    track.append(counting(4));
    track.replace(counting(16, 100));
    QCOMPARE(track.totalFrames(), 8);
    QCOMPARE(track.availableFrames(), 8);
    std::vector<float> out(2);
    track.read(0, out);
    QCOMPARE(out, (std::vector<float>{100, 101}));
}

void TestPlaybackTrack::finishEndsItWhereItIs() {
    PlaybackTrack track{10};
    track.append(counting(6));
    track.finish();
    QCOMPARE(track.totalFrames(), 3);
}

void TestPlaybackTrack::isReadWhileItGrows() {
    constexpr std::int64_t kFrames = 20'000;
    PlaybackTrack track{kFrames, 1};
    std::jthread appender{[&track] {
        for (std::int64_t frame = 0; frame < kFrames; frame += 100)
            track.append(counting(100, static_cast<float>(frame)));
    }};
    std::int64_t frame = 0;
    int wrong = 0;
    std::vector<float> out(64);
    while (frame < kFrames) {
        const auto count = track.read(frame, out);
        for (std::size_t index = 0; index < count; ++index)
            wrong += out[index] == static_cast<float>(frame++) ? 0 : 1;
        if (count == 0)
            std::this_thread::yield();
    }
    QCOMPARE(wrong, 0);
}

QTEST_GUILESS_MAIN(TestPlaybackTrack)
#include "tst_playback_track.moc"
