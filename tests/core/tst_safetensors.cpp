#include "core/checkpoints/safetensors.h"
#include "support/close.h"
#include "support/faults.h"

#include <QTemporaryDir>

#include <cstring>
#include <random>

using namespace ottava;
using namespace ottava::test;

namespace {

/// A file of this header (padded to `align`) and data.
std::string container(std::string header, const std::string& data, std::size_t align = 8) {
    header.resize((header.size() + align - 1) / align * align, ' ');
    std::string bytes(sizeof(std::uint64_t), '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + header + data;
}

/// A file of one tensor "w" whose entry is `fields`, with 16 bytes of data.
std::string entryOf(const std::string& fields) {
    return container(R"({"w":)" + fields + "}", std::string(16, '\1'));
}

std::string lengthOnly(std::uint64_t length) {
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return bytes + "{}      ";
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private slots:
    void missingFileIsReported();
    void folderInPlaceOfAFileIsReported();
    void damagedFilesAreRefused_data();
    void damagedFilesAreRefused();
    void everyDtypeSurvivesARoundTrip_data();
    void everyDtypeSurvivesARoundTrip();
    void metadataSurvivesARoundTrip();
    void emptyAndScalarTensorsSurvive();
    void misalignedDataReadsRight();
    void tensorsOutliveTheFileObject();
    void absentTensorIsNamed();
    void textThatIsNotUtf8IsWrittenAllTheSame();
    void unwritablePlaceLeavesNothingBehind();
    void replacingAFileIsAllOrNothing();
    void mutationsNeverCrash();

private:
    std::filesystem::path at(const std::string& name) const {
        return std::filesystem::path{folder_.path().toStdString()} / name;
    }
    QTemporaryDir folder_;
};

void TestSafetensors::missingFileIsReported() {
    QVERIFY_FAULT(Safetensors::open(at("nowhere.safetensors")), ErrorCode::ModelMissing, "nowhere.safetensors");
}

void TestSafetensors::folderInPlaceOfAFileIsReported() {
    std::filesystem::create_directory(at("folder.safetensors"));
    QVERIFY_FAULT(Safetensors::open(at("folder.safetensors")), ErrorCode::ModelCorrupt, "folder.safetensors");
}

void TestSafetensors::damagedFilesAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const std::string& bytes, const char* word) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << word;
    };
    row("empty", "", "too short");
    row("seven bytes", std::string(7, '\0'), "too short");
    row("header one byte too long", lengthOnly(9), "header claims 9");
    row("header of 2^63 bytes", lengthOnly(std::uint64_t{1} << 63), "header claims");
    row("header of 2^64 - 1 bytes", lengthOnly(~std::uint64_t{0}), "header claims");
    row("no header", lengthOnly(0), "not JSON");
    row("header of other bytes", container("PK\3\4 zip", ""), "not JSON");
    row("header cut short", container(R"({"w":{"dtype":"F32")", ""), "not JSON");
    row("header is a list", container("[]", ""), "not JSON");
    row("entry is a number", entryOf("3"), "'w'");
    row("entry is null", entryOf("null"), "'w'");
    row("no dtype", entryOf(R"({"shape":[4],"data_offsets":[0,16]})"), "'w'");
    row("no shape", entryOf(R"({"dtype":"F32","data_offsets":[0,16]})"), "'w'");
    row("no offsets", entryOf(R"({"dtype":"F32","shape":[4]})"), "'w'");
    row("dtype is a number", entryOf(R"({"dtype":32,"shape":[4],"data_offsets":[0,16]})"), "'w'");
    row("unknown dtype", entryOf(R"({"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]})"), "F8_E4M3");
    row("one offset", entryOf(R"({"dtype":"F32","shape":[4],"data_offsets":[16]})"), "'w'");
    row("offsets reversed", entryOf(R"({"dtype":"F32","shape":[4],"data_offsets":[16,0]})"), "'w'");
    row("offset negative", entryOf(R"({"dtype":"F32","shape":[4],"data_offsets":[-16,0]})"), "'w'");
    row("offsets are text", entryOf(R"({"dtype":"F32","shape":[4],"data_offsets":["0","16"]})"), "'w'");
    row("offset beyond 2^64", entryOf(R"({"dtype":"F32","shape":[4],"data_offsets":[0,1e300]})"), "'w'");
    row("data cut short", entryOf(R"({"dtype":"F32","shape":[5],"data_offsets":[0,20]})"), "cut short");
    row("size contradicts shape", entryOf(R"({"dtype":"F32","shape":[3],"data_offsets":[0,16]})"), "[3]");
    row("dimension negative", entryOf(R"({"dtype":"F32","shape":[-2,-2],"data_offsets":[0,16]})"), "'w'");
    row("dimension a fraction", entryOf(R"({"dtype":"F32","shape":[4.5],"data_offsets":[0,16]})"), "'w'");
    row("dimension beyond 2^63", entryOf(R"({"dtype":"F32","shape":[1e300],"data_offsets":[0,16]})"), "'w'");
    row("sizes overflow",
        entryOf(R"({"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,0]})"), "'w'");
    row("sizes overflow around nothing",
        entryOf(R"({"dtype":"F32","shape":[0,4611686018427387904,4611686018427387904],"data_offsets":[0,0]})"), "'w'");
}

