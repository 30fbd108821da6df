#include "core/checkpoints/weights.h"
#include "core/nn/transformer.h"
#include "support/close.h"
#include "support/faults.h"

#include <ATen/ops/arange.h>

#include <QTemporaryDir>

#include <cstdio>
#include <fstream>

using namespace ottava;
using namespace ottava::test;

class TestWeights : public QObject {
    Q_OBJECT

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void folderWithoutWeightsIsReported();
    void folderThatCannotBeLookedAtIsReported();
    void shardsReadAsOneModel();
    void missingShardIsNamed();
    void damagedShardIsNamed();
    void indexThatIsNoIndexIsRefused_data();
    void indexThatIsNoIndexIsRefused();
    void shardsAreSoughtInTheFolderOnly();
    void wrongShapeNamesTensorExpectedAndFound();
    void integersWhereNumbersBelongAreRefused();
    void absentTensorIsNamedWithItsPart();
    void storedDtypesConvert_data();
    void storedDtypesConvert();
    void pagesThatWereLetGoComeBack();
    void blocksThatHadTheirTurnLeaveTheMemory();

private:
    std::filesystem::path root() const { return folder_->path().toStdString(); }
    Weights open() const { return Weights::open(root(), "model", at::kFloat, at::kCPU); }
    void writeIndex(const std::string& text) const { writeBytes(root() / "model.safetensors.index.json", text); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestWeights::folderWithoutWeightsIsReported() {
    QVERIFY_FAULT(open(), ErrorCode::ModelMissing, folder_->path(), "model.safetensors");
}

void TestWeights::folderThatCannotBeLookedAtIsReported() {
    const auto loop = root() / "model.safetensors";
    std::filesystem::create_symlink(loop, loop);
    QVERIFY_FAULT(open(), ErrorCode::ModelMissing, folder_->path());
}

void TestWeights::shardsReadAsOneModel() {
    saveSafetensors(root() / "one.safetensors", {{"a.weight", at::ones({2})}});
    saveSafetensors(root() / "two.safetensors", {{"b.weight", at::zeros({3})}});
    writeIndex(R"({"weight_map":{"a.weight":"one.safetensors","b.weight":"two.safetensors"}})");
    const auto weights = open();
    QVERIFY(weights.within("a").tensor("weight", {2}).equal(at::ones({2})));
    QVERIFY(weights.within("b").tensor("weight", {3}).equal(at::zeros({3})));
    QVERIFY(!weights.contains("c.weight"));
}

void TestWeights::missingShardIsNamed() {
    saveSafetensors(root() / "one.safetensors", {{"a", at::ones({2})}});
    writeIndex(R"({"weight_map":{"a":"one.safetensors","b":"two.safetensors"}})");
    QVERIFY_FAULT(open(), ErrorCode::ModelMissing, "two.safetensors");
}

void TestWeights::damagedShardIsNamed() {
    saveSafetensors(root() / "one.safetensors", {{"a", at::ones({200})}});
    std::filesystem::resize_file(root() / "one.safetensors", 300);
    writeIndex(R"({"weight_map":{"a":"one.safetensors"}})");
    QVERIFY_FAULT(open(), ErrorCode::ModelCorrupt, "one.safetensors", "'a'");
}

void TestWeights::indexThatIsNoIndexIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("not JSON") << QByteArray{"<html>404</html>"};
    QTest::newRow("a list") << QByteArray{"[]"};
    QTest::newRow("no map") << QByteArray{R"({"metadata":{}})"};
    QTest::newRow("map is a list") << QByteArray{R"({"weight_map":["one.safetensors"]})"};
    QTest::newRow("map is empty") << QByteArray{R"({"weight_map":{}})"};
    QTest::newRow("shard is a number") << QByteArray{R"({"weight_map":{"a":3}})"};
    QTest::newRow("shard without a name") << QByteArray{R"({"weight_map":{"a":""}})"};
    QTest::newRow("shard is the folder") << QByteArray{R"({"weight_map":{"a":".."}})"};
}

void TestWeights::indexThatIsNoIndexIsRefused() {
    QFETCH(QByteArray, text);
    writeIndex(text.toStdString());
    QVERIFY_FAULT(open(), ErrorCode::ModelCorrupt, folder_->path());
}

void TestWeights::shardsAreSoughtInTheFolderOnly() {
    QTemporaryDir elsewhere;
    const auto outside = std::filesystem::path{elsewhere.path().toStdString()} / "outside.safetensors";
    saveSafetensors(outside, {{"a", at::ones({2})}});
    writeIndex(R"({"weight_map":{"a":")" + outside.string() + R"("}})");
    QVERIFY_FAULT(open(), ErrorCode::ModelMissing, QString::fromStdString(root() / "outside.safetensors"));
}

void TestWeights::wrongShapeNamesTensorExpectedAndFound() {
    saveSafetensors(root() / "model.safetensors", {{"layer.weight", at::ones({2, 3})}});
    const auto weights = open();
    QVERIFY_FAULT(weights.within("layer").tensor("weight", {3, 2}), ErrorCode::ModelCorrupt, folder_->path(),
                  "'layer.weight'", "[2, 3]", "[3, 2]");
}

void TestWeights::integersWhereNumbersBelongAreRefused() {
    saveSafetensors(root() / "model.safetensors", {{"w", at::ones({2}, at::kInt)}});
    QVERIFY_FAULT(open().tensor("w", {2}), ErrorCode::ModelCorrupt, folder_->path(), "'w'");
}

void TestWeights::absentTensorIsNamedWithItsPart() {
    saveSafetensors(root() / "model.safetensors", {{"w", at::ones({2})}});
    QVERIFY_FAULT(open().within("decoder.layers.0").tensor("w", {2}), ErrorCode::ModelCorrupt, folder_->path(),
                  "'decoder.layers.0.w'");
}

void TestWeights::storedDtypesConvert_data() {
    QTest::addColumn<int>("dtype");
    for (const auto dtype : {at::kFloat, at::kBFloat16, at::kHalf})
        QTest::newRow(c10::toString(dtype)) << static_cast<int>(dtype);
}

void TestWeights::storedDtypesConvert() {
    QFETCH(int, dtype);
    const auto values = at::arange(8, at::kFloat) / 4;
    saveSafetensors(root() / "model.safetensors", {{"w", values.to(static_cast<at::ScalarType>(dtype))}});
    QVERIFY(open().tensor("w", {8}).equal(values));
    const auto narrow = open().withDtype(at::kBFloat16).tensor("w", {8});
    QCOMPARE(narrow.scalar_type(), at::kBFloat16);
    QVERIFY(narrow.to(at::kFloat).equal(values));
}

/// Bytes of a mapped tensor that lie in this process's memory, by the kernel's own count.
std::size_t residentBytes(const at::Tensor& tensor) {
    std::ifstream maps{"/proc/self/smaps"};
    const auto address = reinterpret_cast<std::uintptr_t>(tensor.const_data_ptr());
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t begin = 0, end = 0;
        std::size_t kibibytes = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &begin, &end) == 2)
            inside = begin <= address && address < end;
        else if (inside && std::sscanf(line.c_str(), "Rss: %zu kB", &kibibytes) == 1)
            return kibibytes * 1024;
    }
    return 0;
}

