#include "core/diffusion/noise.h"
#include "core/models/dit_adapter.h"
#include "core/models/dit_memory.h"
#include "core/models/dit_offload.h"
#include "core/models/layer_slots.h"
#include "core/nn/tensor_memory.h"
#include "support/close.h"
#include "support/late_queue.h"
#include "support/paths.h"
#include "support/random_adapter.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr auto kTurbo = "acestep-v15-turbo";
constexpr int kStoredLayers = 4;

/// The demo model's decoder with as many of its layers as are wanted, from the first on and over again.
Dit decoder(int layers, const DitOptions& options, at::ScalarType dtype = at::kFloat) {
    auto config = readDitConfig(ditFolder(kTurbo));
    const auto weights = Weights::open(ditFolder(kTurbo), "model", dtype, at::kCPU).within("decoder");
    auto whole = loadDit(weights, config, options);
    auto dit = whole;
    dit.layers = {};
    dit.config.decoder.layerCount = layers;
    dit.config.decoder.slidingLayers.clear();
    for (int layer = 0; layer < layers; ++layer) {
        dit.layers.push_back(whole.layers[static_cast<std::size_t>(layer % kStoredLayers)]);
        dit.config.decoder.slidingLayers.push_back(layer % 2 == 0);
    }
    return dit;
}

struct Inputs {
    at::Tensor x = initialNoise({1, 2}, 101, 64), context = initialNoise({3, 4}, 101, 128);
    at::Tensor states = initialNoise({5}, 33, readDitConfig(ditFolder(kTurbo)).encoder.hiddenSize);

    static at::Tensor timestep(double t) { return at::full({2}, t); }
    at::Tensor step(const Dit& dit, const DitCondition& condition, double t = 0.6) const {
        return dit.forward(x, context, condition, timestep(t), timestep(t));
    }
    /// A few steps after one another.
    at::Tensor through(const Dit& dit) const {
        const auto condition = dit.prepare(states);
        auto now = x;
        for (const double t : {0.9, 0.6, 0.3})
            now = now - 0.3 * dit.forward(now, context, condition, timestep(t), timestep(t));
        return now;
    }
};

} // namespace

/// A DiT whose layers visit the device one at a time against the same one that lies there whole. The device is slow and
/// spoils what must not be read: see LateQueue.
class TestDitOffload : public QObject {
    Q_OBJECT
private slots:
    void init() {
        at::manual_seed(1);
        record_ = {};
    }
    void cleanup() { QCOMPARE(record_.faults, std::vector<std::string>{}); }
    void theNextLayerIsUnderWayBeforeWorkBegins_data();
    void theNextLayerIsUnderWayBeforeWorkBegins();
    void equalsADitThatLiesThereWhole_data();
    void equalsADitThatLiesThereWhole();
    void worksWithTheProcessorAsACard();
    void adaptersOfEveryKindVisit();
    void ditsTakeTurns();
    void aStepThatFailedLeavesTheNextOneRight_data();
    void aStepThatFailedLeavesTheNextOneRight();
    void aCopyThatFailedLeavesTheNextStepRight();
    void aCopyThatBrokeOffIsNotTakenForTheLayer();
    void showsTheSameCrossAttention();
    void layersLieInOnePiece();
    void whatLiesOutsideMovesWithItsAdapters();
    void stepsTakeTwoSlotsAndNoMore_data();
    void stepsTakeTwoSlotsAndNoMore();

private:
    Dit visiting(const Dit& dit) { return layerByLayer(dit, at::kCPU, lateQueues(record_)); }

    c10::InferenceMode inference_;
    LateQueue::Record record_;
    Inputs inputs_;
};

void TestDitOffload::theNextLayerIsUnderWayBeforeWorkBegins_data() {
    QTest::addColumn<int>("layers");
    QTest::addColumn<QString>("calls");
    QTest::newRow("one") << 1 << "send 0, await 0, work 0, work 0";
    QTest::newRow("two") << 2
                         << "send 0, send 1, await 0, work 0, release 0, send 0, await 1, work 1, "
                            "release 1, send 1, await 0, work 0, release 0, send 0, await 1, work 1";
    QTest::newRow("three") << 3
                           << "send 0, send 1, await 0, work 0, release 0, send 0, await 1, work 1, "
                              "release 1, send 1, await 0, work 2, release 0, send 0, await 1, work 0, "
                              "release 1, send 1, await 0, work 1, release 0, send 0, await 1, work 2";
}

