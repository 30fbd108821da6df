#include "core/models/transfer_queue.h"

#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <QtTest>

using namespace ottava;

namespace {

constexpr auto kType = c10::DeviceType::PrivateUse1;
constexpr c10::StreamId kWorking = 1, kCopying = 2;

/// A device with streams and events that does nothing but note what it is told. Its tensors are the processor's.
class NotingDevice final : public c10::impl::DeviceGuardImplInterface {
public:
    static QStringList& calls() {
        static QStringList told;
        return told;
    }
    static c10::StreamId& current() {
        static c10::StreamId stream = kWorking;
        return stream;
    }

    c10::DeviceType type() const override { return kType; }
    c10::Device exchangeDevice(c10::Device) const override { return getDevice(); }
    c10::Device getDevice() const override { return {kType, 0}; }
    void setDevice(c10::Device) const override {}
    void uncheckedSetDevice(c10::Device) const noexcept override {}
    c10::Stream getStream(c10::Device) const override { return streamOf(current()); }
    c10::Stream getStreamFromGlobalPool(c10::Device, bool) const override { return streamOf(kCopying); }
    c10::Stream exchangeStream(c10::Stream stream) const override {
        calls() << QString{"on %1"}.arg(nameOf(stream));
        return streamOf(std::exchange(current(), stream.id()));
    }
    void record(void** event, const c10::Stream& stream, c10::DeviceIndex, c10::EventFlag) const override {
        static std::intptr_t number = 0;
        if (*event == nullptr)
            *event = reinterpret_cast<void*>(++number); // NOLINT: a name, never followed
        names().insert(*event, nameOf(stream));
        calls() << QString{"mark %1"}.arg(nameOf(stream));
    }
    void block(void* event, const c10::Stream& stream) const override {
        calls() << QString{"%1 waits for %2"}.arg(nameOf(stream), names().value(event));
    }
    void synchronizeStream(const c10::Stream& stream) const override {
        calls() << QString{"all wait for %1"}.arg(nameOf(stream));
        TORCH_CHECK(!lost(), "the device is lost");
    }
    c10::DeviceIndex deviceCount() const noexcept override { return 1; }

    static bool& lost() {
        static bool gone = false;
        return gone;
    }

private:
    static c10::Stream streamOf(c10::StreamId id) { return c10::Stream{c10::Stream::UNSAFE, {kType, 0}, id}; }
    static QString nameOf(const c10::Stream& stream) { return stream.id() == kWorking ? "work" : "copies"; }
    static QHash<void*, QString>& names() {
        static QHash<void*, QString> known;
        return known;
    }
};

C10_REGISTER_GUARD_IMPL(PrivateUse1, NotingDevice)

} // namespace

/// The queue of a device that takes orders ahead, on a device that only notes them.
class TestTransferQueue : public QObject {
    Q_OBJECT
private slots:
    void init() { NotingDevice::lost() = false; }
    void copiesAndWorkWaitForEachOther();
    void piecesLieAfterOneAnother();
    void withoutPageLockingItGoesOn();
    void aLostDeviceDoesNotEndTheProgram();
    void theProcessorCopiesAtOnce();

private:
    const at::Device device_{kType, 0};
    const at::Tensor bytes_ = at::full({4}, 7, at::kByte);
};

void TestTransferQueue::copiesAndWorkWaitForEachOther() {
    const auto queue = transferQueue(device_);
    const auto place = at::zeros({4}, at::kByte);
    auto& calls = NotingDevice::calls();
    calls.clear();
    queue->release(0);
    QCOMPARE(calls.join(", "), QString{"mark work"});
    calls.clear();
    queue->send(0, place, {bytes_});
    QCOMPARE(calls.join(", "), QString{"copies waits for work, on copies, mark copies, on work"});
    QVERIFY(at::equal(place, bytes_));
    calls.clear();
    queue->await(0);
    QCOMPARE(calls.join(", "), QString{"work waits for copies"});
    QCOMPARE(NotingDevice::current(), kWorking);
    calls.clear();
    queue->await(1); // nothing was sent there
    QVERIFY(calls.isEmpty());
    queue->finish();
    QCOMPARE(calls.join(", "), QString{"all wait for copies"});
}

void TestTransferQueue::piecesLieAfterOneAnother() {
    const auto place = at::zeros({7}, at::kByte);
    copyPieces(place, {bytes_, at::full({2}, 9, at::kByte)}, /*nonBlocking=*/true);
    QVERIFY(at::equal(place, at::tensor({7, 7, 7, 7, 9, 9, 0}, at::kByte)));
}

void TestTransferQueue::withoutPageLockingItGoesOn() {
    const auto queue = transferQueue(device_);
    for (int time = 0; time < 2; ++time) {
        const auto memory = queue->hostMemory(12);
        QCOMPARE(memory.numel(), 12);
        QVERIFY(memory.is_cpu() && !memory.is_pinned());
    }
}

void TestTransferQueue::aLostDeviceDoesNotEndTheProgram() {
    auto queue = transferQueue(device_);
    NotingDevice::lost() = true;
    queue.reset();
}

void TestTransferQueue::theProcessorCopiesAtOnce() {
    const auto queue = transferQueue(at::kCPU);
    const auto place = at::zeros({4}, at::kByte);
    queue->send(1, place, {bytes_});
    QVERIFY(at::equal(place, bytes_));
}

QTEST_GUILESS_MAIN(TestTransferQueue)
#include "tst_transfer_queue.moc"
