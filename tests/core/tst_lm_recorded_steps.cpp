#include "core/models/language_model.h"
#include "core/models/lm_recorded_steps.h"
#include "support/close.h"
#include "support/fake_recorder.h"
#include "support/paths.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr std::int32_t kVocabulary = 217'204;
const IndexSet kSome = IndexSet::range(151'669, 152'669);
constexpr Tolerance kRounding{.rtol = 1e-5, .atol = 3e-5};

LanguageModel fixtureModel() {
    return loadLanguageModel(demoModel() / "acestep-5Hz-lm-0.6B", at::kFloat, at::kCPU);
}

std::vector<std::int32_t> someTokens(std::int32_t count, std::int32_t salt = 0) {
    std::vector<std::int32_t> tokens;
    for (std::int32_t i = 0; i < count; ++i)
        tokens.push_back((i * 7919 + salt * 104'729 + 31) % kVocabulary);
    return tokens;
}

} // namespace

/// Tokens that are replayed against tokens that are computed, with a recorder that does its work again.
class TestLmRecordedSteps : public QObject {
    Q_OBJECT
private slots:
    void init();
    void equalsComputedSteps_data();
    void equalsComputedSteps();
    void rowsThatWaitAreNotDisturbed();
    void aLongerSequenceIsRecordedAfresh();
    void weightsSideBySideTakeNoMoreMemory();
    void aRowMayBeginAgain();
    void whatCannotBeRecordedIsComputed_data();
    void whatCannotBeRecordedIsComputed();
    void portableSessionsAreNotRecorded();
    void aFullRowTakesNoMore();

private:
    /// Two sessions that are told the same, one recorded and one not.
    struct Pair {
        Pair(const TestLmRecordedSteps& test, int rows, std::int64_t capacity)
            : recorded(test.recorded_, rows, capacity), computed(test.plain_, rows, capacity, DecodePath::Portable) {}
        void prefill(int row, const std::vector<std::int32_t>& prompt) {
            recorded.prefill(row, prompt);
            computed.prefill(row, prompt);
        }
        void step(const std::vector<int>& rows, const std::vector<std::int32_t>& tokens) {
            recorded.step(rows, tokens);
            computed.step(rows, tokens);
        }
        QString difference(const std::vector<int>& rows) {
            return distance(recorded.logits(rows, kSome), computed.logits(rows, kSome), kRounding);
        }
        LmSession recorded, computed;
    };

    std::shared_ptr<const LanguageModel> recorded(bool joined);

    c10::InferenceMode inference_;
    RecorderLog log_;
    std::shared_ptr<const LanguageModel> plain_ = std::make_shared<const LanguageModel>(fixtureModel()), recorded_;
};

std::shared_ptr<const LanguageModel> TestLmRecordedSteps::recorded(bool joined) {
    auto model = *plain_;
    model.recording = std::make_shared<StepRecording>(
        StepRecording{.make = [this](at::Device) { return std::make_unique<FakeRecorder>(log_); }});
    if (joined)
        for (auto& layer : model.layers)
            layer.join();
    return std::make_shared<const LanguageModel>(std::move(model));
}

void TestLmRecordedSteps::init() {
    log_ = {};
    recorded_ = recorded(/*joined=*/false);
}

void TestLmRecordedSteps::equalsComputedSteps_data() {
    QTest::addColumn<std::vector<int>>("rows");
    QTest::addColumn<bool>("joined");
    for (const bool joined : {false, true}) {
        const auto row = [&](const char* name, std::vector<int> rows) {
            QTest::addRow("%s%s", name, joined ? ", weights side by side" : "") << std::move(rows) << joined;
        };
        row("one", {0});
        row("the last", {3});
        row("neighbours", {1, 2});
        row("all", {0, 1, 2, 3});
        row("apart", {0, 3});
        row("in the caller's order", {3, 0, 2});
    }
}

void TestLmRecordedSteps::equalsComputedSteps() {
    QFETCH(std::vector<int>, rows);
    QFETCH(bool, joined);
    constexpr int kTokens = 6;
    if (joined)
        recorded_ = recorded(/*joined=*/true);
    {
        Pair pair{*this, 4, 64};
        for (int row = 0; row < 4; ++row)
            pair.prefill(row, someTokens(3 + 5 * row, row));
        for (int i = 0; i < kTokens; ++i) {
            pair.step(rows, someTokens(static_cast<std::int32_t>(rows.size()), 20 + i));
            QCOMPARE(pair.difference(rows), QString{});
        }
        for (const auto row : rows)
            QCOMPARE(pair.recorded.length(row), pair.computed.length(row));
        QCOMPARE(log_.rehearsed, 1);
        QCOMPARE(log_.recorded, 1);
        QCOMPARE(log_.replayed, kTokens - 1);
        QCOMPARE(log_.made, 1);
    }
    QCOMPARE(log_.works, 0);
    QCOMPARE(log_.recorders, 0);
}

/// A pass over rows 0 to 2 goes through row 1, too.
void TestLmRecordedSteps::rowsThatWaitAreNotDisturbed() {
    constexpr int kTokens = 5;
    Pair pair{*this, 3, 16};
    pair.prefill(0, someTokens(4));
    pair.prefill(1, someTokens(16 - kTokens, 1));
    pair.prefill(2, someTokens(2, 2));
    const std::vector apart{0, 2}, waiting{1};
    for (int i = 0; i < kTokens; ++i) {
        pair.step(apart, someTokens(2, 20 + i));
        QCOMPARE(pair.difference(waiting), QString{});
        pair.step(waiting, someTokens(1, 40 + i)); // until it is full
        QCOMPARE(pair.difference({0, 1, 2}), QString{});
    }
    pair.step(apart, someTokens(2, 30));
    QCOMPARE(pair.difference({0, 1, 2}), QString{});
    QCOMPARE(pair.recorded.length(1), std::int64_t{16});
}

void TestLmRecordedSteps::aLongerSequenceIsRecordedAfresh() {
    constexpr int kBefore = 508, kTokens = 12; // looked at in stretches of 512
    Pair pair{*this, 2, kBefore + kTokens};
    pair.prefill(0, someTokens(kBefore));
    pair.prefill(1, someTokens(7, 1));
    for (int i = 0; i < kTokens; ++i) {
        pair.step({0, 1}, someTokens(2, 20 + i));
        QCOMPARE(pair.difference({0, 1}), QString{});
    }
    QCOMPARE(log_.rehearsed, 2);
    QCOMPARE(log_.recorded, 2);
    QCOMPARE(log_.made, 1);
}

void TestLmRecordedSteps::weightsSideBySideTakeNoMoreMemory() {
    const auto model = recorded(/*joined=*/true);
    for (std::size_t i = 0; i < model->layers.size(); ++i) {
        const auto& layer = model->layers[i];
        const auto& before = plain_->layers[i];
        const auto isPart = [&](nn::RowMatrix LanguageModel::Layer::*part, const at::Tensor& all) {
            const auto& own = (layer.*part).values;
            return own.is_alias_of(all) && own.is_contiguous() && at::equal(own, (before.*part).values);
        };
        for (const auto part : {&LanguageModel::Layer::query, &LanguageModel::Layer::key, &LanguageModel::Layer::value})
            QVERIFY(isPart(part, layer.queryKeyValue));
        for (const auto part : {&LanguageModel::Layer::gate, &LanguageModel::Layer::up})
            QVERIFY(isPart(part, layer.gateUp));
        QVERIFY(!before.gateUp.defined());
    }
    QCOMPARE(model->bytesPerStep(7), plain_->bytesPerStep(7));
}

void TestLmRecordedSteps::aRowMayBeginAgain() {
    Pair pair{*this, 2, 40};
    for (const std::int32_t song : {0, 1}) {
        pair.prefill(0, someTokens(20 - 9 * song, song)); // what lies behind a shorter one is not seen
        pair.recorded.copyRow(0, 1);
        pair.computed.copyRow(0, 1);
        for (int i = 0; i < 4; ++i) {
            pair.step({0, 1}, someTokens(2, 20 + i + song));
            QCOMPARE(pair.difference({0, 1}), QString{});
        }
    }
    QCOMPARE(log_.recorded, 1);
}

void TestLmRecordedSteps::whatCannotBeRecordedIsComputed_data() {
    QTest::addColumn<RecorderLog>("faults");
    QTest::addColumn<int>("rehearsed");
    QTest::newRow("no recorder") << RecorderLog{.cannotBeMade = true} << 0;
    QTest::newRow("rehearsal fails") << RecorderLog{.cannotRehearse = true} << 0;
    QTest::newRow("recording fails") << RecorderLog{.cannotRecord = true} << 1;
}

void TestLmRecordedSteps::whatCannotBeRecordedIsComputed() {
    QFETCH(RecorderLog, faults);
    QFETCH(int, rehearsed);
    log_ = faults;
    Pair pair{*this, 2, 40};
    pair.prefill(0, someTokens(9));
    pair.prefill(1, someTokens(5, 1));
    for (int i = 0; i < 5; ++i) {
        pair.step({0, 1}, someTokens(2, 20 + i));
        QCOMPARE(pair.difference({0, 1}), QString{});
    }
    QVERIFY(recorded_->recording->refused);
    QCOMPARE(log_.rehearsed, rehearsed);
    QCOMPARE(log_.recorders, 0);
    const auto made = log_.made;
    log_.cannotBeMade = log_.cannotRehearse = log_.cannotRecord = false;
    LmSession next{recorded_, 1, 40};
    next.prefill(0, someTokens(9));
    next.step(std::array{0}, std::array{5});
    QCOMPARE(log_.made, made); // this model is not tried again
}

void TestLmRecordedSteps::portableSessionsAreNotRecorded() {
    LmSession session{recorded_, 1, 40, DecodePath::Portable};
    session.prefill(0, someTokens(9));
    session.step(std::array{0}, std::array{5});
    QCOMPARE(log_.made, 0);
}

void TestLmRecordedSteps::aFullRowTakesNoMore() {
    LmSession session{recorded_, 2, 10};
    QCOMPARE(session.capacity(), std::int64_t{10});
    session.prefill(0, someTokens(9));
    session.step(std::array{0}, std::array{5});
    QVERIFY_EXCEPTION_THROWN(session.step(std::array{0}, std::array{6}), c10::Error);
    QCOMPARE(session.length(0), std::int64_t{10});
}

QTEST_GUILESS_MAIN(TestLmRecordedSteps)
#include "tst_lm_recorded_steps.moc"