void TestDitOffload::theNextLayerIsUnderWayBeforeWorkBegins() {
    QFETCH(int, layers);
    QFETCH(QString, calls);
    std::vector<std::vector<at::Tensor>> pieces;
    for (int layer = 0; layer < layers; ++layer)
        pieces.push_back({at::full({8}, layer, at::kByte)});
    LayerSlots places{std::make_shared<LateQueue>(record_), at::kCPU, pieces};
    for (int step = 0; step < 2; ++step)
        for (int layer = 0; layer < layers; ++layer) {
            const auto slot = places.visit(static_cast<std::size_t>(layer));
            record_.calls.push_back("work " + std::to_string(layer));
            QVERIFY(at::equal(places.place(slot), pieces[static_cast<std::size_t>(layer)].front()));
        }
    QStringList told;
    for (const auto& call : record_.calls)
        told.push_back(QString::fromStdString(call));
    QCOMPARE(told.mid(2).join(", "), calls); // at first both slots are taken from the device and released
}

void TestDitOffload::equalsADitThatLiesThereWhole_data() {
    QTest::addColumn<int>("layers");
    QTest::addColumn<bool>("flash");
    QTest::addColumn<bool>("adapted");
    QTest::addColumn<int>("dtype");
    for (const int layers : {1, 2, 3, 4, 5})
        for (const bool flash : {false, true})
            for (const bool adapted : {false, true})
                QTest::addRow("%d layers, flash %d, adapter %d", layers, flash, adapted)
                    << layers << flash << adapted << static_cast<int>(at::kFloat);
    QTest::newRow("bf16") << 4 << true << true << static_cast<int>(at::kBFloat16);
}

void TestDitOffload::equalsADitThatLiesThereWhole() {
    QFETCH(int, layers);
    QFETCH(bool, flash);
    QFETCH(bool, adapted);
    QFETCH(int, dtype);
    auto whole = decoder(layers, {.flash = flash}, static_cast<at::ScalarType>(dtype));
    auto dit = visiting(whole);
    if (adapted) {
        const auto plain = inputs_.through(whole);
        const auto adapter = randomAdapter(whole.config, /*firstLayer=*/layers / 2); // not all layers are alike
        whole = withAdapter(whole, adapter, 0.7);
        dit = withAdapter(dit, adapter, 0.7);
        QVERIFY(!at::equal(inputs_.through(whole), plain));
    }
    QVERIFY(at::equal(inputs_.through(dit), inputs_.through(whole)));
}

void TestDitOffload::worksWithTheProcessorAsACard() {
    const auto whole = decoder(3, {});
    QVERIFY(at::equal(inputs_.through(layerByLayer(whole, at::kCPU)), inputs_.through(whole)));
}

void TestDitOffload::adaptersOfEveryKindVisit() {
    const auto whole = decoder(3, {});
    const auto width = whole.config.decoder.hiddenSize;
    Adapter adapter;
    adapter.layers["layers.1.self_attn.q_proj"] = {KroneckerDelta{at::randn({4, 4}), at::randn({width / 4, width / 4})},
                                                   0.1};
    adapter.layers["time_embed.linear_2"] = {LowRankDelta{at::randn({3, width}), at::randn({width, 3})}, 0.1};
    const auto exact = inputs_.through(withAdapter(whole, adapter, 1));
    QVERIFY(!at::equal(exact, inputs_.through(whole)));
    QVERIFY(at::equal(inputs_.through(withAdapter(visiting(whole), adapter, 1)), exact));
    QVERIFY(at::equal(inputs_.through(visiting(withAdapter(whole, adapter, 1))), exact)); // put on before
}

/// Step by step, each with slots of its own.
void TestDitOffload::ditsTakeTurns() {
    const auto wholeA = decoder(3, {}), a = visiting(wholeA);
    const auto adapter = randomAdapter(wholeA.config);
    const auto wholeB = withAdapter(wholeA, adapter, 1), b = withAdapter(a, adapter, 1);
    const auto ofA = a.prepare(inputs_.states), ofB = b.prepare(inputs_.states);
    for (const double t : {0.9, 0.6, 0.3}) {
        QVERIFY(at::equal(inputs_.step(a, ofA, t), inputs_.step(wholeA, wholeA.prepare(inputs_.states), t)));
        QVERIFY(at::equal(inputs_.step(b, ofB, t), inputs_.step(wholeB, wholeB.prepare(inputs_.states), t)));
    }
}

