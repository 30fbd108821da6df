#include "core/audio/ring_buffer.h"
#include "support/tsan_options.h"

#include <QtTest>

#include <array>
#include <numeric>
#include <thread>

using namespace ottava;

class TestRingBuffer : public QObject {
    Q_OBJECT
private slots:
    void capacityIsRoundedUpToAPowerOfTwo_data();
    void capacityIsRoundedUpToAPowerOfTwo();
    void takesOnlyWhatFits();
    void givesOnlyWhatIsThere();
    void keepsOrderAcrossTheWrap();
    void skipDropsTheOldest();
    void streamsEverythingBetweenTwoThreads();
};

void TestRingBuffer::capacityIsRoundedUpToAPowerOfTwo_data() {
    QTest::addColumn<std::size_t>("wanted");
    QTest::addColumn<std::size_t>("capacity");
    QTest::newRow("nothing") << std::size_t{0} << std::size_t{1};
    QTest::newRow("exact") << std::size_t{64} << std::size_t{64};
    QTest::newRow("one more") << std::size_t{65} << std::size_t{128};
}

void TestRingBuffer::capacityIsRoundedUpToAPowerOfTwo() {
    QFETCH(std::size_t, wanted);
    QTEST(RingBuffer{wanted}.capacity(), "capacity");
}

void TestRingBuffer::takesOnlyWhatFits() {
    RingBuffer ring{4};
    const std::array<float, 6> six{1, 2, 3, 4, 5, 6};
    QCOMPARE(ring.write(six), std::size_t{4});
    QCOMPARE(ring.writable(), std::size_t{0});
    QCOMPARE(ring.write(six), std::size_t{0});
}

void TestRingBuffer::givesOnlyWhatIsThere() {
    RingBuffer ring{8};
    const std::array<float, 3> three{1, 2, 3};
    ring.write(three);
    std::array<float, 5> out{9, 9, 9, 9, 9};
    QCOMPARE(ring.read(out), std::size_t{3});
    QCOMPARE(out, (std::array<float, 5>{1, 2, 3, 9, 9}));
    QCOMPARE(ring.readable(), std::size_t{0});
}

void TestRingBuffer::keepsOrderAcrossTheWrap() {
    RingBuffer ring{4};
    float next = 0, expected = 0;
    for (int round = 0; round < 10; ++round) {
        const std::array<float, 3> in{next, next + 1, next + 2};
        QCOMPARE(ring.write(in), std::size_t{3});
        next += 3;
        std::array<float, 3> out{};
        QCOMPARE(ring.read(out), std::size_t{3});
        for (const float value : out)
            QCOMPARE(value, expected++);
    }
}

void TestRingBuffer::skipDropsTheOldest() {
    RingBuffer ring{8};
    const std::array<float, 4> in{1, 2, 3, 4};
    ring.write(in);
    QCOMPARE(ring.skip(3), std::size_t{3});
    std::array<float, 1> out{};
    ring.read(out);
    QCOMPARE(out[0], 4.0F);
    QCOMPARE(ring.skip(3), std::size_t{0});
}

void TestRingBuffer::streamsEverythingBetweenTwoThreads() {
    constexpr int kCount = 200'000; // whole numbers that a float holds exactly
    RingBuffer ring{256};
    std::jthread writer{[&ring] {
        std::array<float, 37> piece{};
        for (int sent = 0; sent < kCount;) {
            const auto wanted = std::min<std::size_t>(piece.size(), static_cast<std::size_t>(kCount - sent));
            std::iota(piece.begin(), piece.end(), static_cast<float>(sent));
            const auto written = ring.write(std::span{piece}.first(wanted));
            sent += static_cast<int>(written);
            if (written == 0)
                std::this_thread::yield();
        }
    }};
    int received = 0, wrong = 0;
    std::array<float, 53> piece{};
    while (received < kCount) {
        const auto count = ring.read(piece);
        for (std::size_t index = 0; index < count; ++index)
            wrong += piece[index] == static_cast<float>(received++) ? 0 : 1;
        if (count == 0)
            std::this_thread::yield();
    }
    QCOMPARE(wrong, 0);
    QCOMPARE(received, kCount);
}

QTEST_GUILESS_MAIN(TestRingBuffer)
#include "tst_ring_buffer.moc"
