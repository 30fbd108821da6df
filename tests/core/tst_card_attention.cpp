#include "core/nn/attention.h"
#include "core/nn/card_attention.h"
#include "support/close.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

/// All scores at once, in double precision.
at::Tensor dense(const nn::CardAttention& how, const at::Tensor& query, const at::Tensor& key,
                 const at::Tensor& value) {
    const auto group = query.size(1) / key.size(1), queries = query.size(2), keys = key.size(2);
    const auto spread = [&](const at::Tensor& x) { return x.to(at::kDouble).repeat_interleave(group, 1); };
    auto scores =
        query.to(at::kDouble).matmul(spread(key).transpose(2, 3)) / std::sqrt(static_cast<double>(query.size(3)));
    const auto place = at::arange(keys - queries, keys).unsqueeze(1), other = at::arange(keys).unsqueeze(0);
    if (how.causal)
        scores = scores.masked_fill(other > place, -INFINITY);
    if (how.window > 0)
        scores = scores.masked_fill((place - other).abs() > how.window, -INFINITY);
    if (how.additive)
        scores = scores + *how.additive;
    return scores.softmax(-1).matmul(spread(value)).to(at::kFloat);
}

constexpr Tolerance kRounding{.rtol = 1e-5, .atol = 1e-5};

} // namespace

/// What graphics cards are asked for, by its plain twin, against all scores at once.
class TestCardAttention : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }
    void seesTheWindow_data();
    void seesTheWindow();
    void seesNothingLater_data();
    void seesNothingLater();
    void seesWhatAMaskLetsThrough();
    void headsAreSharedInOrder();

private:
    c10::InferenceMode inference_;
};

void TestCardAttention::seesTheWindow_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("window");
    for (const int length : {1, 15, 16, 17, 100, 257})
        for (const int window : {0, 16, 128})
            QTest::addRow("%d tokens, window %d", length, window) << length << window;
}

void TestCardAttention::seesTheWindow() {
    QFETCH(int, length);
    QFETCH(int, window);
    for (const int keyHeads : {1, 2, 4}) {
        const auto query = at::randn({2, 4, length, 32}), key = at::randn({2, keyHeads, length, 32}),
                   value = at::randn({2, keyHeads, length, 32});
        const nn::CardAttention how{.window = window};
        QVERIFY_CLOSE(how(query, key, value), dense(how, query, key, value), kRounding);
    }
}

void TestCardAttention::seesNothingLater_data() {
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    for (const int queries : {1, 2, 30})
        for (const int earlier : {0, 1, 45})
            QTest::addRow("%d after %d", queries, earlier) << queries << queries + earlier;
}

void TestCardAttention::seesNothingLater() {
    QFETCH(int, queries);
    QFETCH(int, keys);
    const auto query = at::randn({2, 4, queries, 32}), key = at::randn({2, 2, keys, 32}),
               value = at::randn({2, 2, keys, 32});
    const nn::CardAttention how{.causal = true};
    QVERIFY_CLOSE(how(query, key, value), dense(how, query, key, value), kRounding);
}

void TestCardAttention::seesWhatAMaskLetsThrough() {
    const auto query = at::randn({2, 4, 20, 32}), key = at::randn({2, 2, 30, 32}), value = at::randn({2, 2, 30, 32});
    auto mask = at::zeros({2, 1, 1, 30});
    mask[0].slice(2, 12).fill_(-INFINITY);
    mask[1].slice(2, 0, 5).fill_(-INFINITY);
    const nn::CardAttention how{.additive = mask};
    QVERIFY_CLOSE(how(query, key, value), dense(how, query, key, value), kRounding);
}

void TestCardAttention::headsAreSharedInOrder() {
    const auto shared = at::arange(2).view({1, 2, 1, 1}).expand({1, 2, 3, 4});
    const auto spread = nn::headsFor(at::zeros({1, 6, 3, 4}), shared);
    QVERIFY(at::equal(spread.select(2, 0).select(2, 0), at::tensor({0, 0, 0, 1, 1, 1}).view({1, 6})));
    QVERIFY(nn::headsFor(at::zeros({1, 2, 3, 4}), shared).is_same(shared));
}

QTEST_GUILESS_MAIN(TestCardAttention)
#include "tst_card_attention.moc"