void TestDitOffload::aStepThatFailedLeavesTheNextOneRight_data() {
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("failing");
    for (const int layers : {1, 3, 4})
        for (int failing = 0; failing < layers; ++failing)
            QTest::addRow("layer %d of %d", failing + 1, layers) << layers << failing;
}

void TestDitOffload::aStepThatFailedLeavesTheNextOneRight() {
    QFETCH(int, layers);
    QFETCH(int, failing);
    const auto whole = decoder(layers, {}), dit = visiting(whole);
    auto broken = dit.prepare(inputs_.states);
    auto& layer = broken.layers[static_cast<std::size_t>(failing)];
    layer.key = layer.key.slice(-1, 0, 3); // no head is so narrow
    QVERIFY_EXCEPTION_THROWN(inputs_.step(dit, broken), c10::Error);
    QVERIFY(at::equal(inputs_.through(dit), inputs_.through(whole)));
}

namespace {

/// Fails at one of the copies that it is asked for.
class FailingQueue final : public TransferQueue {
public:
    FailingQueue(LateQueue::Record& record, int& left) : inner_(record), left_(left) {}
    at::Tensor hostMemory(std::int64_t bytes) override { return inner_.hostMemory(bytes); }
    void send(std::size_t slot, const at::Tensor& place, const std::vector<at::Tensor>& pieces) override {
        if (left_-- == 0)
            inner_.send(slot, place, {}); // it had begun
        TORCH_CHECK(left_ != -1, "the device does not answer");
        inner_.send(slot, place, pieces);
    }
    void await(std::size_t slot) override { inner_.await(slot); }
    void release(std::size_t slot) override { inner_.release(slot); }
    void finish() noexcept override { inner_.finish(); }

private:
    LateQueue inner_;
    int& left_;
};

} // namespace

void TestDitOffload::aCopyThatFailedLeavesTheNextStepRight() {
    const auto whole = decoder(3, {});
    const auto exact = inputs_.through(whole);
    for (int failing = 0; failing < 5; ++failing) {
        int left = failing;
        const auto dit =
            layerByLayer(whole, at::kCPU, [&](at::Device) { return std::make_unique<FailingQueue>(record_, left); });
        QVERIFY_EXCEPTION_THROWN(inputs_.through(dit), c10::Error);
        QVERIFY(at::equal(inputs_.through(dit), exact));
    }
}

void TestDitOffload::aCopyThatBrokeOffIsNotTakenForTheLayer() {
    std::vector<std::vector<at::Tensor>> pieces;
    for (int layer = 0; layer < 4; ++layer)
        pieces.push_back({at::full({8}, layer, at::kByte)});
    int left = 3;
    LayerSlots places{std::make_shared<FailingQueue>(record_, left), at::kCPU, pieces};
    places.visit(0);
    QVERIFY_EXCEPTION_THROWN(places.visit(2), c10::Error); // layer 3 over layer 1, which had not been asked for
    QVERIFY(at::equal(places.place(places.visit(1)), pieces[1].front()));
}

/// Which looks at some layers twice and stops before the last.
void TestDitOffload::showsTheSameCrossAttention() {
    const auto whole = decoder(4, {}), dit = visiting(whole);
    const AttentionView view{.heads = {{1, {0, 3}}, {2, {1}}}, .firstToken = 3, .tokenCount = 20};
    const auto t = Inputs::timestep(0.5);
    const auto shown = [&](const Dit& model) {
        return model.crossAttention(inputs_.x, inputs_.context, model.prepare(inputs_.states), t, view);
    };
    QVERIFY(at::equal(shown(dit), shown(whole)));
    QVERIFY(at::equal(inputs_.through(dit), inputs_.through(whole)));
}

