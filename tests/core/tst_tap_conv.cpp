#include "core/nn/tap_conv.h"
#include "support/close.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

/// As weights lie in a file, and as they lie on a card: tap after tap.
at::Tensor stored(const at::Tensor& weight, bool byTap) {
    return byTap ? weight.permute({2, 0, 1}).contiguous().permute({1, 2, 0}) : weight;
}

std::optional<at::Tensor> bias(bool with, std::int64_t out) {
    return with ? std::optional{at::randn({out}, at::kDouble).to(at::kFloat)} : std::nullopt;
}

std::optional<at::Tensor> precise(const std::optional<at::Tensor>& x) {
    return x ? std::optional{x->to(at::kDouble)} : std::nullopt;
}

/// Sums of a few hundred products of about 1.
constexpr Tolerance kRounding{.rtol = 1e-5, .atol = 3e-5};

} // namespace

/// Convolutions as sums of products against libtorch's, in double precision.
class TestTapConv : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(3); }
    void convolves_data();
    void convolves();
    void convolvesTransposed_data();
    void convolvesTransposed();
    void readsRowsThatLieApart();
    void leavesItsInputAlone();

private:
    c10::InferenceMode inference_;
};

void TestTapConv::convolves_data() {
    QTest::addColumn<int>("kernel");
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("dilation");
    QTest::addColumn<int>("length");
    const auto row = [](int kernel, int stride, int padding, int dilation, int length) {
        QTest::addRow("kernel %d, stride %d, padding %d, dilation %d, %d samples", kernel, stride, padding, dilation,
                      length)
            << kernel << stride << padding << dilation << length;
    };
    for (const int length : {1, 2, 5, 26, 27, 28, 100}) {
        row(1, 1, 0, 1, length);
        row(3, 1, 1, 1, length);
        for (const int dilation : {1, 3, 9}) // as long as the signal and longer
            row(7, 1, 3 * dilation, dilation, length);
    }
    row(7, 1, 0, 1, 7);                    // one sample comes out
    row(5, 1, 9, 1, 3);                    // whole taps meet nothing but zeros
    for (const int stride : {2, 4, 6, 10}) // odd strides are padded by more than half
        for (const int length : {2 * stride, 2 * stride + 1, 7 * stride - 1, 7 * stride, 7 * stride + 1})
            row(2 * stride, stride, stride / 2, 1, length);
    for (const int length : {6, 7, 14, 15, 16, 17})
        row(6, 3, 2, 1, length);
    row(3, 4, 0, 1, 21); // samples that no tap meets
    row(4, 2, 0, 1, 4);
}

void TestTapConv::convolves() {
    QFETCH(int, kernel);
    QFETCH(int, stride);
    QFETCH(int, padding);
    QFETCH(int, dilation);
    QFETCH(int, length);
    const auto weight = at::randn({5, 4, kernel});
    const auto x = at::randn({2, 4, length});
    for (const bool byTap : {false, true}) {
        const nn::Conv1d conv{.weight = stored(weight, byTap),
                              .bias = bias(byTap, 5),
                              .stride = stride,
                              .padding = padding,
                              .dilation = dilation};
        const auto exact =
            at::conv1d(x.to(at::kDouble), weight.to(at::kDouble), precise(conv.bias), stride, padding, dilation);
        QVERIFY_CLOSE(nn::convolveByTaps(conv, x), exact.to(at::kFloat), kRounding);
    }
}

void TestTapConv::convolvesTransposed_data() {
    QTest::addColumn<int>("stride");
    QTest::addColumn<int>("padding");
    QTest::addColumn<int>("length");
    for (const int stride : {2, 3, 4, 6, 10})
        for (const int length : {1, 2, 13})
            QTest::addRow("stride %d, %d samples", stride, length) << stride << (stride + 1) / 2 << length;
    QTest::newRow("no padding") << 4 << 0 << 5;
}

void TestTapConv::convolvesTransposed() {
    QFETCH(int, stride);
    QFETCH(int, padding);
    QFETCH(int, length);
    const auto weight = at::randn({4, 5, 2 * stride});
    const auto x = at::randn({2, 4, length});
    for (const bool byTap : {false, true}) {
        const nn::ConvTranspose1d conv{
            .weight = stored(weight, byTap), .bias = bias(byTap, 5), .stride = stride, .padding = padding};
        const auto exact =
            at::conv_transpose1d(x.to(at::kDouble), weight.to(at::kDouble), precise(conv.bias), stride, padding);
        QVERIFY_CLOSE(nn::convolveByTaps(conv, x), exact.to(at::kFloat), kRounding);
    }
}

/// Tiles are cut out of a longer signal.
void TestTapConv::readsRowsThatLieApart() {
    const auto tile = at::randn({2, 4, 90}).slice(2, 11, 71);
    const nn::Conv1d straight{.weight = at::randn({5, 4, 7}), .bias = {}, .padding = 9, .dilation = 3};
    QVERIFY(at::equal(nn::convolveByTaps(straight, tile), nn::convolveByTaps(straight, tile.contiguous())));
    const nn::Conv1d down{.weight = at::randn({5, 4, 8}), .bias = {}, .stride = 4, .padding = 2};
    QVERIFY(at::equal(nn::convolveByTaps(down, tile), nn::convolveByTaps(down, tile.contiguous())));
    const nn::ConvTranspose1d up{.weight = at::randn({4, 5, 8}), .bias = {}, .stride = 4, .padding = 2};
    QVERIFY(at::equal(nn::convolveByTaps(up, tile), nn::convolveByTaps(up, tile.contiguous())));
}

void TestTapConv::leavesItsInputAlone() {
    const auto x = at::randn({1, 4, 40}), before = x.clone();
    nn::convolveByTaps(nn::Conv1d{.weight = at::randn({4, 4, 7}), .bias = {}, .padding = 3}, x);
    nn::convolveByTaps(nn::Conv1d{.weight = at::randn({4, 4, 4}), .bias = {}, .stride = 2, .padding = 1}, x);
    nn::convolveByTaps(nn::ConvTranspose1d{.weight = at::randn({4, 4, 4}), .bias = {}, .stride = 2, .padding = 1}, x);
    QVERIFY(at::equal(x, before));
}

QTEST_GUILESS_MAIN(TestTapConv)
#include "tst_tap_conv.moc"
