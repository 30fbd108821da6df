#include "core/base/atomic_file.h"
#include "core/models/language_model.h"
#include "support/close.h"
#include "support/faults.h"
#include "support/paths.h"

#include <c10/core/InferenceMode.h>

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <numeric>

using namespace ottava;
using namespace ottava::test;
using nlohmann::json;

namespace {

constexpr auto kFixture = "acestep-5Hz-lm-0.6B";
constexpr std::int32_t kVocabulary = 217'204, kFirstCode = 151'669, kCodesEnd = 215'669;
const IndexSet kAll = IndexSet::range(0, kVocabulary);

std::filesystem::path fixture() {
    return demoModel() / kFixture;
}

std::shared_ptr<const LanguageModel> fixtureModel(at::ScalarType dtype = at::kFloat) {
    return std::make_shared<const LanguageModel>(loadLanguageModel(fixture(), dtype, at::kCPU));
}

/// Large enough that rounding errors average out as they do in the real ones.
QwenConfig mediumConfig() {
    QwenConfig config;
    config.vocabularySize = kVocabulary;
    config.transformer = {.hiddenSize = 256,
                          .intermediateSize = 768,
                          .headCount = 8,
                          .keyValueHeadCount = 4,
                          .headDim = 64,
                          .layerCount = 4,
                          .slidingWindow = 0,
                          .slidingLayers = {}};
    return config;
}

std::shared_ptr<const LanguageModel> mediumModel(at::ScalarType dtype, LmWeights format = LmWeights::Plain) {
    return std::make_shared<const LanguageModel>(
        loadLanguageModel(Weights::random(dtype, at::kCPU), mediumConfig(), format));
}

std::vector<std::int32_t> tokensOf(const at::Tensor& ids) {
    const auto flat = ids.to(at::kInt).contiguous();
    return {flat.const_data_ptr<std::int32_t>(), flat.const_data_ptr<std::int32_t>() + flat.numel()};
}

/// Tokens that look random, the same ones every time.
std::vector<std::int32_t> someTokens(std::int32_t count, std::int32_t salt = 0) {
    std::vector<std::int32_t> tokens;
    for (std::int32_t i = 0; i < count; ++i)
        tokens.push_back((i * 7919 + salt * 104'729 + 31) % kCodesEnd);
    return tokens;
}

at::Tensor columns(const at::Tensor& scores, const at::Tensor& ids) {
    return scores.index_select(-1, ids.to(at::kLong));
}

at::Tensor fedTo(LmSession& session, std::span<const std::int32_t> tokens) {
    const std::array rows{0};
    for (const auto token : tokens)
        session.step(rows, {&token, 1});
    return session.logits(rows, kAll);
}

double cosine(const at::Tensor& a, const at::Tensor& b) {
    const auto x = a.flatten().to(at::kDouble), y = b.flatten().to(at::kDouble);
    return x.dot(y).item<double>() / (x.norm() * y.norm()).item<double>();
}

} // namespace

/// The planner's transformer: parity with the reference, and that its ways of getting to a score agree.
class TestLanguageModel : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { guard_.emplace(); }
    void cleanupTestCase() { guard_.reset(); }
    void matchesReference_data();
    void matchesReference();
    void greedyTokensMatchReference();
    void shardsWithPrefixAreTheSameModel();
    void separateHeadIsRead();
    void rowsOfABatchEqualSingleRows_data();
    void rowsOfABatchEqualSingleRows();
    void copiedRowEqualsItsOwnPrefill();
    void restrictedHeadIsASliceOfTheFullHead();
    void longPromptInPiecesEqualsTokenByToken();
    void teacherForcingMatchesScores();
    void lowPrecisionStaysCloseToFp32_data();
    void lowPrecisionStaysCloseToFp32();
    void refusesWhatIsNoPlanner_data();
    void refusesWhatIsNoPlanner();
    void namesAMissingTensor();

private:
    std::filesystem::path folder(const json& changes, const TensorMap& tensors);
    static TensorMap fixtureTensors();
    std::optional<c10::InferenceMode> guard_;
    QTemporaryDir dir_;
    int folders_ = 0;
};

TensorMap TestLanguageModel::fixtureTensors() {
    const auto file = Safetensors::open(fixture() / "model.safetensors");
    TensorMap tensors;
    for (const auto& name : file.names())
        tensors.emplace(name, file[name]);
    return tensors;
}

std::filesystem::path TestLanguageModel::folder(const json& changes, const TensorMap& tensors) {
    const std::filesystem::path made = dir_.filePath(QString::number(folders_++)).toStdString();
    std::filesystem::create_directories(made);
    auto config = json::parse(readTextFile(fixture() / "config.json"));
    if (changes.is_object())
        config.update(changes);
    writeBytes(made / "config.json", config.dump());
    if (!tensors.empty())
        saveSafetensors(made / "model.safetensors", tensors);
    return made;
}

void TestLanguageModel::matchesReference_data() {
    QTest::addColumn<QString>("tag");
    QTest::addColumn<bool>("portable");
    for (const auto* tag : {"f00", "f01", "f02", "f03", "f04"})
        for (const bool portable : {false, true})
            QTest::addRow("%s, %s", tag, portable ? "libtorch alone" : "own kernels") << tag << portable;
}

void TestLanguageModel::matchesReference() {
    QFETCH(QString, tag);
    QFETCH(bool, portable);
    constexpr double kTolerance = 3e-5;
    const auto file = Safetensors::open(golden("lm/forward.safetensors"));
    const auto at = [&](const char* name) { return file[tag.toStdString() + "." + name]; };
    const auto model = fixtureModel();
    const auto prompt = tokensOf(at("prompt_ids"));
    const auto states = model->hiddenStates(prompt);
    QVERIFY_CLOSE(states, at("final_hidden"), (Tolerance{.atol = kTolerance}));
    auto one = *model;
    one.layers.resize(1);
    one.norm.weight = at::ones_like(one.norm.weight);
    const auto layer1 = at("layer1_out");
    QVERIFY_CLOSE(one.hiddenStates(prompt), one.norm(layer1), (Tolerance{.atol = kTolerance}));
    const auto scores = model->scores(states);
    QVERIFY_CLOSE(columns(scores, at("probe_ids")), at("prefill_logits"), (Tolerance{.atol = kTolerance}));
    QVERIFY_CLOSE(scores.logsumexp(1), at("prefill_logsumexp"), (Tolerance{.atol = kTolerance}));
    QVERIFY(scores.argmax(1).eq(at("prefill_argmax").to(at::kLong)).all().item<bool>());

    const auto next = tokensOf(at("continue_ids"));
    LmSession session{model, 1, static_cast<std::int64_t>(prompt.size() + next.size()),
                      portable ? DecodePath::Portable : DecodePath::Fastest};
    session.prefill(0, prompt);
    for (std::size_t i = 0; i < next.size(); ++i) {
        const auto reached = fedTo(session, {&next[i], 1});
        const auto row = static_cast<std::int64_t>(i);
        QVERIFY_CLOSE(columns(reached[0], at("probe_ids")), at("cached_logits")[row], (Tolerance{.atol = kTolerance}));
        QVERIFY_CLOSE(reached[0].logsumexp(0), at("cached_logsumexp")[row], (Tolerance{.atol = kTolerance}));
        QCOMPARE(reached[0].argmax().item<std::int64_t>(), at("cached_argmax")[row].item<std::int64_t>());
    }
}

void TestLanguageModel::greedyTokensMatchReference() {
    const auto cases = json::parse(readTextFile(golden("lm/logits.json")));
    const auto file = Safetensors::open(golden("lm/forward.safetensors"));
    const auto model = fixtureModel();
    int compared = 0;
    for (const auto& greedy : cases["greedy"])
        for (const auto& forward : cases["forward"]) { // which has the prompt's ids
            if (greedy["model"] != kFixture || forward["model"] != kFixture || forward["prompt"] != greedy["prompt"])
                continue;
            const auto expected = greedy["ids"].get<std::vector<std::int32_t>>();
            const auto prompt = tokensOf(file[forward["tag"].get<std::string>() + ".prompt_ids"]);
            LmSession session{model, 1, static_cast<std::int64_t>(prompt.size() + expected.size())};
            session.prefill(0, prompt);
            std::vector<std::int32_t> written;
            const std::array rows{0};
            for (std::size_t i = 0; i < expected.size(); ++i) {
                written.push_back(session.logits(rows, kAll).argmax().item<std::int32_t>());
                session.step(rows, {&written.back(), 1});
            }
            QCOMPARE(written, expected);
            ++compared;
        }
    QVERIFY(compared >= 2);
}

void TestLanguageModel::shardsWithPrefixAreTheSameModel() {
    const auto made = folder({}, {});
    TensorMap halves[2];
    json index;
    for (const auto& [name, tensor] : fixtureTensors()) {
        const int half = name.starts_with("layers.1") ? 1 : 0;
        halves[half].emplace("model." + name, tensor);
        index["weight_map"]["model." + name] = QString{"model-0000%1-of-00002.safetensors"}.arg(half + 1).toStdString();
    }
    for (int half = 0; half < 2; ++half)
        saveSafetensors(made / QString{"model-0000%1-of-00002.safetensors"}.arg(half + 1).toStdString(), halves[half]);
    writeBytes(made / "model.safetensors.index.json", index.dump());
    const auto tokens = someTokens(20);
    QVERIFY_CLOSE(loadLanguageModel(made, at::kFloat, at::kCPU).hiddenStates(tokens),
                  fixtureModel()->hiddenStates(tokens), Tolerance{});
}

void TestLanguageModel::separateHeadIsRead() {
    auto tensors = fixtureTensors();
    tensors["lm_head.weight"] = tensors.at("embed_tokens.weight").neg();
    const auto untied = loadLanguageModel(folder({{"tie_word_embeddings", false}}, tensors), at::kFloat, at::kCPU);
    const auto tied = fixtureModel();
    const auto states = tied->hiddenStates(someTokens(5));
    QVERIFY_CLOSE(untied.scores(states), tied->scores(states).neg(), Tolerance{});
}

void TestLanguageModel::rowsOfABatchEqualSingleRows_data() {
    QTest::addColumn<bool>("portable");
    QTest::newRow("own kernels") << false;
    QTest::newRow("libtorch alone") << true;
}

void TestLanguageModel::rowsOfABatchEqualSingleRows() {
    QFETCH(bool, portable);
    const auto path = portable ? DecodePath::Portable : DecodePath::Fastest;
    const auto model = fixtureModel();
    const auto precise = fixtureModel(at::kDouble);
    constexpr int kRows = 5;
    LmSession together{model, kRows, 64, path};
    std::vector<int> rows;
    std::vector<std::vector<std::int32_t>> next;
    for (int row = 0; row < kRows; ++row) {
        together.prefill(row, someTokens(3 + 7 * row, row));
        rows.push_back(row);
        next.push_back(someTokens(6, 50 + row));
    }
    std::ranges::reverse(rows); // the order is the caller's
    for (std::size_t i = 0; i < 6; ++i) {
        std::vector<std::int32_t> tokens;
        for (const auto row : rows)
            tokens.push_back(next[static_cast<std::size_t>(row)][i]);
        together.step(rows, tokens);
    }
    const auto scores = together.logits(rows, kAll);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        LmSession alone{model, 1, 64, path};
        alone.prefill(0, someTokens(3 + 7 * rows[i], rows[i]));
        const auto& own = next[static_cast<std::size_t>(rows[i])];
        const auto single = fedTo(alone, own)[0], batched = scores[static_cast<std::int64_t>(i)];
        // libtorch sums differently for another number of rows: both must be as near to float64.
        auto sequence = someTokens(3 + 7 * rows[i], rows[i]);
        sequence.insert(sequence.end(), own.begin(), own.end());
        const auto exact = precise->scores(precise->hiddenStates(sequence, std::ssize(sequence) - 1))[0];
        qInfo("row %d: batched %g, alone %g from float64", rows[i], (batched - exact).abs().max().item<double>(),
              (single - exact).abs().max().item<double>());
        QVERIFY_CLOSE(batched, exact, (Tolerance{.atol = 1e-4}));
        QVERIFY_CLOSE(single, exact, (Tolerance{.atol = 1e-4}));
        if (!portable)
            QVERIFY_CLOSE(batched, single, Tolerance{});
        QCOMPARE(together.length(rows[i]), alone.length(0));
    }
}

