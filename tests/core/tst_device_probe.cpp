#include "core/base/error.h"
#include "core/hardware/device_probe.h"

#include <QtTest>

#include <cmath>

using namespace ottava;

namespace {

VideoCard card(const char* name, double totalGb, int computeMajor) {
    return {.name = name,
            .uuid = std::string{"GPU-"} + name,
            .totalGb = totalGb,
            .freeGb = totalGb - 1,
            .computeMajor = computeMajor};
}

MachineFacts machine(std::vector<VideoCard> cards, std::optional<std::string> maxCudaVram = std::nullopt) {
    return {.processor = {.name = "Test processor", .nativeBf16 = true, .ramGb = 16, .threads = 4},
            .cards = std::move(cards),
            .maxCudaVram = std::move(maxCudaVram)};
}

QStringList codes(const Warnings& warnings) {
    QStringList list;
    for (const auto& warning : warnings)
        list << warningName(warning.code);
    return list;
}

constexpr std::uint64_t kAvx512Enabled = 0xE7, kAmxEnabled = 0x600E7, kAvxEnabled = 0x7;
constexpr std::uint32_t kAvx512Bf16 = 1u << 5, kAmxBf16 = 1u << 22;

} // namespace

class TestDeviceProbe : public QObject {
    Q_OBJECT

private slots:
    void wishes_data();
    void wishes();
    void unknownWishIsRefused_data();
    void unknownWishIsRefused();
    void simulatedMemory_data();
    void simulatedMemory();
    void cardKeepsItsFacts();
    void simulationCapsARealCard();
    void simulatedNoneHidesARealCard();
    void visibleDevices_data();
    void visibleDevices();
    void processorNames_data();
    void processorNames();
    void bf16NeedsInstructionAndSystem_data();
    void bf16NeedsInstructionAndSystem();
    void looksAtThisMachine();
};

void TestDeviceProbe::wishes_data() {
    QTest::addColumn<int>("cards");
    QTest::addColumn<QString>("wish");
    QTest::addColumn<int>("index"); // −1: the processor
    QTest::addColumn<QStringList>("warned");
    QTest::newRow("auto without a card") << 0 << "auto" << -1 << QStringList{};
    QTest::newRow("auto with cards") << 2 << "auto" << 0 << QStringList{};
    QTest::newRow("cpu with cards") << 2 << "cpu" << -1 << QStringList{};
    QTest::newRow("cuda") << 2 << "cuda" << 0 << QStringList{};
    QTest::newRow("second card") << 2 << "cuda:1" << 1 << QStringList{};
    QTest::newRow("cuda without a card") << 0 << "cuda" << -1 << QStringList{"fallback_cpu"};
    QTest::newRow("third card of two") << 2 << "cuda:2" << -1 << QStringList{"fallback_cpu"};
}

void TestDeviceProbe::wishes() {
    QFETCH(int, cards);
    QFETCH(QString, wish);
    QFETCH(int, index);
    const std::vector<VideoCard> all = {card("A", 8, 7), card("B", 24, 8)};
    Warnings warnings;
    const auto device = pickDevice(machine({all.begin(), all.begin() + cards}), wish.toStdString(), warnings);
    QCOMPARE(device.kind, index < 0 ? Device::Kind::Cpu : Device::Kind::Cuda);
    QCOMPARE(device.name, index < 0 ? std::string{"Test processor"} : all[static_cast<std::size_t>(index)].name);
    QCOMPARE(device.index, std::max(index, 0));
    QTEST(codes(warnings), "warned");
}

void TestDeviceProbe::unknownWishIsRefused_data() {
    QTest::addColumn<QString>("wish");
    for (const char* wish : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "CUDA", "cuda: 1"})
        QTest::newRow(*wish == '\0' ? "empty" : wish) << QString{wish};
}