void TestSafetensors::damagedFilesAreRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    writeBytes(at("damaged.safetensors"), bytes.toStdString());
    QVERIFY_FAULT(Safetensors::open(at("damaged.safetensors")), ErrorCode::ModelCorrupt, "damaged.safetensors", word);
}

void TestSafetensors::everyDtypeSurvivesARoundTrip_data() {
    QTest::addColumn<int>("dtype");
    for (const auto dtype : {at::kFloat, at::kBFloat16, at::kHalf, at::kDouble, at::kLong, at::kInt, at::kShort,
                             at::kChar, at::kByte, at::kBool})
        QTest::newRow(c10::toString(dtype)) << static_cast<int>(dtype);
}

void TestSafetensors::everyDtypeSurvivesARoundTrip() {
    QFETCH(int, dtype);
    const auto tensor = at::arange(24).view({2, 3, 4}).to(static_cast<at::ScalarType>(dtype));
    saveSafetensors(at("trip.safetensors"), {{"first", tensor}, {"turned", tensor.transpose(0, 2)}});
    const auto file = Safetensors::open(at("trip.safetensors"));
    QCOMPARE(file["first"].scalar_type(), tensor.scalar_type());
    QVERIFY(file["first"].equal(tensor));
    QVERIFY(file["turned"].equal(tensor.transpose(0, 2)));
    QCOMPARE(file.names(), (std::vector<std::string>{"first", "turned"}));
}

void TestSafetensors::metadataSurvivesARoundTrip() {
    const std::map<std::string, std::string> metadata{{"prompt", "# Größe\n\"日本\""}, {"empty", ""}};
    saveSafetensors(at("meta.safetensors"), {{"w", at::ones({2})}}, metadata);
    QVERIFY(Safetensors::open(at("meta.safetensors")).metadata() == metadata);
}

void TestSafetensors::emptyAndScalarTensorsSurvive() {
    saveSafetensors(at("small.safetensors"), {{"none", at::empty({0, 3})}, {"scalar", at::scalar_tensor(2.5)}});
    const auto file = Safetensors::open(at("small.safetensors"));
    QVERIFY(file["none"].sizes() == at::IntArrayRef({0, 3}));
    QCOMPARE(file["scalar"].dim(), 0);
    QCOMPARE(file["scalar"].item<double>(), 2.5);
}

