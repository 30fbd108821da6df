#include "core/checkpoints/silence_latent.h"
#include "support/close.h"
#include "support/faults.h"
#include "support/paths.h"
#include "support/stored_zip.h"

#include <QTemporaryDir>

#include <random>

using namespace ottava;
using namespace ottava::test;

namespace {

std::string text(const std::string& word) {
    return "X" + littleEndian(word.size(), 4) + word;
}

std::string whole(std::uint64_t number) {
    return "J" + littleEndian(number, 4);
}

/// A stored tensor as torch.save pickles it. Sizes are pickled as they are given, whether or not the data has them.
struct SavedTensor {
    std::string storage = "FloatStorage";
    std::vector<std::uint64_t> sizes{1, 64, 3}, strides{192, 3, 1};
    std::uint64_t offset = 0;
    std::size_t dataBytes = std::size_t{64} * 3 * sizeof(float);

    std::string pickle() const {
        std::string program = "\x80\x02"
                              "ctorch._utils\n_rebuild_tensor_v2\n(("
                              + text("storage") + "ctorch\n" + storage + "\n" + text("0") + text("cpu")
                              + whole(dataBytes / sizeof(float)) + "tQ" + whole(offset);
        for (const auto& list : {sizes, strides}) {
            program += "(";
            for (const auto number : list)
                program += whole(number);
            program += "t";
        }
        return program
               + "\x89"
                 "ccollections\nOrderedDict\n)RtR.";
    }
    std::string archive() const { return archiveOf(pickle(), std::string(dataBytes, '\0')); }

    static std::string archiveOf(const std::string& pickle, const std::string& data) {
        return storedZip({{"archive/data.pkl", pickle}, {"archive/data/0", data}, {"archive/version", "3\n"}});
    }
};

} // namespace

class TestSilenceLatent : public QObject {
    Q_OBJECT

private slots:
    void demoModelsFileIsRead();
    void handMadeFileIsRead();
    void missingFileIsReported();
    void folderInPlaceOfTheFileIsReported();
    void hugeFileIsRefusedUnread();
    void garbageIsRefused_data();
    void garbageIsRefused();
    void programsAreRefusedAndNotRun_data();
    void programsAreRefusedAndNotRun();
    void tensorsOfAnotherKindAreRefused_data();
    void tensorsOfAnotherKindAreRefused();
    void sizesBeyondTheDataAreRefused_data();
    void sizesBeyondTheDataAreRefused();
    void mutationsNeverCrash();
    void shortSilenceRepeats();

private:
    std::filesystem::path root() const { return folder_.path().toStdString(); }
    void write(const std::string& bytes) const { writeBytes(root() / "silence_latent.pt", bytes); }
    QTemporaryDir folder_;
};

void TestSilenceLatent::demoModelsFileIsRead() {
    const auto silence = readSilenceLatent(ditFolder("acestep-v15-turbo"));
    QVERIFY(silence.sizes() == at::IntArrayRef({1, 800, 64}));
    QCOMPARE(silence.scalar_type(), at::kFloat);
    QVERIFY(silence.isfinite().all().item<bool>());
}

void TestSilenceLatent::handMadeFileIsRead() {
    write(SavedTensor{}.archive());
    QVERIFY(readSilenceLatent(root()).equal(at::zeros({1, 3, 64})));
}

void TestSilenceLatent::missingFileIsReported() {
    QVERIFY_FAULT(readSilenceLatent(root() / "nowhere"), ErrorCode::ModelMissing, "nowhere/silence_latent.pt");
}

void TestSilenceLatent::folderInPlaceOfTheFileIsReported() {
    std::filesystem::create_directories(root() / "odd" / "silence_latent.pt");
    QVERIFY_FAULT(readSilenceLatent(root() / "odd"), ErrorCode::ModelMissing, "odd/silence_latent.pt");
}

void TestSilenceLatent::hugeFileIsRefusedUnread() {
    write("");
    std::filesystem::resize_file(root() / "silence_latent.pt", std::uintmax_t{1} << 40); // sparse
    QVERIFY_FAULT(readSilenceLatent(root()), ErrorCode::ModelCorrupt, "silence_latent.pt", "too large");
    write("");
}

void TestSilenceLatent::garbageIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto real = QByteArray::fromStdString(readBytes(ditFolder("acestep-v15-turbo") / "silence_latent.pt"));
    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("text") << QByteArray{"version https://git-lfs.github.com/spec/v1\n"};
    QTest::newRow("cut short") << real.left(real.size() / 2);
    QTest::newRow("without its head") << real.mid(100);
    QTest::newRow("empty archive") << QByteArray::fromStdString(storedZip({}));
    QTest::newRow("archive without a pickle") << QByteArray::fromStdString(storedZip({{"archive/version", "3\n"}}));
    QTest::newRow("empty pickle") << QByteArray::fromStdString(SavedTensor::archiveOf("", ""));
    QTest::newRow("pickle that never stops") << QByteArray::fromStdString(SavedTensor::archiveOf("\x80\x02((((", ""));
    QTest::newRow("pickle that pops nothing") << QByteArray::fromStdString(SavedTensor::archiveOf("\x80\x02tR.", ""));
    QTest::newRow("pickle that recalls nothing")
        << QByteArray::fromStdString(SavedTensor::archiveOf("\x80\x02h\x07.", ""));
}