void TestDitOffload::layersLieInOnePiece() {
    const auto whole = decoder(3, {}), dit = visiting(whole);
    const auto adapted = withAdapter(dit, randomAdapter(whole.config), 1);
    for (std::size_t index = 0; index < 3; ++index) {
        const auto &layer = dit.layers.stored(index), &twin = adapted.layers.stored(index);
        const auto memory = layer.selfNorm.weight.storage();
        for (const auto& tensor : {layer.mlp.down.weight, layer.scaleShiftTable, layer.crossAttention.kNorm.weight,
                                   twin.selfAttention.qProj.weight}) {
            QVERIFY(tensor.storage().is_alias_of(memory));
            QCOMPARE(tensor.storage_offset() * static_cast<std::int64_t>(tensor.element_size()) % 256, 0);
        }
        const auto& factors = std::get<LowRankDelta>(twin.mlp.up.adapter->factors);
        const auto& others = std::get<LowRankDelta>(twin.selfAttention.kProj.adapter->factors);
        QVERIFY(factors.up.storage().is_alias_of(others.down.storage()));
        QVERIFY(!factors.up.storage().is_alias_of(memory));
    }
}

void TestDitOffload::whatLiesOutsideMovesWithItsAdapters() {
    const auto whole = decoder(2, {});
    const auto width = whole.config.decoder.hiddenSize;
    Adapter adapter;
    for (const auto* path : {"time_embed.linear_2", "layers.1.cross_attn.q_proj"})
        adapter.layers[path] = {LowRankDelta{at::randn({3, width}), at::randn({width, 3})}, 1};
    const auto dit = withAdapter(layerByLayer(whole, at::kMeta, lateQueues(record_)), adapter, 1);
    const auto deviceOf = [](const nn::Linear& linear) {
        return std::get<LowRankDelta>(linear.adapter->factors).up.device();
    };
    QVERIFY(dit.projOut.weight.is_meta() && dit.normOut.weight.is_meta() && dit.timeEmbedR.timeProj.bias->is_meta());
    QVERIFY(deviceOf(dit.timeEmbed.linear2).is_meta());
    QVERIFY(deviceOf(dit.layers.stored(1).crossAttention.qProj).is_cpu());
}

void TestDitOffload::stepsTakeTwoSlotsAndNoMore_data() {
    QTest::addColumn<bool>("adapted");
    QTest::newRow("plain") << false;
    QTest::newRow("with an adapter") << true;
}

/// In bytes of the card that the processor stands in for: slots once, then nothing that a whole model would not take.
void TestDitOffload::stepsTakeTwoSlotsAndNoMore() {
    QFETCH(bool, adapted);
    tensor_memory::install();
    auto whole = decoder(4, {});
    auto dit = [&] {
        const auto outside = tensor_memory::cardBytes();
        auto visitor = layerByLayer(whole, at::kCPU);
        const auto moved = tensor_memory::cardBytes() - outside;
        TORCH_CHECK(moved < static_cast<std::size_t>(ditWeightBytes(whole.config, {.numberBytes = 4, .fused = false})),
                    "gathered layers count as the card's");
        return visitor;
    }();
    if (adapted) {
        const auto adapter = randomAdapter(whole.config);
        whole = withAdapter(whole, adapter, 1);
        dit = withAdapter(dit, adapter, 1);
    }
    const auto condition = whole.prepare(inputs_.states);
    const auto peakOf = [&](const Dit& model) {
        const auto before = tensor_memory::cardBytes();
        tensor_memory::restartPeak();
        inputs_.step(model, condition);
        return tensor_memory::cardPeakBytes() - before;
    };
    peakOf(whole); // what libtorch keeps for itself from then on
    const auto before = tensor_memory::cardBytes();
    peakOf(dit);
    const auto taken = tensor_memory::cardBytes() - before;
    const auto slotBytes = static_cast<std::size_t>(ditSlotBytes(whole.config, 4));
    if (!adapted)
        QVERIFY2(taken >= 2 * slotBytes && taken < 2 * slotBytes + 256,
                 qPrintable(QString{"%1 bytes for two slots of %2"}.arg(taken).arg(slotBytes)));
    QVERIFY(taken < 4 * slotBytes);
    for (int step = 0; step < 2; ++step)
        QVERIFY(peakOf(dit) < peakOf(whole) + slotBytes / 64); // blocks differ by how the system rounds them
    QCOMPARE(tensor_memory::cardBytes() - before, taken);
}

QTEST_GUILESS_MAIN(TestDitOffload)
#include "tst_dit_offload.moc"