void TestSafetensors::misalignedDataReadsRight() {
    const std::vector<float> values{1.5F, -2.0F, 1e-9F, 4e9F};
    std::string data(16, '\0');
    std::memcpy(data.data(), values.data(), data.size());
    const std::string fields = R"({"dtype":"F32","shape":[4],"data_offsets":[1,17]})";
    writeBytes(at("odd.safetensors"), container(R"({"w":)" + fields + "}", "x" + data, /*align=*/8));
    QVERIFY(Safetensors::open(at("odd.safetensors"))["w"].equal(at::tensor(values)));
}

void TestSafetensors::tensorsOutliveTheFileObject() {
    saveSafetensors(at("view.safetensors"), {{"w", at::arange(1000)}});
    const auto tensor = Safetensors::open(at("view.safetensors"))["w"];
    std::filesystem::remove(at("view.safetensors"));
    QVERIFY(tensor.equal(at::arange(1000)));
}

void TestSafetensors::absentTensorIsNamed() {
    saveSafetensors(at("one.safetensors"), {{"w", at::ones({2})}});
    const auto file = Safetensors::open(at("one.safetensors"));
    QVERIFY(!file.contains("v"));
    QVERIFY_FAULT(file["v"], ErrorCode::ModelCorrupt, "one.safetensors", "'v'");
}

void TestSafetensors::textThatIsNotUtf8IsWrittenAllTheSame() {
    saveSafetensors(at("latin.safetensors"), {{"w", at::ones({2})}}, {{"prompt", "caf\xe9"}});
    const auto file = Safetensors::open(at("latin.safetensors"));
    QVERIFY(QByteArray::fromStdString(file.metadata().at("prompt")).startsWith("caf"));
    QVERIFY(file["w"].equal(at::ones({2})));
}

void TestSafetensors::unwritablePlaceLeavesNothingBehind() {
    writeBytes(at("file"), "not a folder");
    QVERIFY_FAULT(saveSafetensors(at("file") / "out.safetensors", {{"w", at::ones({2})}}), ErrorCode::FileFault,
                  "out.safetensors");
    QCOMPARE(readBytes(at("file")), std::string{"not a folder"});
    const auto place = at("place");
    std::filesystem::create_directories(place / "out.safetensors" / "inside"); // a rename cannot replace it
    QVERIFY_FAULT(saveSafetensors(place / "out.safetensors", {{"w", at::ones({2})}}), ErrorCode::FileFault,
                  "out.safetensors");
    QCOMPARE(std::distance(std::filesystem::directory_iterator{place}, {}), 1);
}

void TestSafetensors::replacingAFileIsAllOrNothing() {
    const auto file = at("kept.safetensors");
    saveSafetensors(file, {{"w", at::ones({2})}});
    QVERIFY_FAULT(saveSafetensors(file, {{"w", at::ones({2}, at::kComplexFloat)}}), ErrorCode::Internal, "dtype");
    QVERIFY(Safetensors::open(file)["w"].equal(at::ones({2})));
}

void TestSafetensors::mutationsNeverCrash() {
    saveSafetensors(at("seed.safetensors"),
                    {{"a.weight", at::arange(6, at::kFloat).view({2, 3})}, {"b", at::arange(4, at::kLong)}},
                    {{"format", "pt"}});
    const auto whole = readBytes(at("seed.safetensors"));
    std::mt19937 random{20250131};
    int refused = 0;
    for (int round = 0; round < 2000; ++round) {
        auto bytes = whole;
        const auto flips = 1 + random() % 4;
        for (unsigned flip = 0; flip < flips; ++flip)
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        if (random() % 4 == 0)
            bytes.resize(random() % bytes.size());
        writeBytes(at("mutated.safetensors"), bytes);
        const auto fault = faultOf([&] {
            const auto file = Safetensors::open(at("mutated.safetensors"));
            for (const auto& name : file.names())
                static_cast<void>(file[name].sum());
        });
        refused += fault ? 1 : 0;
        if (fault)
            QVERIFY2(fault->code == ErrorCode::ModelCorrupt && !fault->remedy.empty(), fault->what());
    }
    QVERIFY(refused > 500);
    QVERIFY(refused < 2000);
}

QTEST_GUILESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
