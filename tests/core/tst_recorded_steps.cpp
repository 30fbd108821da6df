#include "core/diffusion/noise.h"
#include "core/engine/card_functions.h"
#include "core/engine/dit_predictor.h"
#include "core/models/dit_adapter.h"
#include "core/models/dit_offload.h"
#include "support/close.h"
#include "support/fake_recorder.h"
#include "support/paths.h"
#include "support/predictor_song.h"
#include "support/random_adapter.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

Dit demoDit(bool compile = true) {
    return loadDit(Weights::open(ditFolder(kPredictorModel), "model", at::kFloat, at::kCPU).within("decoder"),
                   readDitConfig(ditFolder(kPredictorModel)), {.compile = compile});
}

bool equal(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b) {
    return std::ranges::equal(a, b,
                              [](const at::Tensor& one, const at::Tensor& other) { return at::equal(one, other); });
}

} // namespace

/// Steps that are replayed against steps that are computed, with a recorder that does its work again.
class TestRecordedSteps : public QObject {
    Q_OBJECT
private slots:
    void init() {
        at::manual_seed(1);
        log_ = {};
        dit_ = recorded(demoDit());
    }
    void equalsComputedSteps_data();
    void equalsComputedSteps();
    void isRecordedAfreshForOtherSizes();
    void isRecordedAfreshForAnotherCondition();
    void oldResultsStay();
    void adaptersAreRecorded();
    void isGivenUpWithItsCondition();
    void whatCannotBeRecordedIsComputed_data();
    void whatCannotBeRecordedIsComputed();
    void isNotTriedWhereItMakesNoSense();
    void manyKindsAreNotAllRecorded();
    void aLibraryRecords();
    void withoutALibraryNothingIsRecorded();

private:
    std::shared_ptr<const Dit> recorded(Dit dit) {
        dit.recording = std::make_shared<StepRecording>(
            StepRecording{.make = [this](at::Device) { return std::make_unique<FakeRecorder>(log_); }});
        return std::make_shared<const Dit>(std::move(dit));
    }
    std::vector<at::Tensor> through(const PredictorInputs& inputs, int count) {
        DitPredictor predict{dit_, inputs};
        return steps(predict, song_.noise(), count);
    }
    std::vector<at::Tensor> computed(const PredictorInputs& inputs, int count) const {
        DitPredictor predict{plain_, inputs};
        return steps(predict, song_.noise(), count);
    }

    c10::InferenceMode inference_;
    Song song_;
    RecorderLog log_;
    std::shared_ptr<const Dit> plain_ = std::make_shared<const Dit>(demoDit()), dit_;
};

void TestRecordedSteps::equalsComputedSteps_data() {
    QTest::addColumn<int>("kind"); // 0 unguided, 1 guided in one batch, 2 one after the other, 3 with a switch
    QTest::addColumn<int>("rowsAtOnce");
    QTest::addColumn<int>("recordings"); // in 6 steps
    QTest::newRow("unguided") << 0 << 0 << 1;
    QTest::newRow("guided") << 1 << 0 << 1;
    QTest::newRow("guided, halves apart") << 2 << 0 << 2;
    QTest::newRow("cover switch") << 3 << 0 << 2;
    QTest::newRow("batch split: 2 and 1 rows") << 0 << 2 << 2;
    QTest::newRow("guided, batch split") << 1 << 2 << 4;               // 2 + 1 of either half
    QTest::newRow("guided, halves apart, batch split") << 2 << 1 << 2; // rows of one item are alike
    QTest::newRow("cover switch, batch split") << 3 << 2 << 4;
}

void TestRecordedSteps::equalsComputedSteps() {
    QFETCH(int, kind);
    QFETCH(int, rowsAtOnce);
    QFETCH(int, recordings);
    constexpr int kSteps = 6;
    auto inputs = kind == 0 ? song_.inputs() : kind == 3 ? song_.switching(/*coverSteps=*/3) : song_.guided(kind == 2);
    inputs.rowsAtOnce = rowsAtOnce;
    QVERIFY(equal(through(inputs, kSteps), computed(inputs, kSteps)));
    QCOMPARE(log_.recorded, recordings);
    QCOMPARE(log_.rehearsed, recordings);
    QVERIFY(log_.replayed >= recordings * (kind == 3 ? 2 : 5));
    QCOMPARE(log_.made, kind == 3 ? 2 : 1);
}

