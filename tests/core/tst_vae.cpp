#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/base/units.h"
#include "core/models/vae_chain.h"
#include "core/models/vae_tiling.h"
#include "support/close.h"
#include "support/paths.h"

#include <QtTest>

using namespace ottava;
using namespace ottava::test;

/// As far as two orders of summing drift apart on the way through the demo model, whose snakes are steep.
constexpr Tolerance kRounding{.rtol = 1e-5, .atol = 3e-5};

/// The VAE cut and uncut, as layers and as a chain of products.
class TestVae : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void chainDecodesAsTheLayersDo();
    void chainEncodesAsTheLayersDo_data();
    void chainEncodesAsTheLayersDo();
    void cutsCannotBeSeen_data();
    void cutsCannotBeSeen();

private:
    Weights weights() const { return openVaeWeights(folder_, at::kFloat, at::kCPU); }
    std::filesystem::path folder_;
    VaeConfig config_;
};

void TestVae::initTestCase() {
    folder_ = ditFolder("acestep-v15-turbo").parent_path() / "vae";
    config_ = readVaeConfig(folder_);
}

void TestVae::chainDecodesAsTheLayersDo() {
    auto layers = loadVaeDecoder(weights().within("decoder"), config_, VaeForm::AsLayers);
    const auto latents = at::randn({1, config_.decoderInputChannels, 37});
    const auto expected = layers.forward(latents)[0].t();
    const auto chain = decoderChain(std::move(layers));
    QVERIFY_CLOSE(chain.forward(latents[0].t()), expected, kRounding);
}

void TestVae::chainEncodesAsTheLayersDo_data() {
    QTest::addColumn<int>("samples");
    for (const int samples : {1920, 17'980, 40 * 1920, 40 * 1920 + 1919})
        QTest::addRow("%d samples", samples) << samples;
}

void TestVae::chainEncodesAsTheLayersDo() {
    QFETCH(int, samples);
    auto layers = loadVaeEncoder(weights().within("encoder"), config_, VaeForm::AsLayers);
    const auto audio = at::randn({1, kChannels, samples}) * 0.3;
    const auto expected = layers.forward(audio).mean[0].t();
    const auto chain = encoderChain(std::move(layers));
    const auto halves = chain.forward(audio[0].t()).chunk(2, /*dim=*/1);
    QVERIFY_CLOSE(halves[0], expected, kRounding);
}

void TestVae::cutsCannotBeSeen_data() {
    QTest::addColumn<int>("tile");
    for (const int tile : {1, 2, 3, 7, 10, 25, 64, 127, 128, 500})
        QTest::addRow("%d frames a tile", tile) << tile;
}

void TestVae::cutsCannotBeSeen() {
    QFETCH(int, tile);
    const auto chain = decoderChain(loadVaeDecoder(weights().within("decoder"), config_, VaeForm::AsLayers));
    const auto rows = at::randn({150, config_.decoderInputChannels});
    ChainStream stream{chain};
    std::vector<at::Tensor> parts;
    for (std::int64_t begin = 0; begin < rows.size(0); begin += tile) {
        const auto end = std::min<std::int64_t>(begin + tile, rows.size(0));
        stream.push(rows.slice(0, begin, end), end == rows.size(0));
        parts.push_back(stream.take(stream.ready()));
    }
    QVERIFY_CLOSE(at::cat(parts), chain.forward(rows), Tolerance{});
}

QTEST_GUILESS_MAIN(TestVae)
#include "tst_vae.moc"
