#include "core/base/sha256.h"
#include "core/planner/constraint.h"
#include "core/planner/genre_vocabulary.h"
#include "core/planner/planner_vocabulary.h"
#include "support/expect_error.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <ctime>
#include <filesystem>
#include <fstream>

using namespace ottava;
using nlohmann::json;

namespace {

const std::filesystem::path kTokenizerFile = OTTAVA_RESOURCES "/demo-model/acestep-5Hz-lm-0.6B/tokenizer.json";

json goldens() {
    return json::parse(std::ifstream(OTTAVA_TEST_DATA "/golden/lm/tokenizer.json"));
}

double cpuSeconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

} // namespace

class TestPlannerVocabulary : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void loadsWithinASecond();
    void encodesAndDecodesAsTheReferenceDoes();
    void findsTheIdsOfTheGolden();
    void refusesWhatIsNoPlanner_data();
    void refusesWhatIsNoPlanner();
    void readsGenres();
    void refusesGenreFiles_data();
    void refusesGenreFiles();
    void hashesAsTheStandardSays();
    void captionStepsStayCheap();

private:
    QTemporaryDir folder_;
    std::shared_ptr<const BpeTokenizer> tokenizer_;
    std::shared_ptr<const PlannerVocabulary> vocabulary_;
};

void TestPlannerVocabulary::initTestCase() {
    QVERIFY(folder_.isValid());
    tokenizer_ = std::make_shared<const BpeTokenizer>(BpeTokenizer::load(kTokenizerFile));
    vocabulary_ = std::make_shared<const PlannerVocabulary>(tokenizer_);
}

void TestPlannerVocabulary::loadsWithinASecond() {
    const auto start = cpuSeconds();
    const auto tokenizer = std::make_shared<const BpeTokenizer>(BpeTokenizer::load(kTokenizerFile));
    const auto loaded = cpuSeconds();
    const PlannerVocabulary vocabulary(tokenizer);
    const auto known = cpuSeconds();
    vocabulary.grammar().genreTokens();
    qInfo("tokenizer %.3f s, rules %.3f s, genre tokens %.3f s", loaded - start, known - loaded, cpuSeconds() - known);
#ifdef NDEBUG // sanitizers and unoptimised builds are slower than what a user waits for
    QVERIFY(known - start < 1.0);
#endif
}

void TestPlannerVocabulary::encodesAndDecodesAsTheReferenceDoes() {
    const auto golden = goldens();
    QCOMPARE(golden["encode"].size(), std::size_t{232});
    for (const auto& item : golden["encode"]) {
        const auto ids = tokenizer_->encode(item["text"].get<std::string>(), /*withPostProcessor=*/false);
        QCOMPARE(json(ids).dump(), item["ids"].dump());
        QCOMPARE(tokenizer_->decode(ids), item["decoded"].get<std::string>());
    }
    for (const auto& item : golden["decode"])
        QCOMPARE(tokenizer_->decode(item["ids"].get<std::vector<TokenId>>()), item["decoded"].get<std::string>());
}

void TestPlannerVocabulary::findsTheIdsOfTheGolden() {
    const auto meta = goldens()["meta"];
    QCOMPARE(vocabulary_->size(), meta["vocab_size"].get<std::int32_t>());
    QCOMPARE(vocabulary_->endOfTurn(), meta["eos_token_id"].get<TokenId>());
    QCOMPARE(vocabulary_->pad(), meta["pad_token_id"].get<TokenId>());
    QCOMPARE(vocabulary_->think(), meta["think"].get<TokenId>());
    QCOMPARE(vocabulary_->thinkEnd(), meta["think_end"].get<TokenId>());
    QCOMPARE(vocabulary_->newline(), meta["newline"][0].get<TokenId>());
    QCOMPARE(vocabulary_->firstAudioCode(), meta["audio_code_first"].get<TokenId>());
    QCOMPARE(vocabulary_->audioCodes().ranges().back().last - 1, meta["audio_code_last_valid"].get<TokenId>());
    QCOMPARE(tokenizer_->idOf("<|audio_code_65534|>"), meta["audio_code_last_slot"].get<TokenId>());
    QCOMPARE(tokenizer_->idOf("<|im_start|>"), meta["im_start"].get<TokenId>());
}

void TestPlannerVocabulary::refusesWhatIsNoPlanner_data() {
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<int>("newId");
    QTest::addColumn<QString>("words");
    QTest::newRow("no end of turn") << QByteArray("<|im_end|>") << -1 << "'<|im_end|>'";
    QTest::newRow("no padding") << QByteArray("<|endoftext|>") << -1 << "'<|endoftext|>'";
    QTest::newRow("no reasoning") << QByteArray("<think>") << -1 << "'<think>'";
    QTest::newRow("no end of reasoning") << QByteArray("</think>") << -1 << "'</think>'";
    QTest::newRow("no first code") << QByteArray("<|audio_code_0|>") << -1 << "'<|audio_code_0|>'";
    QTest::newRow("no last code") << QByteArray("<|audio_code_63999|>") << -1 << "'<|audio_code_63999|>'";
    QTest::newRow("a code elsewhere") << QByteArray("<|audio_code_40000|>") << 217'300 << "not contiguous";
}