void TestDeviceProbe::unknownWishIsRefused() {
    QFETCH(QString, wish);
    Warnings warnings;
    try {
        pickDevice(machine({}), wish.toStdString(), warnings);
        QFAIL("it was taken");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::BadRequest);
        QVERIFY(!e.remedy.empty());
    }
}

void TestDeviceProbe::simulatedMemory_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<double>("gb");
    QTest::addColumn<bool>("simulated");
    const auto taken = [](const char* value, double gb) { QTest::newRow(value) << QString{value} << gb << true; };
    const auto ignored = [](const char* value) { QTest::newRow(value) << QString{value} << 0.0 << false; };
    taken("8", 8);
    taken("7.5", 7.5);
    taken("1.2e1", 12);
    taken("0", 0);
    taken("-0", 0);
    for (const char* value : {"-1", "-0.5", "nan", "NaN", "inf", "1e999", "8GB", "eight", " 8", "0x10", "8,5", "--8"})
        ignored(value);
}

void TestDeviceProbe::simulatedMemory() {
    QFETCH(QString, value);
    QFETCH(double, gb);
    QFETCH(bool, simulated);
    Warnings warnings;
    const auto device = pickDevice(machine({}, value.toStdString()), "auto", warnings);
    QCOMPARE(device.vramGb, gb);
    QVERIFY(!std::signbit(device.vramGb));
    QCOMPARE(device.simulated, simulated);
    QCOMPARE(device.kind, Device::Kind::Cpu);
    QCOMPARE(codes(warnings), simulated ? QStringList{} : QStringList{"environment_ignored"});
    if (!simulated)
        QVERIFY(QString::fromStdString(warnings.front().message).contains("'" + value + "'"));
}

void TestDeviceProbe::cardKeepsItsFacts() {
    Warnings warnings;
    const auto device = pickDevice(machine({card("Old", 11, 7)}, ""), "auto", warnings);
    QCOMPARE(device.vramGb, 11.0);
    QCOMPARE(device.freeVramGb, 10.0);
    QVERIFY(!device.simulated && warnings.empty()); // an empty variable counts as unset
    QVERIFY(!device.nativeBf16);
    QVERIFY(pickDevice(machine({card("New", 11, 8)}), "auto", warnings).nativeBf16);
    QCOMPARE(device.ramGb, 16.0);
    QCOMPARE(device.threads, 4);
}

void TestDeviceProbe::simulationCapsARealCard() {
    Warnings warnings;
    const auto smaller = pickDevice(machine({card("A", 24, 8)}, "8"), "auto", warnings);
    QCOMPARE(smaller.kind, Device::Kind::Cuda);
    QCOMPARE(smaller.vramGb, 8.0);
    QCOMPARE(smaller.freeVramGb, 8.0);
    const auto larger = pickDevice(machine({card("A", 8, 8)}, "24"), "auto", warnings);
    QCOMPARE(larger.vramGb, 24.0);
    QCOMPARE(larger.freeVramGb, 7.0);
    QVERIFY(smaller.simulated && larger.simulated && warnings.empty());
}

void TestDeviceProbe::simulatedNoneHidesARealCard() {
    Warnings warnings;
    const auto device = pickDevice(machine({card("A", 24, 8)}, "0"), "cuda", warnings);
    QCOMPARE(device.kind, Device::Kind::Cpu);
    QCOMPARE(device.vramGb, 0.0);
    QVERIFY(device.simulated);
    QCOMPARE(codes(warnings), QStringList{"fallback_cpu"});
}

void TestDeviceProbe::visibleDevices_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("names");
    QTest::newRow("none") << ""
                          << "";
    QTest::newRow("minus one") << "-1"
                               << "";
    QTest::newRow("one") << "1"
                         << "B";
    QTest::newRow("another order") << "2,0"
                                   << "CA";
    QTest::newRow("up to a wrong one") << "0,7,1"
                                       << "A";
    QTest::newRow("by uuid") << "GPU-C,GPU-A"
                             << "CA";
    QTest::newRow("unknown uuid") << "GPU-X"
                                  << "";
}

