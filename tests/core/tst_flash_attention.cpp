#include "core/nn/flash_attention.h"
#include "support/close.h"

using namespace ottava;
using namespace ottava::test;

namespace {

/// Queries, keys and values as projections give them: [B, T, heads · headDim].
struct Case {
    at::Tensor query, key, value;
    std::int64_t headDim = 0;
    nn::TileFormat format = nn::TileFormat::Fp32;
    std::int64_t window = 0;
    bool causal = false;
    bool normed = true;
};

nn::HeadRows rowsOf(const at::Tensor& x, std::int64_t headDim) {
    return {.data = x.const_data_ptr<float>(),
            .stride = x.size(2),
            .batch = x.size(0),
            .length = x.size(1),
            .heads = x.size(2) / headDim,
            .headDim = headDim};
}

at::Tensor flash(const Case& c) {
    const auto ones = at::ones({c.headDim});
    const nn::HeadNorm norm{.weight = c.normed ? ones.const_data_ptr<float>() : nullptr};
    nn::PackedKeyValue context;
    context.fill(rowsOf(c.key, c.headDim), rowsOf(c.value, c.headDim), norm, c.format);
    const auto out = at::empty_like(c.query);
    nn::FlashAttention{.queries = rowsOf(c.query, c.headDim),
                       .norm = norm,
                       .context = &context,
                       .window = c.window,
                       .causal = c.causal,
                       .out = out.mutable_data_ptr<float>()}
        .run();
    return out;
}

/// All scores at once, in double precision.
at::Tensor dense(const Case& c) {
    const auto heads = [&](const at::Tensor& x) {
        return x.to(at::kDouble).unflatten(-1, {-1, c.headDim}).transpose(1, 2);
    };
    const auto normed = [&](const at::Tensor& x) {
        return !c.normed ? x : x / (x.square().mean(-1, /*keepdim=*/true) + 1e-6).sqrt();
    };
    const auto query = normed(heads(c.query));
    const auto group = query.size(1) / (c.key.size(2) / c.headDim), share = query.size(0) / c.key.size(0);
    const auto spread = [&](const at::Tensor& x) { return x.repeat_interleave(group, 1).repeat_interleave(share, 0); };
    const auto key = spread(normed(heads(c.key))), value = spread(heads(c.value));
    auto scores = query.matmul(key.transpose(2, 3)) / std::sqrt(static_cast<double>(c.headDim));
    if (c.window > 0) {
        const auto position = at::arange(query.size(2));
        const auto distance = (position.unsqueeze(0) - position.unsqueeze(1)).abs();
        scores = scores.masked_fill(distance > c.window, -INFINITY);
    }
    if (c.causal) {
        const auto later = at::ones({query.size(2), key.size(2)}, at::TensorOptions{}.dtype(at::kBool))
                               .triu(1 + key.size(2) - query.size(2));
        scores = scores.masked_fill(later, -INFINITY);
    }
    return scores.softmax(-1).matmul(value).transpose(1, 2).flatten(2).to(at::kFloat);
}

} // namespace

/// Attention in blocks against all scores at once.
class TestFlashAttention : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }
    void equalsDenseAttention_data();
    void equalsDenseAttention();
    void causalAttentionSeesNothingLater_data();
    void causalAttentionSeesNothingLater();
    void oneConditionServesSeveralItems();
    void bf16StaysClose();
};

void TestFlashAttention::equalsDenseAttention_data() {
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("keyHeads");
    QTest::addColumn<int>("headDim");
    for (const int length : {1, 2, 13, 14, 15, 31, 32, 33, 128, 129, 257, 280, 281, 375, 600})
        for (const int window : {0, 16, 128})
            QTest::addRow("%d tokens, window %d", length, window) << length << window << 4 << 2 << 128;
    QTest::newRow("one key head") << 300 << 16 << 6 << 1 << 16;
    QTest::newRow("as many key heads") << 300 << 128 << 3 << 3 << 64;
    QTest::newRow("odd head") << 70 << 0 << 2 << 1 << 20;
}

void TestFlashAttention::equalsDenseAttention() {
    QFETCH(int, length);
    QFETCH(int, window);
    QFETCH(int, heads);
    QFETCH(int, keyHeads);
    QFETCH(int, headDim);
    const Case c{.query = 2 * at::randn({2, length, heads * headDim}),
                 .key = 2 * at::randn({2, length, keyHeads * headDim}),
                 .value = at::randn({2, length, keyHeads * headDim}),
                 .headDim = headDim,
                 .window = window};
    QVERIFY_CLOSE(flash(c), dense(c), (Tolerance{.rtol = 1e-5, .atol = 4e-6}));
}

void TestFlashAttention::causalAttentionSeesNothingLater_data() {
    QTest::addColumn<int>("queries");
    QTest::addColumn<int>("keys");
    for (const int queries : {1, 2, 15, 16, 17, 32, 33, 200})
        for (const int earlier : {0, 1, 13, 14, 15, 280, 500})
            QTest::addRow("%d after %d", queries, earlier) << queries << queries + earlier;
}

void TestFlashAttention::causalAttentionSeesNothingLater() {
    QFETCH(int, queries);
    QFETCH(int, keys);
    for (const bool normed : {true, false}) {
        const Case c{.query = 2 * at::randn({2, queries, 4 * 64}),
                     .key = 2 * at::randn({2, keys, 2 * 64}),
                     .value = at::randn({2, keys, 2 * 64}),
                     .headDim = 64,
                     .causal = true,
                     .normed = normed};
        QVERIFY_CLOSE(flash(c), dense(c), (Tolerance{.rtol = 1e-5, .atol = 8e-6}));
    }
}

void TestFlashAttention::oneConditionServesSeveralItems() {
    for (const std::int64_t conditions : {1, 2}) {
        const Case c{.query = at::randn({4, 50, 4 * 32}),
                     .key = at::randn({conditions, 77, 2 * 32}),
                     .value = at::randn({conditions, 77, 2 * 32}),
                     .headDim = 32};
        QVERIFY_CLOSE(flash(c), dense(c), (Tolerance{.rtol = 1e-5, .atol = 4e-6}));
    }
}

void TestFlashAttention::bf16StaysClose() {
    for (const std::int64_t window : {0, 128}) {
        const Case c{.query = at::randn({1, 333, 4 * 128}),
                     .key = at::randn({1, 333, 2 * 128}),
                     .value = at::randn({1, 333, 2 * 128}),
                     .headDim = 128,
                     .format = nn::TileFormat::Bf16,
                     .window = window};
        const auto exact = dense(c), rounded = flash(c);
        const auto relative = ((rounded - exact).norm() / exact.norm()).item<double>();
        QVERIFY2(relative < 5e-3, qPrintable(QString::number(relative)));
        QVERIFY(relative > 0);
    }
}

QTEST_GUILESS_MAIN(TestFlashAttention)
#include "tst_flash_attention.moc"