void TestSilenceLatent::garbageIsRefused() {
    QFETCH(QByteArray, bytes);
    write(bytes.toStdString());
    QVERIFY_FAULT(readSilenceLatent(root()), ErrorCode::ModelCorrupt, "silence_latent.pt");
}

void TestSilenceLatent::programsAreRefusedAndNotRun_data() {
    QTest::addColumn<QByteArray>("program");
    const auto mark = (root() / "ran").string();
    const auto call = [&](const std::string& function) {
        return QByteArray::fromStdString("\x80\x02"
                                         "c"
                                         + function + "\n(" + text("touch " + mark) + "tR.");
    };
    QTest::newRow("os.system") << call("os\nsystem");
    QTest::newRow("posix.system") << call("posix\nsystem");
    QTest::newRow("eval") << call("builtins\neval");
    QTest::newRow("a class of torch") << call("torch.jit\nload");
    QTest::newRow("a compiled class") << call("__torch__\nModel");
    QTest::newRow("a function, not called") << QByteArray{"\x80\x02"
                                                          "cos\nsystem\n."};
}

void TestSilenceLatent::programsAreRefusedAndNotRun() {
    QFETCH(QByteArray, program);
    write(SavedTensor::archiveOf(program.toStdString(), ""));
    QVERIFY_FAULT(readSilenceLatent(root()), ErrorCode::ModelCorrupt, "silence_latent.pt");
    QVERIFY(!std::filesystem::exists(root() / "ran"));
}

void TestSilenceLatent::tensorsOfAnotherKindAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const SavedTensor& tensor) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor.archive());
    };
    row("two dimensions", {.sizes = {64, 3}, .strides = {3, 1}});
    row("frames before channels", {.sizes = {1, 3, 64}, .strides = {192, 64, 1}});
    row("two items", {.sizes = {2, 64, 1}, .strides = {64, 1, 1}});
    row("no frames", {.sizes = {1, 64, 0}, .strides = {64, 1, 1}});
    row("whole numbers", {.storage = "IntStorage"});
    row("complex numbers", {.storage = "ComplexFloatStorage", .sizes = {1, 64, 1}, .strides = {64, 1, 1}});
    QTest::newRow("a list") << QByteArray::fromStdString(SavedTensor::archiveOf("\x80\x02].", ""));
    QTest::newRow("a number") << QByteArray::fromStdString(SavedTensor::archiveOf("\x80\x02K\x01.", ""));
}

void TestSilenceLatent::tensorsOfAnotherKindAreRefused() {
    QFETCH(QByteArray, bytes);
    write(bytes.toStdString());
    QVERIFY_FAULT(readSilenceLatent(root()), ErrorCode::ModelCorrupt, "silence_latent.pt");
}

void TestSilenceLatent::sizesBeyondTheDataAreRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const SavedTensor& tensor) {
        QTest::newRow(name) << QByteArray::fromStdString(tensor.archive());
    };
    row("more frames than there are", {.sizes = {1, 64, 4}, .strides = {256, 4, 1}});
    row("far more frames", {.sizes = {1, 64, 1'000'000}, .strides = {64'000'000, 1'000'000, 1}});
    row("frames that overlap beyond all memory", {.sizes = {1, 64, 2'000'000'000}, .strides = {0, 0, 0}});
    row("stride out of the data", {.strides = {192, 2'000'000'000, 1}});
    row("offset out of the data", {.offset = 2'000'000'000});
    row("negative offset", {.offset = 0xFFFFFF00});
    row("no data", {.dataBytes = 0});
}

void TestSilenceLatent::sizesBeyondTheDataAreRefused() {
    QFETCH(QByteArray, bytes);
    write(bytes.toStdString());
    QVERIFY_FAULT(readSilenceLatent(root()), ErrorCode::ModelCorrupt, "silence_latent.pt");
}

void TestSilenceLatent::mutationsNeverCrash() {
    const auto pickle = SavedTensor{}.pickle();
    const std::string data(std::size_t{64} * 3 * sizeof(float), '\1');
    std::mt19937 random{4711};
    int refused = 0;
    for (int round = 0; round < 200; ++round) {
        auto program = pickle;
        for (unsigned flip = 0; flip <= random() % 3; ++flip)
            program[random() % program.size()] ^= static_cast<char>(1U << (random() % 8));
        write(SavedTensor::archiveOf(program, data));
        const auto fault = faultOf([&] { static_cast<void>(readSilenceLatent(root()).sum()); });
        refused += fault ? 1 : 0;
        if (fault)
            QVERIFY2(fault->code == ErrorCode::ModelCorrupt && !fault->remedy.empty(), fault->what());
    }
    QVERIFY(refused > 100);
}

void TestSilenceLatent::shortSilenceRepeats() {
    const auto silence = at::arange(6, at::kFloat).view({1, 3, 2});
    QVERIFY(silenceFrames(silence, 2).equal(silence.slice(1, 0, 2)));
    QVERIFY(silenceFrames(silence, 7).equal(at::cat({silence, silence, silence.slice(1, 0, 1)}, 1)));
}

QTEST_GUILESS_MAIN(TestSilenceLatent)
#include "tst_silence_latent.moc"
