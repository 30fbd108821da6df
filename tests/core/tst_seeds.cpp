#include "core/engine/seeds.h"

#include <QtTest>

#include <algorithm>
#include <utility>

using ottava::Request;
using Seeds = std::vector<std::int64_t>;

namespace {

Request batchOf(int size, Seeds seeds = {}) {
    Request request;
    request.batchSize = size;
    request.seeds = std::move(seeds);
    return request;
}

} // namespace

class TestSeeds : public QObject {
    Q_OBJECT

private slots:
    void oneSeedGoesToTheFirstItem();
    void listIsFollowedAndFilled();
    void listComesBeforeTheNumber();
    void surplusIsLeftOut();
    void minusOneIsDrawn();
    void randomSwitchIgnoresWhatIsGiven();
    void drawnSeedsAreInRangeAndDiffer();
    void retakeSeedsFollowTheSameRules();
};

void TestSeeds::oneSeedGoesToTheFirstItem() {
    auto request = batchOf(8);
    request.seed = 42;
    const auto seeds = ottava::resolveSeeds(request);
    QCOMPARE(seeds.size(), std::size_t{8});
    QCOMPARE(seeds[0], 42);
    QVERIFY(std::count(seeds.begin(), seeds.end(), 42) < 8);
}

void TestSeeds::listIsFollowedAndFilled() {
    const auto request = batchOf(3, {0, 4'294'967'295});
    const auto seeds = ottava::resolveSeeds(request);
    QCOMPARE(seeds.size(), std::size_t{3});
    QCOMPARE((Seeds{seeds[0], seeds[1]}), request.seeds);
    QVERIFY(seeds[2] >= 0);
}

void TestSeeds::listComesBeforeTheNumber() {
    auto request = batchOf(2, {1, 2});
    request.seed = 9;
    QCOMPARE(ottava::resolveSeeds(request), (Seeds{1, 2}));
}

void TestSeeds::surplusIsLeftOut() {
    QCOMPARE(ottava::resolveSeeds(batchOf(1, {1, 2, 3})), Seeds{1});
}

void TestSeeds::minusOneIsDrawn() {
    const auto seeds = ottava::resolveSeeds(batchOf(3, {-1, 5, -1}));
    QVERIFY(seeds[0] >= 0 && seeds[2] >= 0);
    QCOMPARE(seeds[1], 5);
    auto single = batchOf(1);
    single.seed = -1;
    QVERIFY(ottava::resolveSeeds(single)[0] >= 0);
}

void TestSeeds::randomSwitchIgnoresWhatIsGiven() {
    auto request = batchOf(8, Seeds(8, 7));
    request.useRandomSeed = true;
    const auto seeds = ottava::resolveSeeds(request);
    QCOMPARE(seeds.size(), std::size_t{8});
    QVERIFY(std::count(seeds.begin(), seeds.end(), 7) < 8);
}

void TestSeeds::drawnSeedsAreInRangeAndDiffer() {
    Seeds drawn;
    for (int i = 0; i < 32; ++i) {
        for (const auto seed : ottava::resolveSeeds(batchOf(8)))
            drawn.push_back(seed);
    }
    const auto [low, high] = std::minmax_element(drawn.begin(), drawn.end());
    QVERIFY(*low >= 0);
    QVERIFY(*high <= 4'294'967'295);
    QVERIFY(*high > 2'147'483'647); // all 32 bits are used
    std::sort(drawn.begin(), drawn.end());
    QVERIFY(std::unique(drawn.begin(), drawn.end()) - drawn.begin() > 250);
}

void TestSeeds::retakeSeedsFollowTheSameRules() {
    auto request = batchOf(2);
    request.useRandomSeed = true;
    request.retakeSeeds = {77};
    const auto seeds = ottava::resolveRetakeSeeds(request);
    QCOMPARE(seeds.size(), std::size_t{2});
    QCOMPARE(seeds[0], 77);
    QVERIFY(seeds[1] >= 0);
}

QTEST_GUILESS_MAIN(TestSeeds)
#include "tst_seeds.moc"
