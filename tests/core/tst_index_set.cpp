#include "core/base/index_set.h"

#include <QtTest>

#include <algorithm>
#include <iterator>
#include <random>
#include <set>

using ottava::IndexRange;
using ottava::IndexSet;

namespace {

using Indices = std::vector<std::int32_t>;

Indices randomIndices(std::mt19937& random) {
    Indices indices(random() % 40);
    std::ranges::generate(indices, [&] { return static_cast<std::int32_t>(random() % 50); });
    return indices;
}

} // namespace

class TestIndexSet : public QObject {
    Q_OBJECT

private slots:
    void joinsRangesThatTouchOrOverlap();
    void dropsRangesWithoutIndices();
    void worksLikeASortedSet();
    void isCheapForManyIndices();
};

void TestIndexSet::joinsRangesThatTouchOrOverlap() {
    const auto set = IndexSet::of(std::vector<IndexRange>{{7, 9}, {0, 3}, {3, 5}, {4, 6}, {1, 2}});
    QCOMPARE(Indices(set.toVector()), (Indices{0, 1, 2, 3, 4, 5, 7, 8}));
    QCOMPARE(set.ranges().size(), std::size_t{2});
    QVERIFY(set == IndexSet::of(Indices{8, 7, 0, 5, 4, 3, 2, 1, 1}));
}

void TestIndexSet::dropsRangesWithoutIndices() {
    QVERIFY(IndexSet::range(5, 5).empty());
    QVERIFY(IndexSet::range(6, 5).empty());
    QCOMPARE(IndexSet().size(), std::int64_t{0});
    QVERIFY(!IndexSet().contains(0));
}

void TestIndexSet::worksLikeASortedSet() {
    std::mt19937 random(11);
    for (int round = 0; round < 2000; ++round) {
        const auto left = randomIndices(random), right = randomIndices(random);
        const std::set<std::int32_t> a(left.begin(), left.end()), b(right.begin(), right.end());
        const auto setA = IndexSet::of(left), setB = IndexSet::of(right);
        Indices united, without, both;
        std::ranges::set_union(a, b, std::back_inserter(united));
        std::ranges::set_difference(a, b, std::back_inserter(without));
        std::ranges::set_intersection(a, b, std::back_inserter(both));
        QCOMPARE(setA.united(setB).toVector(), united);
        QCOMPARE(setA.without(setB).toVector(), without);
        QCOMPARE(setA.intersected(setB).toVector(), both);
        QCOMPARE(setA.size(), static_cast<std::int64_t>(a.size()));
        std::int64_t rank = 0;
        for (std::int32_t index = -1; index <= 50; ++index) {
            QCOMPARE(setA.contains(index), a.contains(index));
            QCOMPARE(setA.rankOf(index), rank);
            if (a.contains(index))
                QCOMPARE(setA.at(rank++), index);
        }
    }
}

void TestIndexSet::isCheapForManyIndices() {
    const auto set = IndexSet::range(0, 217'204).without(IndexSet::range(151'669, 215'669));
    QCOMPARE(set.ranges().size(), std::size_t{2});
    QCOMPARE(set.size(), std::int64_t{153'204});
    QCOMPARE(set.at(151'669), 215'669);
}

QTEST_GUILESS_MAIN(TestIndexSet)
#include "tst_index_set.moc"
