#include "core/diffusion/noise.h"
#include "core/engine/dit_predictor.h"
#include "core/models/dit_adapter.h"
#include "core/models/dit_memory.h"
#include "support/close.h"
#include "support/paths.h"
#include "support/random_adapter.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr auto kTurbo = "acestep-v15-turbo";

Weights demoWeights(at::ScalarType dtype) {
    return Weights::open(ditFolder(kTurbo), "model", dtype, at::kCPU).within("decoder");
}

/// What one evaluation takes: long enough that layers slide.
struct Inputs {
    std::int64_t batch = 2, frames = 301;
    at::Tensor x = initialNoise({1, 2}, frames, 64), context = initialNoise({3, 4}, frames, 128);
    at::Tensor states, t = at::full({batch}, 0.6);

    explicit Inputs(const DitConfig& config) : states(initialNoise({5}, 77, config.encoder.hiddenSize)) {}

    at::Tensor through(const Dit& dit) const { return dit.forward(x, context, dit.prepare(states), t, t); }
};

double signalToNoise(const at::Tensor& actual, const at::Tensor& exact) {
    return 20 * std::log10(exact.norm().item<double>() / (actual.to(at::kFloat) - exact).norm().item<double>());
}

/// Every layer narrow enough that the demo model's sequences are longer than it.
DitConfig slidingConfig() {
    auto config = readDitConfig(ditFolder(kTurbo));
    config.decoder.slidingWindow = 16;
    return config;
}

} // namespace

/// The transformer on packed weights with fused steps against the plain one, whose layers read like the paper.
class TestDitFused : public QObject {
    Q_OBJECT
private slots:
    void init() { at::manual_seed(1); }
    void equalsThePlainModel_data();
    void equalsThePlainModel();
    void blocksEqualADenseMask_data();
    void blocksEqualADenseMask();
    void int8StaysClose();
    void int8KeepsWhatAnAdapterChanges();
    void guidanceInOneBatchEqualsOneAfterTheOther();
    void showsTheSameCrossAttention();
    void stepsUseTheSameMemory();
    void memoryIsForetold_data();
    void memoryIsForetold();

private:
    c10::InferenceMode inference_;
    DitConfig config_ = slidingConfig();
    Dit plain_ = loadDit(demoWeights(at::kFloat), config_, {.compile = false, .flash = false});
    Inputs inputs_{config_};
};

void TestDitFused::equalsThePlainModel_data() {
    QTest::addColumn<bool>("compile");
    QTest::addColumn<bool>("flash");
    QTest::addColumn<bool>("adapted");
    for (const bool compile : {false, true})
        for (const bool flash : {false, true})
            for (const bool adapted : {false, true})
                QTest::addRow("compile %d, flash %d, adapter %d", compile, flash, adapted)
                    << compile << flash << adapted;
}

void TestDitFused::equalsThePlainModel() {
    QFETCH(bool, compile);
    QFETCH(bool, flash);
    QFETCH(bool, adapted);
    auto dit = loadDit(demoWeights(at::kFloat), config_, {.compile = compile, .flash = flash}), exact = plain_;
    if (adapted) {
        const auto adapter = randomAdapter(config_);
        dit = withAdapter(dit, adapter, 1);
        exact = withAdapter(exact, adapter, 1);
        QVERIFY(!distance(inputs_.through(exact), inputs_.through(plain_), {.atol = 1e-3}).isEmpty());
    }
    QVERIFY_CLOSE(inputs_.through(dit), inputs_.through(exact), (Tolerance{.rtol = 1e-5, .atol = 2e-5}));
}

void TestDitFused::blocksEqualADenseMask_data() {
    QTest::addColumn<int>("length");
    for (const int length : {18, 31, 32, 33, 64, 100})
        QTest::addRow("%d tokens", length) << length;
}

void TestDitFused::blocksEqualADenseMask() {
    QFETCH(int, length);
    constexpr std::int64_t kWindow = 16;
    const auto query = at::randn({2, 4, length, 8}), key = at::randn({2, 2, length, 8}),
               value = at::randn({2, 2, length, 8});
    const auto position = at::arange(length);
    const auto far = (position.unsqueeze(0) - position.unsqueeze(1)).abs() > kWindow;
    const auto scores = query.matmul(key.repeat_interleave(2, 1).transpose(2, 3)) / std::sqrt(8.0);
    const auto dense = scores.masked_fill(far, -INFINITY).softmax(-1).matmul(value.repeat_interleave(2, 1));
    QVERIFY_CLOSE(nn::windowAttention(query, key, value, kWindow), dense, (Tolerance{.rtol = 1e-5, .atol = 2e-6}));
}

/// The demo model is as narrow as one group of numbers and random, so rounding weighs more than in a real one.
void TestDitFused::int8StaysClose() {
    const auto exact = inputs_.through(plain_);
    const auto bytes = inputs_.through(loadDit(demoWeights(at::kFloat), config_, {.compile = true, .int8 = true}));
    QVERIFY2(signalToNoise(bytes, exact) > 30, qPrintable(QString::number(signalToNoise(bytes, exact))));
    QVERIFY(signalToNoise(bytes, exact) < 80); // it is rounded indeed
    const auto unfused = inputs_.through(loadDit(demoWeights(at::kFloat), config_, {.compile = false, .int8 = true}));
    QVERIFY(signalToNoise(unfused, exact) > 30);
    const auto mixed = inputs_.through(loadDit(demoWeights(at::kBFloat16), config_, {.compile = true, .int8 = true}));
    QVERIFY(signalToNoise(mixed, exact) > 26);
}

