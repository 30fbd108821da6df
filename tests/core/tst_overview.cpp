#include "core/audio/overview.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ottava;

namespace {

std::vector<float> noise(std::size_t count) {
    std::mt19937 generator{7};
    std::vector<float> samples(count);
    std::ranges::generate(samples, [&] { return static_cast<float>(generator()) / 2'147'483'648.0F - 1.0F; });
    return samples;
}

/// Looks at every sample of frames [first, last), rounded outwards to bins as the overview promises.
PeakPair bruteForce(const std::vector<float>& samples, int channels, std::int64_t first, std::int64_t last) {
    const auto frames = static_cast<std::int64_t>(samples.size()) / channels;
    constexpr auto kBin = Overview::kBinFrames;
    first = first / kBin * kBin;
    last = std::min((last + kBin - 1) / kBin * kBin, frames);
    if (first >= last)
        return {};
    const auto [low, high] = std::minmax_element(samples.begin() + first * channels, samples.begin() + last * channels);
    return {*low, *high};
}

} // namespace

class TestOverview : public QObject {
    Q_OBJECT
private slots:
    void equalsEverySampleLookedAt_data();
    void equalsEverySampleLookedAt();
    void pieceSizesDoNotMatter();
    void singleFramesAreExactAtBinEdges();
    void stretchesPastTheEndAreSilent();
    void samplesThatAreNotNumbersAreIgnored();
    void clearForgetsEverything();
};

void TestOverview::equalsEverySampleLookedAt_data() {
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("columns");
    QTest::newRow("less than a bin") << 5 << 2 << 1;
    QTest::newRow("one bin") << 16 << 2 << 1;
    QTest::newRow("powers of the radix") << 16 * 256 << 2 << 7;
    QTest::newRow("odd") << 48'017 << 2 << 640;
    QTest::newRow("mono") << 10'001 << 1 << 33;
    QTest::newRow("zoomed in beyond the bins") << 40 << 2 << 100;
    QTest::newRow("5.1") << 9'999 << 6 << 12;
}

void TestOverview::equalsEverySampleLookedAt() {
    QFETCH(int, frames);
    QFETCH(int, channels);
    QFETCH(int, columns);
    const auto samples = noise(static_cast<std::size_t>(frames * channels));
    Overview overview{channels};
    overview.append(samples);
    QCOMPARE(overview.frameCount(), frames);
    for (const auto& [first, last] : {std::pair{0, frames}, {frames / 3, frames / 2 + 1}, {frames - 1, frames}}) {
        const auto pairs = overview.columns(first, last, columns);
        QCOMPARE(pairs.size(), static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            const double step = static_cast<double>(last - first) / columns;
            const auto begin = first + static_cast<std::int64_t>(step * column);
            const auto end = std::max(first + static_cast<std::int64_t>(step * (column + 1)), begin + 1);
            const auto expected = bruteForce(samples, channels, begin, end);
            const auto& pair = pairs[static_cast<std::size_t>(column)];
            QCOMPARE(pair.low, expected.low);
            QCOMPARE(pair.high, expected.high);
        }
    }
}

void TestOverview::pieceSizesDoNotMatter() {
    const auto samples = noise(20'000);
    Overview whole, pieces;
    whole.append(samples);
    for (std::size_t at = 0, size = 1; at < samples.size(); at += size, size = size * 3 % 997 + 1)
        pieces.append(std::span{samples}.subspan(at, std::min(size, samples.size() - at)));
    QCOMPARE(pieces.frameCount(), whole.frameCount());
    const auto a = whole.columns(0, 10'000, 500), b = pieces.columns(0, 10'000, 500);
    for (std::size_t column = 0; column < a.size(); ++column) {
        QCOMPARE(a[column].low, b[column].low);
        QCOMPARE(a[column].high, b[column].high);
    }
}

void TestOverview::singleFramesAreExactAtBinEdges() {
    std::vector<float> samples(16 * 64, 0.0F);
    samples[16 * 20] = 1.0F; // one click, first frame of bin 20
    Overview overview{1};
    overview.append(samples);
    const auto pairs = overview.columns(0, 16 * 64, 64);
    for (std::size_t bin = 0; bin < 64; ++bin)
        QCOMPARE(pairs[bin].high, bin == 20 ? 1.0F : 0.0F);
}

void TestOverview::stretchesPastTheEndAreSilent() {
    Overview overview;
    overview.append(std::vector<float>(200, 0.5F));
    const auto pairs = overview.columns(0, 200, 2);
    QCOMPARE(pairs[0].high, 0.5F);
    QCOMPARE(pairs[1].high, 0.0F);
    QVERIFY(overview.columns(0, 100, 0).empty());
}

void TestOverview::samplesThatAreNotNumbersAreIgnored() {
    std::vector<float> samples(64, 0.25F);
    samples[3] = std::nanf("");
    Overview overview;
    overview.append(samples);
    QCOMPARE(overview.columns(0, 32, 1)[0].high, 0.25F);
}

void TestOverview::clearForgetsEverything() {
    Overview overview;
    overview.append(noise(5'000));
    overview.clear();
    QCOMPARE(overview.frameCount(), 0);
    QCOMPARE(overview.columns(0, 100, 1)[0].high, 0.0F);
}

QTEST_GUILESS_MAIN(TestOverview)
#include "tst_overview.moc"