void TestPlannerVocabulary::refusesWhatIsNoPlanner() {
    QFETCH(QByteArray, token);
    QFETCH(int, newId);
    QFETCH(QString, words);
    static const auto kComplete = [] {
        auto file = json::parse(std::ifstream(kTokenizerFile));
        json bytes = json::object();
        for (const auto& [text, id] : file["model"]["vocab"].items())
            if (id.get<int>() < 256)
                bytes[text] = id;
        file["model"]["vocab"] = bytes;
        file["model"]["merges"] = json::array();
        return file;
    }();
    auto file = kComplete;
    auto& added = file["added_tokens"];
    const auto found = std::find_if(added.begin(), added.end(),
                                    [&](const json& entry) { return entry["content"] == token.toStdString(); });
    QVERIFY(found != added.end());
    if (newId < 0)
        added.erase(found);
    else
        (*found)["id"] = newId;
    const auto path = std::filesystem::path(folder_.filePath("tokenizer.json").toStdString());
    std::ofstream(path) << file.dump();
    const auto small = std::make_shared<const BpeTokenizer>(BpeTokenizer::load(path));
    QVERIFY_THROWS(PlannerVocabulary{small}, ErrorCode::ModelCorrupt, words);
}

void TestPlannerVocabulary::readsGenres() {
    const auto path = std::filesystem::path(folder_.filePath("genres.txt").toStdString());
    std::ofstream(path) << "# comment\r\n  Pop Rock \n\nÉLECTRO\npop\npop\n";
    const auto genres = GenreVocabulary::load(path);
    QCOMPARE(genres.genres(), (std::vector<std::string>{"pop", "pop rock", "électro"}));
    QVERIFY(genres.contains("pop") && !genres.contains("po") && genres.hasPrefix("pop r") && !genres.hasPrefix("x"));
    QCOMPARE(genres.nextCharacters("pop"), std::set<char32_t>{U' '});
    QCOMPARE(genres.matching("Soft POP/x").genres(), (std::vector<std::string>{"pop", "pop rock"}));
    QVERIFY(genres.matching("é p").genres().empty());
}

void TestPlannerVocabulary::refusesGenreFiles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("words");
    QTest::newRow("empty") << QByteArray() << "names no genre";
    QTest::newRow("comments") << QByteArray("# a\n \n") << "names no genre";
    QTest::newRow("Latin-1") << QByteArray("pop\n\xE9lectro\n") << "is not UTF-8";
}

void TestPlannerVocabulary::refusesGenreFiles() {
    QFETCH(QByteArray, content);
    QFETCH(QString, words);
    const auto path = std::filesystem::path(folder_.filePath("bad.txt").toStdString());
    std::ofstream(path) << content.toStdString();
    QVERIFY_THROWS(GenreVocabulary::load(path), ErrorCode::FileFault, words);
    QVERIFY_THROWS(GenreVocabulary::load(path / "nowhere"), ErrorCode::FileFault, "cannot be read");
    QVERIFY_THROWS(GenreVocabulary::load(folder_.path().toStdString()), ErrorCode::FileFault, "cannot be read");
}

void TestPlannerVocabulary::hashesAsTheStandardSays() {
    for (const std::size_t size : {0U, 3U, 55U, 56U, 63U, 64U, 65U, 1000U}) {
        const QByteArray text = size == 3 ? QByteArray("abc") : QByteArray(static_cast<qsizetype>(size), 'a');
        const auto bytes = std::as_bytes(std::span(text.constData(), size));
        Sha256 hash;
        hash.update(bytes.first(size / 3));
        hash.update(bytes.subspan(size / 3));
        QCOMPARE(QByteArray::fromStdString(hash.hexDigest()),
                 QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
    }
}

void TestPlannerVocabulary::captionStepsStayCheap() {
    ConstraintMachine machine(vocabulary_, {});
    machine.begin({});
    std::vector<float> scores(static_cast<std::size_t>(vocabulary_->size()));
    const auto step = [&] {
        const auto candidates = machine.candidates();
        const TokenScores known{candidates, std::span(scores).first(static_cast<std::size_t>(candidates.size()))};
        return machine.allowed(known);
    };
    while (machine.state() != ConstraintState::CaptionValue)
        machine.accept(step().at(0));
    constexpr int kSteps = 400;
    const auto start = cpuSeconds();
    for (int i = 0; i < kSteps; ++i) { // each behind a line's end: the best of all scores is looked for
        scores[220] = 1;
        machine.accept(vocabulary_->newline());
        QCOMPARE(step(), vocabulary_->captionTokens());
    }
    const auto each = (cpuSeconds() - start) / kSteps;
    qInfo("caption step %.1f us", each * 1e6);
#ifdef NDEBUG
    QVERIFY(each < 1e-3);
#endif
}

QTEST_GUILESS_MAIN(TestPlannerVocabulary)
#include "tst_planner_vocabulary.moc"
