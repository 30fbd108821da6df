#include "core/engine/device_choice.h"
#include "core/engine/job_memory.h"
#include "core/engine/memory_request.h"
#include "core/nn/tensor_memory.h"
#include "support/counted_card.h"
#include "support/engine_runs.h"

#include <c10/util/Exception.h>

#include <QtTest>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr std::int64_t kMiB = 1 << 20;

} // namespace

/// How a job counts, bounds and frees the memory of a card that is there.
class TestCardMemory : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup() { tensor_memory::setCard(nullptr); }
    void aCardThatIsThereIsTheOneThatCounts();
    void stagesAreCountedOnTheCard();
    void aSimulatedSizeBoundsTheCard_data();
    void aSimulatedSizeBoundsTheCard();
    void memoryThatIsKeptForLaterIsReturnedBeforeAnotherTry();

private:
    JobMemoryInputs inputs(bool simulated) const {
        return {.models = memoryModels(settings_, device_, std::nullopt),
                .song = {.frames = 128},
                .budget = {.totalBytes = 6 * 1024 * kMiB, .reserveBytes = 512 * kMiB, .isCard = true},
                .simulated = simulated};
    }

    EngineSettings settings_ = demoSettings();
    DeviceChoice device_;
    ModelStore models_;
    CountedCard card_;
};

void TestCardMemory::init() {
    card_ = {};
    device_ = chooseDevice(settings_);
    auto choice = modelChoice(settings_, device_);
    choice.device = at::Device{at::kCUDA, 0}; // nothing is loaded
    models_.choose(choice);
    tensor_memory::setCard(&card_);
}

void TestCardMemory::aCardThatIsThereIsTheOneThatCounts() {
    card_.lend(300);
    card_.takeBack(200);
    QCOMPARE(tensor_memory::cardBytes(), std::size_t{100});
    QCOMPARE(tensor_memory::cardPeakBytes(), std::size_t{300});
    tensor_memory::restartPeak();
    QCOMPARE(tensor_memory::cardPeakBytes(), std::size_t{100});
    tensor_memory::setCardLimit(7);
    QCOMPARE(card_.limit, std::size_t{7});
    QCOMPARE(at::ones({100}).sum().item<float>(), 100.F); // main memory has no limit
    tensor_memory::setCard(nullptr);
    tensor_memory::returnCardMemory();
    QCOMPARE(card_.returned, 0);
}

void TestCardMemory::stagesAreCountedOnTheCard() {
    JobMemory memory{models_, inputs(/*simulated=*/false)};
    memory.begin(MemoryStage::Encoding);
    card_.lend(50 * kMiB);
    card_.takeBack(40 * kMiB);
    memory.begin(MemoryStage::Diffusion);
    card_.lend(20 * kMiB);
    memory.begin(MemoryStage::Decoding);
    const auto plan = memory.measured();
    const std::map<MemoryStage, std::int64_t> expected{
        {MemoryStage::Encoding, 50 * kMiB}, {MemoryStage::Diffusion, 30 * kMiB}, {MemoryStage::Decoding, 30 * kMiB}};
    QCOMPARE(plan.stages.size(), expected.size());
    for (const auto& stage : plan.stages)
        QCOMPARE(stage.measured.value_or(-1), expected.at(stage.stage));
    QCOMPARE(plan.measuredBytes().value_or(-1), 50 * kMiB);
}

void TestCardMemory::aSimulatedSizeBoundsTheCard_data() {
    QTest::addColumn<bool>("simulated");
    QTest::newRow("simulated") << true;
    QTest::newRow("its own") << false;
}

void TestCardMemory::aSimulatedSizeBoundsTheCard() {
    QFETCH(bool, simulated);
    {
        const JobMemory memory{models_, inputs(simulated)};
        QCOMPARE(card_.limit, simulated ? static_cast<std::size_t>(5632 * kMiB) : 0);
    }
    QCOMPARE(card_.limit, std::size_t{0});
}

void TestCardMemory::memoryThatIsKeptForLaterIsReturnedBeforeAnotherTry() {
    JobMemory memory{models_, inputs(/*simulated=*/false)};
    int tries = 0, told = 0;
    memory.run(
        MemoryStage::Diffusion,
        [&] {
            QCOMPARE(card_.returned, tries);
            TORCH_CHECK_WITH(OutOfMemoryError, ++tries > 2, "CUDA out of memory");
        },
        [&] { ++told; });
    QCOMPARE(tries, 3);
    QCOMPARE(told, 2);
    QCOMPARE(card_.returned, 2);
    QCOMPARE(memory.warnings().size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestCardMemory)
#include "tst_card_memory.moc"
