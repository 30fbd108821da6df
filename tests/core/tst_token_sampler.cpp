#include "core/checkpoints/safetensors.h"
#include "core/diffusion/noise.h"
#include "core/planner/token_sampler.h"
#include "support/close.h"
#include "support/paths.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace ottava;
using namespace ottava::test;

namespace {

nlohmann::json cases(const char* kind) {
    std::ifstream file{golden("lm/logits.json")};
    return nlohmann::json::parse(file).at(kind);
}

/// Equal but for which of several equal scores were kept: the reference's sort leaves their order to chance.
bool equalButForTies(const at::Tensor& kept, const at::Tensor& expected) {
    return std::get<0>(kept.sort()).equal(std::get<0>(expected.sort()));
}

template<class Value>
std::optional<Value> maybe(const nlohmann::json& value) {
    return value.is_null() ? std::nullopt : std::optional{value.get<Value>()};
}

} // namespace

/// Each step between scores and token against the reference, on given scores.
class TestTokenSampler : public QObject {
    Q_OBJECT
private slots:
    void stepsMatchReference_data();
    void stepsMatchReference();
    void guidanceMatchesReference_data();
    void guidanceMatchesReference();
    void drawsTheSameFromPartOfARow_data();
    void drawsTheSameFromPartOfARow();
    void drawsWhatExponentialNumbersDecide();
    void skippingKeepsTheStreamInStep();
    void temperatureZeroTakesTheBest();
    void topPAlwaysKeepsOne_data();
    void topPAlwaysKeepsOne();

private:
    Safetensors file_ = Safetensors::open(golden("lm/transforms.safetensors"));
};

void TestTokenSampler::stepsMatchReference_data() {
    QTest::addColumn<QByteArray>("parameters");
    for (const auto& one : cases("transforms"))
        QTest::newRow(one.at("tag").get<std::string>().c_str()) << QByteArray::fromStdString(one.dump());
}

void TestTokenSampler::stepsMatchReference() {
    QFETCH(QByteArray, parameters);
    const auto one = nlohmann::json::parse(parameters.toStdString());
    const auto tag = one.at("tag").get<std::string>();
    const bool refused = one.contains("pt_error"); // k beyond the vocabulary: here it keeps everything
    const auto history = file_[tag + ".history"];
    const auto vocabulary = one.at("vocab").get<std::int64_t>();
    for (std::int64_t row = 0; row < one.at("rows").get<std::int64_t>(); ++row) {
        auto scores = file_[tag + ".logits"][row].clone();
        const auto seenTensor = history[row].to(at::kLong).contiguous();
        penalizeRepetition(scores, {seenTensor.data_ptr<std::int64_t>(), static_cast<std::size_t>(seenTensor.numel())},
                           one.at("repetition_penalty").get<double>());
        if (refused) {
            keepTopK(scores, one.at("top_k").get<int>());
            QVERIFY(scores.equal(file_[tag + ".logits"][row]));
            continue;
        }
        QVERIFY(scores.equal(file_[tag + ".pt.after_repetition"][row]));
        keepTopK(scores, maybe<int>(one.at("top_k")).value_or(0));
        QVERIFY(scores.equal(file_[tag + ".pt.after_top_k"][row]));
        keepTopP(scores, maybe<double>(one.at("top_p")).value_or(1));
        QVERIFY(one.contains("round") ? equalButForTies(scores, file_[tag + ".pt.after_top_p"][row])
                                      : scores.equal(file_[tag + ".pt.after_top_p"][row]));
        const auto temperature = one.at("temperature").get<double>();
        if (temperature > 0 && !one.contains("round"))
            QVERIFY_CLOSE(at::softmax(scores / temperature, -1), file_[tag + ".pt.probs"][row],
                          (Tolerance{.rtol = 1e-6, .atol = 1e-9}));
        if (row > 0)
            continue; // later rows of the reference's draw share one generator with the first
        const auto all = IndexSet::range(0, static_cast<std::int32_t>(vocabulary));
        const auto seeds = one.at("sample_seeds").get<std::vector<std::int64_t>>();
        if (one.at("rows") == 1)
            for (std::size_t i = 0; i < seeds.size(); ++i) {
                TokenDraw draw{seededGenerator(seeds[i])};
                QCOMPARE(draw(scores, temperature, {all, vocabulary}),
                         file_[tag + ".pt.picks"][static_cast<std::int64_t>(i)][0].item<std::int64_t>());
            }
    }
}