void TestDitFused::int8KeepsWhatAnAdapterChanges() {
    const auto adapter = randomAdapter(config_);
    const auto exact = inputs_.through(withAdapter(plain_, adapter, 1));
    const auto bytes = loadDit(demoWeights(at::kFloat), config_, {.compile = true, .int8 = true});
    const auto adapted = inputs_.through(withAdapter(bytes, adapter, 1));
    QVERIFY2(signalToNoise(adapted, exact) > 30, qPrintable(QString::number(signalToNoise(adapted, exact))));
    const auto change = exact - inputs_.through(plain_);
    QVERIFY(signalToNoise(adapted - inputs_.through(bytes), change) > 12);
}

void TestDitFused::guidanceInOneBatchEqualsOneAfterTheOther() {
    const auto fused = std::make_shared<const Dit>(loadDit(demoWeights(at::kFloat), config_, {.compile = true}));
    const auto null = at::randn({1, 1, config_.encoder.hiddenSize});
    const auto run = [&](const std::shared_ptr<const Dit>& dit, bool oneAtATime) {
        return DitPredictor{dit,
                            {.main = {inputs_.states, inputs_.context},
                             .nonCover = std::nullopt,
                             .nullCondition = null,
                             .oneAtATime = oneAtATime}}(inputs_.x, 0.6, 0);
    };
    const auto exact = run(std::make_shared<const Dit>(plain_), true), both = run(fused, false),
               each = run(fused, true);
    for (const auto& prediction : {both, each}) {
        QVERIFY_CLOSE(prediction.conditional, exact.conditional, (Tolerance{.rtol = 1e-5, .atol = 2e-5}));
        QVERIFY_CLOSE(*prediction.unconditional, *exact.unconditional, (Tolerance{.rtol = 1e-5, .atol = 2e-5}));
    }
}

void TestDitFused::showsTheSameCrossAttention() {
    const AttentionView view{.heads = {{1, {0, 1}}}, .firstToken = 3, .tokenCount = 20};
    const auto shown = [&](const Dit& dit) {
        return dit.crossAttention(inputs_.x, inputs_.context, dit.prepare(inputs_.states), inputs_.t, view);
    };
    const auto fused = loadDit(demoWeights(at::kFloat), config_, {.compile = true});
    QVERIFY_CLOSE(shown(fused), shown(plain_), (Tolerance{.rtol = 1e-4, .atol = 1e-6}));
}

void TestDitFused::stepsUseTheSameMemory() {
    if (!nn::packingPays(nn::TileFormat::Fp32))
        QSKIP("this processor multiplies plain matrices");
    const auto dit = loadDit(demoWeights(at::kFloat), config_, {.compile = true});
    const auto condition = dit.prepare(inputs_.states);
    QCOMPARE(condition.workspace->nbytes(), 0);
    const auto step = [&] { return dit.forward(inputs_.x, inputs_.context, condition, inputs_.t, inputs_.t); };
    const auto first = step();
    auto* const memory = condition.workspace->query.of<float>(1);
    const auto bytes = condition.workspace->nbytes();
    QVERIFY_CLOSE(step(), first, (Tolerance{}));
    QCOMPARE(condition.workspace->query.of<float>(1), memory);
    QCOMPARE(condition.workspace->nbytes(), bytes);
}

void TestDitFused::memoryIsForetold_data() {
    QTest::addColumn<int>("dtype");
    QTest::addColumn<bool>("int8");
    QTest::addColumn<bool>("flash");
    QTest::newRow("fp32") << static_cast<int>(at::kFloat) << false << true;
    QTest::newRow("bf16") << static_cast<int>(at::kBFloat16) << false << true;
    QTest::newRow("int8 beside bf16") << static_cast<int>(at::kBFloat16) << true << true;
    QTest::newRow("int8 beside fp32") << static_cast<int>(at::kFloat) << true << true;
    QTest::newRow("int8 without flash attention") << static_cast<int>(at::kFloat) << true << false;
}

void TestDitFused::memoryIsForetold() {
    QFETCH(int, dtype);
    QFETCH(bool, int8);
    QFETCH(bool, flash);
    const auto type = static_cast<at::ScalarType>(dtype);
    const auto format = type == at::kFloat ? nn::TileFormat::Fp32 : nn::TileFormat::Bf16;
    if (!nn::packingPays(int8 ? nn::TileFormat::Int8 : format))
        QSKIP("this processor multiplies plain matrices");
    const DitOptions options{.compile = true, .flash = flash, .int8 = int8};
    const auto dit = loadDit(demoWeights(type), config_, options);
    const auto condition = dit.prepare(inputs_.states);
    dit.forward(inputs_.x, inputs_.context, condition, inputs_.t, inputs_.t);
    const auto foretold = ditStepBytes(config_, {.frames = inputs_.frames,
                                                 .batch = inputs_.batch,
                                                 .conditionTokens = inputs_.states.size(1),
                                                 .layout = layoutOf(options, type, at::kCPU)});
    QCOMPARE(foretold.workspace, condition.workspace->nbytes());
    std::int64_t kept = 0;
    for (const auto& layer : condition.layers)
        kept += static_cast<std::int64_t>(layer.key.nbytes())
                + (layer.packed ? layer.packed->nbytes() : static_cast<std::int64_t>(layer.value.nbytes()));
    QCOMPARE(foretold.condition, kept);
}

QTEST_GUILESS_MAIN(TestDitFused)
#include "tst_dit_fused.moc"