void TestRecordedSteps::isRecordedAfreshForOtherSizes() {
    const auto condition = dit_->prepare(initialNoise({5}, 33, song_.width));
    RecordedSteps recording{dit_};
    const auto velocity = [&](std::int64_t frames, at::ScalarType dtype, std::int64_t items) {
        const auto x = initialNoise({1, 2}, frames, 64).narrow(0, 0, items).to(dtype);
        const auto context = initialNoise({3, 4}, frames, 128).narrow(0, 0, items);
        const auto t = at::full({items}, 0.5);
        const auto seen = recording.forward(x, context, condition, t, t);
        return at::equal(seen, plain_->forward(x, context, condition, t, t)) && seen.scalar_type() == dtype;
    };
    for (int step = 0; step < 3; ++step) {
        QVERIFY(velocity(30, at::kFloat, 2));
        QVERIFY(velocity(31, at::kFloat, 2));
        QVERIFY(velocity(30, at::kFloat, 1));
        QVERIFY(velocity(30, at::kBFloat16, 2));
    }
    QCOMPARE(log_.recorded, 4);
    QCOMPARE(log_.replayed, 8);
}

void TestRecordedSteps::isRecordedAfreshForAnotherCondition() {
    RecordedSteps recording{dit_};
    const auto x = initialNoise({1}, 30, 64), context = initialNoise({3}, 30, 128), t = at::full({1}, 0.5);
    for (const std::int64_t seed : {1, 2, 3}) {
        auto condition = dit_->prepare(initialNoise({seed}, 33, song_.width));
        for (int step = 0; step < 3; ++step)
            QVERIFY(at::equal(recording.forward(x, context, condition, t, t),
                              plain_->forward(x, context, condition, t, t)));
        condition = {}; // its memory may be had again, but must not be taken for the same
    }
    QCOMPARE(log_.recorded, 3);
}

/// A solver looks at velocities of earlier steps.
void TestRecordedSteps::oldResultsStay() {
    DitPredictor predict{dit_, song_.inputs()};
    std::vector<at::Tensor> kept, copies;
    for (int step = 0; step < 4; ++step) {
        kept.push_back(predict(song_.noise(), 0.9 - 0.2 * step, step).conditional);
        copies.push_back(kept.back().clone());
    }
    QVERIFY(equal(kept, copies));
    QVERIFY(!at::equal(kept[2], kept[3]));
}

void TestRecordedSteps::adaptersAreRecorded() {
    const auto adapter = randomAdapter(dit_->config);
    const auto adapted = std::make_shared<const Dit>(withAdapter(*dit_, adapter, 1)),
               plain = std::make_shared<const Dit>(withAdapter(*plain_, adapter, 1));
    DitPredictor predict{adapted, song_.inputs()}, exact{plain, song_.inputs()};
    QVERIFY(equal(steps(predict, song_.noise(), 4), steps(exact, song_.noise(), 4)));
    QCOMPARE(log_.recorded, 1);
}

void TestRecordedSteps::isGivenUpWithItsCondition() {
    {
        DitPredictor predict{dit_, song_.switching(/*coverSteps=*/3)};
        for (int step = 0; step < 3; ++step)
            predict(song_.noise(), 0.9, step);
        QCOMPARE(log_.works, 1);
        predict(song_.noise(), 0.5, 3); // another condition
        QCOMPARE(log_.works, 0);
        QCOMPARE(log_.recorders, 1);
    }
    QCOMPARE(log_.recorders, 0);
    RecordedSteps recording{dit_};
    auto condition = dit_->prepare(initialNoise({5}, 33, song_.width));
    const auto key = condition.layers.front().key;
    const auto held = key.use_count();
    const auto x = song_.noise(), context = initialNoise({1, 2, 3}, song_.frames, 128), t = at::full({3}, 0.5);
    recording.forward(x, context, condition, t, t);
    QVERIFY(key.use_count() > held);
    recording.forget();
    QCOMPARE(key.use_count(), held);
}