void TestTokenSampler::guidanceMatchesReference_data() {
    QTest::addColumn<QByteArray>("tag");
    QTest::addColumn<double>("scale");
    for (const auto& one : cases("cfg")) {
        const auto tag = QByteArray::fromStdString(one.at("tag").get<std::string>());
        QTest::newRow(tag.constData()) << tag << one.at("scale").get<double>();
    }
}

void TestTokenSampler::guidanceMatchesReference() {
    QFETCH(QByteArray, tag);
    QFETCH(double, scale);
    const auto name = tag.toStdString();
    const auto guided = guide(file_[name + ".cond"], file_[name + ".uncond"], scale);
    QVERIFY(guided.equal(file_[name + ".combined"]));
}

void TestTokenSampler::drawsTheSameFromPartOfARow_data() {
    QTest::addColumn<int>("seed");
    for (const int seed : {0, 1, 42, 77, 1234})
        QTest::addRow("seed %d", seed) << seed;
}

void TestTokenSampler::drawsTheSameFromPartOfARow() {
    QFETCH(int, seed);
    constexpr std::int64_t kRow = 5000;
    const auto part = IndexSet::of(std::vector<IndexRange>{{10, 40}, {700, 1900}, {4990, 5000}});
    auto whole = at::full({kRow}, -std::numeric_limits<float>::infinity());
    const auto scores = at::randn({part.size()}, seededGenerator(seed), at::kFloat);
    for (std::int64_t i = 0; i < part.size(); ++i)
        whole[part.at(i)] = scores[i];
    TokenDraw drawsPart{seededGenerator(seed)}, drawsWhole{seededGenerator(seed)};
    for (int n = 0; n < 20; ++n) {
        const auto position = drawsPart(scores, 0.85, {part, kRow});
        QCOMPARE(part.at(position), drawsWhole(whole, 0.85, {IndexSet::range(0, kRow), kRow}));
    }
}

/// Against the algorithm as torch runs it, over the whole row; what comes after it must be the same, too.
void TestTokenSampler::drawsWhatExponentialNumbersDecide() {
    constexpr std::int64_t kRow = 2000;
    const auto row = IndexSet::range(0, kRow);
    auto numbers = seededGenerator(11);
    TokenDraw draw{seededGenerator(11)};
    for (int n = 0; n < 200; ++n) {
        auto scores = at::randn({kRow}, seededGenerator(n), at::kFloat) * (n % 5);
        if (n % 2 == 1)
            keepTopK(scores, 20);
        const auto exponentials = at::empty({kRow}, at::kFloat).exponential_(1, numbers);
        const auto expected = (at::softmax(scores / 0.85, -1) / exponentials).argmax().item<std::int64_t>();
        QCOMPARE(draw(scores, 0.85, {row, kRow}), expected);
    }
}

void TestTokenSampler::skippingKeepsTheStreamInStep() {
    constexpr std::int64_t kRow = 3000;
    const auto row = IndexSet::range(0, kRow);
    const auto scores = at::randn({kRow}, seededGenerator(3), at::kFloat);
    TokenDraw skips{seededGenerator(9)}, draws{seededGenerator(9)}, greedy{seededGenerator(9)};
    skips.skip(0.85, kRow);
    draws(scores, 0.85, {row, kRow});
    greedy.skip(0, kRow);
    const auto second = draws(scores, 0.85, {row, kRow});
    QCOMPARE(skips(scores, 0.85, {row, kRow}), second);
    QVERIFY(greedy(scores, 0.85, {row, kRow}) != second);
}

void TestTokenSampler::temperatureZeroTakesTheBest() {
    const auto scores = at::randn({100}, seededGenerator(5), at::kFloat);
    TokenDraw draw{seededGenerator(1)};
    QCOMPARE(draw(scores, 0, {IndexSet::range(0, 100), 100}), scores.argmax().item<std::int64_t>());
}

void TestTokenSampler::topPAlwaysKeepsOne_data() {
    QTest::addColumn<double>("spread");
    QTest::newRow("flat") << 0.0;
    QTest::newRow("peaked") << 500.0;
}

void TestTokenSampler::topPAlwaysKeepsOne() {
    QFETCH(double, spread);
    auto scores = at::arange(0, 50, at::kFloat) * spread;
    keepTopP(scores, 1e-6);
    QCOMPARE(scores.isfinite().sum().item<std::int64_t>(), 1);
}

QTEST_GUILESS_MAIN(TestTokenSampler)
#include "tst_token_sampler.moc"