void TestWeights::pagesThatWereLetGoComeBack() {
    constexpr std::int64_t kNumbers = 1 << 20;
    const auto numbers = at::arange(kNumbers, at::kFloat);
    saveSafetensors(root() / "model.safetensors", {{"a", numbers}});
    const auto weights = open();
    const auto mapped = weights.tensor("a", {kNumbers});
    QVERIFY(mapped.equal(numbers));
    QVERIFY(residentBytes(mapped) >= numbers.nbytes());
    weights.letPagesGo();
    QCOMPARE(residentBytes(mapped), std::size_t{0});
    QVERIFY(mapped.equal(numbers));
}

void TestWeights::blocksThatHadTheirTurnLeaveTheMemory() {
    const TransformerConfig config{.hiddenSize = 256,
                                   .intermediateSize = 512,
                                   .headCount = 2,
                                   .keyValueHeadCount = 1,
                                   .layerCount = 3,
                                   .slidingWindow = 0,
                                   .slidingLayers = {}};
    TensorMap tensors{{"norm.weight", at::ones({256})}};
    for (const std::string layer : {"layers.0.", "layers.1.", "layers.2."}) {
        const std::map<std::string, std::vector<std::int64_t>> shapes{
            {"input_layernorm", {256}},       {"post_attention_layernorm", {256}}, {"self_attn.q_norm", {128}},
            {"self_attn.k_norm", {128}},      {"self_attn.q_proj", {256, 256}},    {"self_attn.k_proj", {128, 256}},
            {"self_attn.v_proj", {128, 256}}, {"self_attn.o_proj", {256, 256}},    {"mlp.gate_proj", {512, 256}},
            {"mlp.up_proj", {512, 256}},      {"mlp.down_proj", {256, 512}}};
        for (const auto& [name, shape] : shapes)
            tensors.emplace(layer + name + ".weight", 0.02 * at::randn(shape));
    }
    saveSafetensors(root() / "model.safetensors", tensors);
    const auto transformer = nn::loadTransformer(open(), config);
    const auto x = at::randn({1, 5, 256});
    for (const auto& encoded : {transformer.encode(x), transformer.encodeCausal(x)}) {
        QVERIFY(encoded.isfinite().all().item<bool>());
        QVERIFY(residentBytes(transformer.blocks[0].mlp.up.weight)
                < tensors.at("layers.0.mlp.up_proj.weight").nbytes());
    }
    QVERIFY(transformer.encode(x).equal(transformer.encode(x)));
}

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
