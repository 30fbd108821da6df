#include "core/checkpoints/weights.h"
#include "support/close.h"
#include "support/faults.h"

#include <QTemporaryDir>

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

QTEST_GUILESS_MAIN(TestWeights)
#include "tst_weights.moc"