void TestLanguageModel::copiedRowEqualsItsOwnPrefill() {
    const auto model = fixtureModel();
    LmSession session{model, 3, 40};
    const auto prompt = someTokens(20);
    session.prefill(1, someTokens(33, 9)); // what a copy replaces
    session.prefill(0, prompt);
    session.copyRow(0, 1);
    session.prefill(2, prompt);
    QCOMPARE(session.length(1), std::int64_t{20});
    const std::array rows{1, 2};
    auto scores = session.logits(rows, kAll);
    QVERIFY_CLOSE(scores[0], scores[1], Tolerance{});
    session.step(rows, std::array{77, 77});
    session.step(std::array{0}, std::array{5}); // a copy goes its own way
    scores = session.logits(rows, kAll);
    QVERIFY_CLOSE(scores[0], scores[1], Tolerance{});
}

void TestLanguageModel::restrictedHeadIsASliceOfTheFullHead() {
    const auto codes = IndexSet::range(kFirstCode, kCodesEnd).united(IndexSet::of(std::vector{151'645}));
    const auto everyOther = [](std::int32_t step, std::int32_t count) {
        std::vector<std::int32_t> ids;
        for (std::int32_t i = 0; i < count; ++i)
            ids.push_back(step * i);
        return IndexSet::of(ids);
    };
    const auto allButSome = IndexSet::range(0, kVocabulary).without(everyOther(5'000, 20));
    for (const auto path : {DecodePath::Fastest, DecodePath::Portable})
        for (const auto& wanted :
             {codes, IndexSet::of({5, 198, 220, 7777, kVocabulary - 1}), everyOther(100, 40), allButSome, IndexSet{}}) {
            LmSession session{fixtureModel(), 2, 40, path};
            session.prefill(0, someTokens(12));
            session.prefill(1, someTokens(9, 3));
            const std::array rows{1, 0};
            if (wanted.empty()) {
                QCOMPARE(session.logits(rows, wanted).numel(), std::int64_t{0});
                continue;
            }
            const auto ids = at::tensor(wanted.toVector(), at::kInt);
            QVERIFY_CLOSE(session.logits(rows, wanted).reshape({-1, 1}),
                          columns(session.logits(rows, kAll), ids).reshape({-1, 1}), (Tolerance{.atol = 1e-5}));
        }
}

void TestLanguageModel::longPromptInPiecesEqualsTokenByToken() {
    const auto model = fixtureModel();
    const auto tokens = someTokens(1100); // three pieces
    LmSession whole{model, 1, 1100}, single{model, 1, 1100};
    whole.prefill(0, tokens);
    single.prefill(0, std::span{tokens}.first(1));
    const auto expected = fedTo(single, std::span{tokens}.subspan(1));
    QVERIFY_CLOSE(whole.logits(std::array{0}, kAll), expected, (Tolerance{.atol = 3e-5}));
    QVERIFY_CLOSE(model->hiddenStates(tokens, 700), model->hiddenStates(tokens).slice(0, 700),
                  (Tolerance{.atol = 1e-5}));
}

void TestLanguageModel::teacherForcingMatchesScores() {
    const auto model = fixtureModel();
    const auto tokens = someTokens(80);
    const auto ranks = teacherForced(*model, tokens, 30);
    QCOMPARE(ranks.size(), std::size_t{50});
    const auto scores = model->scores(model->hiddenStates(tokens)).log_softmax(1);
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const auto position = static_cast<std::int64_t>(30 + i - 1);
        const auto own = scores[position][tokens[30 + i]];
        QVERIFY(std::abs(ranks[i].logProbability - own.item<float>()) < 1e-4);
        const auto sorted = std::get<0>(scores[position].sort(/*dim=*/0, /*descending=*/true));
        const auto place = ranks[i].rank - 1;
        QVERIFY(std::abs(sorted[place].item<float>() - own.item<float>()) < 1e-5);
    }
    QVERIFY(teacherForced(*model, tokens, 80).empty());
}

void TestLanguageModel::lowPrecisionStaysCloseToFp32_data() {
    QTest::addColumn<int>("dtype");
    QTest::addColumn<bool>("int8");
    QTest::addColumn<double>("cosineAtLeast");
    QTest::newRow("bf16") << static_cast<int>(at::kBFloat16) << false << 0.9999;
    QTest::newRow("int8 with bf16") << static_cast<int>(at::kBFloat16) << true << 0.9995;
    QTest::newRow("int8 with fp32") << static_cast<int>(at::kFloat) << true << 0.9995;
}

void TestLanguageModel::lowPrecisionStaysCloseToFp32() {
    QFETCH(int, dtype);
    QFETCH(bool, int8);
    QFETCH(double, cosineAtLeast);
    const auto prompt = someTokens(40), next = someTokens(24, 4);
    const auto run = [&](const std::shared_ptr<const LanguageModel>& model, DecodePath path) {
        LmSession session{model, 1, 64, path};
        session.prefill(0, prompt);
        return fedTo(session, next);
    };
    const auto exact = run(mediumModel(at::kFloat), DecodePath::Portable);
    const auto model = mediumModel(static_cast<at::ScalarType>(dtype), int8 ? LmWeights::Int8 : LmWeights::Plain);
    for (const auto path : {DecodePath::Fastest, DecodePath::Portable}) {
        const auto found = cosine(run(model, path), exact);
        qInfo("cosine %.7f", found);
        QVERIFY2(found >= cosineAtLeast, qPrintable(QString::number(found, 'f', 7)));
    }
}

void TestLanguageModel::refusesWhatIsNoPlanner_data() {
    QTest::addColumn<QString>("changes");
    QTest::addColumn<QString>("words");
    QTest::newRow("small vocabulary") << R"({"vocab_size": 151669})"
                                      << "215669";
    QTest::newRow("other hidden size") << R"({"hidden_size": 24})"
                                       << "embed_tokens.weight";
    QTest::newRow("more layers") << R"({"num_hidden_layers": 3})"
                                 << "layers.2";
    QTest::newRow("a head that is not there") << R"({"tie_word_embeddings": false})"
                                              << "lm_head.weight";
    QTest::newRow("other architecture") << R"({"model_type": "llama"})"
                                        << "model_type";
}

void TestLanguageModel::refusesWhatIsNoPlanner() {
    QFETCH(QString, changes);
    QFETCH(QString, words);
    auto wrong = json::parse(changes.toStdString());
    if (wrong.contains("num_hidden_layers"))
        wrong["layer_types"] = std::vector<std::string>(3, "full_attention");
    const auto made = folder(wrong, {});
    std::filesystem::create_symlink(fixture() / "model.safetensors", made / "model.safetensors");
    QVERIFY_FAULT(loadLanguageModel(made, at::kFloat, at::kCPU), ErrorCode::ModelCorrupt, words);
}

void TestLanguageModel::namesAMissingTensor() {
    auto tensors = fixtureTensors();
    tensors.erase("layers.1.self_attn.q_norm.weight");
    QVERIFY_FAULT(loadLanguageModel(folder({}, tensors), at::kFloat, at::kCPU), ErrorCode::ModelCorrupt,
                  "layers.1.self_attn.q_norm.weight");
    QVERIFY_FAULT(loadLanguageModel(folder({}, {}), at::kFloat, at::kCPU), ErrorCode::ModelMissing, "weights");
}

QTEST_GUILESS_MAIN(TestLanguageModel)
#include "tst_language_model.moc"