void TestRecordedSteps::whatCannotBeRecordedIsComputed_data() {
    QTest::addColumn<RecorderLog>("faults");
    QTest::addColumn<int>("rehearsed");
    QTest::newRow("no recorder") << RecorderLog{.cannotBeMade = true} << 0;
    QTest::newRow("rehearsal fails") << RecorderLog{.cannotRehearse = true} << 0;
    QTest::newRow("recording fails") << RecorderLog{.cannotRecord = true} << 1;
}

void TestRecordedSteps::whatCannotBeRecordedIsComputed() {
    QFETCH(RecorderLog, faults);
    QFETCH(int, rehearsed);
    log_ = faults;
    QVERIFY(equal(through(song_.inputs(), 5), computed(song_.inputs(), 5)));
    QVERIFY(dit_->recording->refused);
    QCOMPARE(log_.recorders, 0);
    QCOMPARE(log_.rehearsed, rehearsed);
    const auto made = log_.made;
    log_.cannotBeMade = log_.cannotRehearse = log_.cannotRecord = false;
    QVERIFY(equal(through(song_.inputs(), 5), computed(song_.inputs(), 5)));
    QCOMPARE(log_.made, made); // this model is not tried again
    QCOMPARE(log_.recorded, 0);
}

void TestRecordedSteps::isNotTriedWhereItMakesNoSense() {
    const auto uncompiled = std::make_shared<const Dit>(demoDit(/*compile=*/false));
    DitPredictor exact{uncompiled, song_.inputs()};
    const auto expected = steps(exact, song_.noise(), 3);
    auto visiting = layerByLayer(*uncompiled, at::kCPU);
    visiting.options.compile = true;
    for (auto dit : {*uncompiled, visiting}) {
        DitPredictor predict{recorded(std::move(dit)), song_.inputs()};
        QVERIFY(equal(steps(predict, song_.noise(), 3), expected));
    }
    QCOMPARE(log_.made, 0);
}

void TestRecordedSteps::manyKindsAreNotAllRecorded() {
    RecordedSteps recording{dit_};
    const auto condition = dit_->prepare(initialNoise({5}, 33, song_.width));
    const auto t = at::full({1}, 0.5);
    for (int step = 0; step < 2; ++step)
        for (std::int64_t frames = 10; frames < 30; ++frames) {
            const auto x = initialNoise({1}, frames, 64), context = initialNoise({3}, frames, 128);
            QVERIFY(at::equal(recording.forward(x, context, condition, t, t),
                              plain_->forward(x, context, condition, t, t)));
        }
    QCOMPARE(log_.recorded, 16);
}

void TestRecordedSteps::aLibraryRecords() {
    const auto functions = cardFunctionsFrom({"/nowhere/libnone.so", OTTAVA_TEST_RECORDER});
    const auto& make = functions.recorder;
    QVERIFY(make != nullptr);
    QVERIFY(functions.allocator);
    QCOMPARE(functions.allocator(at::kCPU)->bytes(), std::size_t{1234});
    auto dit = *plain_;
    dit.recording = std::make_shared<StepRecording>(StepRecording{.make = *make});
    const auto shared = std::make_shared<const Dit>(std::move(dit));
    DitPredictor predict{shared, song_.inputs()};
    QVERIFY(equal(steps(predict, song_.noise(), 4), computed(song_.inputs(), 4)));
    QVERIFY(!shared->recording->refused);
}

void TestRecordedSteps::withoutALibraryNothingIsRecorded() {
    const auto found = [](const std::vector<std::filesystem::path>& files) {
        const auto functions = cardFunctionsFrom(files);
        return functions.recorder != nullptr || functions.allocator;
    };
    QVERIFY(!found({}));
    QVERIFY(!found({"/nowhere/libnone.so"}));
    QVERIFY(!found({ditFolder(kPredictorModel) / "config.json"}));              // no library
    QVERIFY(!found({"/lib/x86_64-linux-gnu/libm.so.6", "/usr/lib/libm.so.6"})); // another one
}

QTEST_GUILESS_MAIN(TestRecordedSteps)
#include "tst_recorded_steps.moc"