void TestDeviceProbe::visibleDevices() {
    QFETCH(QString, variable);
    const std::vector<VideoCard> cards = {card("A", 8, 8), card("B", 8, 8), card("C", 8, 8)};
    QString names;
    for (const auto& visible : visibleCards(cards, variable.toStdString()))
        names += QString::fromStdString(visible.name);
    QTEST(names, "names");
    QCOMPARE(visibleCards(cards, std::nullopt).size(), cards.size());
}

void TestDeviceProbe::processorNames_data() {
    QTest::addColumn<QString>("cpuinfo");
    QTest::addColumn<QString>("name");
    QTest::newRow("x86") << "processor\t: 0\nmodel\t\t: 17\nmodel name\t: Some CPU 9000 \nflags\t: a b\n"
                         << "Some CPU 9000";
    QTest::newRow("arm board") << "processor\t: 0\nBogoMIPS\t: 100\n\nModel\t\t: Some Board 5\n"
                               << "Some Board 5";
    QTest::newRow("last line, no newline") << "model name : X"
                                           << "X";
    QTest::newRow("empty name") << "model name\t:\nprocessor : 0\n"
                                << "Processor";
    QTest::newRow("nothing") << ""
                             << "Processor";
}

void TestDeviceProbe::processorNames() {
    QFETCH(QString, cpuinfo);
    QTEST(QString::fromStdString(processorName(cpuinfo.toStdString())), "name");
}

void TestDeviceProbe::bf16NeedsInstructionAndSystem_data() {
    QTest::addColumn<unsigned>("leaf7Edx");
    QTest::addColumn<unsigned>("subleaf1Eax");
    QTest::addColumn<quint64>("xcr0");
    QTest::addColumn<bool>("bf16");
    QTest::newRow("neither") << 0u << 0u << quint64{kAmxEnabled} << false;
    QTest::newRow("avx512_bf16") << 0u << kAvx512Bf16 << quint64{kAvx512Enabled} << true;
    QTest::newRow("avx512_bf16, not enabled") << 0u << kAvx512Bf16 << quint64{kAvxEnabled} << false;
    QTest::newRow("amx_bf16") << kAmxBf16 << 0u << quint64{kAmxEnabled} << true;
    QTest::newRow("amx_bf16, not enabled") << kAmxBf16 << 0u << quint64{kAvx512Enabled} << false;
    QTest::newRow("neighbouring bits") << (kAmxBf16 << 1) << (kAvx512Bf16 >> 1) << quint64{kAmxEnabled} << false;
}

void TestDeviceProbe::bf16NeedsInstructionAndSystem() {
    QFETCH(unsigned, leaf7Edx);
    QFETCH(unsigned, subleaf1Eax);
    QFETCH(quint64, xcr0);
    QTEST(hasBf16({.leaf7Edx = leaf7Edx, .leaf7Subleaf1Eax = subleaf1Eax, .xcr0 = xcr0}), "bf16");
}

void TestDeviceProbe::looksAtThisMachine() {
    qputenv("MAX_CUDA_VRAM", "11.5");
    Warnings warnings;
    const auto device = probeDevice("cpu", warnings);
    qunsetenv("MAX_CUDA_VRAM");
    QCOMPARE(device.kind, Device::Kind::Cpu);
    QCOMPARE(device.vramGb, 11.5);
    QVERIFY(device.simulated);
    QVERIFY(device.threads >= 1 && device.ramGb > 0.1);
    QVERIFY(!device.name.empty());
#ifdef __x86_64__
    QFile cpuinfo{"/proc/cpuinfo"};
    QVERIFY(cpuinfo.open(QIODevice::ReadOnly));
    const auto flags = cpuinfo.readAll();
    QCOMPARE(device.nativeBf16, flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
#endif
}

QTEST_GUILESS_MAIN(TestDeviceProbe)
#include "tst_device_probe.moc"
