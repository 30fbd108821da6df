#include "core/base/error.h"
#include "core/text/bpe_tokenizer.h"
#include "core/text/merge_table.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/unicode.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <random>

using nlohmann::json;
using ottava::BpeTokenizer;
using ottava::MergeTable;
using ottava::TokenId;
namespace unicode = ottava::unicode;

namespace {

const std::filesystem::path kTokenizerFile = OTTAVA_RESOURCES "/demo-model/Qwen3-Embedding-0.6B/tokenizer.json";
const std::filesystem::path kGoldens = OTTAVA_TEST_DATA "/golden";

std::string readFile(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

json readJson(const std::filesystem::path& path) {
    return json::parse(readFile(path));
}

/// A row of integers of a golden safetensors file.
std::vector<TokenId> goldenIds(const std::string& name, std::size_t row, std::size_t columns) {
    const auto bytes = readFile(kGoldens / "text_encoder.safetensors");
    std::uint64_t headerSize = 0;
    std::memcpy(&headerSize, bytes.data(), sizeof headerSize);
    const auto header = json::parse(bytes.substr(8, headerSize));
    std::vector<std::int64_t> values(columns);
    const auto start = 8 + headerSize + header[name]["data_offsets"][0].get<std::size_t>() + row * columns * 8;
    std::memcpy(values.data(), bytes.data() + start, columns * 8);
    return {values.begin(), values.end()};
}

/// Any code points but surrogates, mostly from the blocks where splitting and normalising have work to do.
std::string randomText(std::mt19937& random) {
    static const std::vector<std::pair<char32_t, char32_t>> kBlocks = {
        {0x00, 0x7F},     {0x09, 0x20},       {0x27, 0x27},       {0x80, 0x24F},      {0x300, 0x36F},
        {0x900, 0x97F},   {0x1100, 0x11FF},   {0x2000, 0x206F},   {0x3040, 0x30FF},   {0xAC00, 0xD7A3},
        {0xE000, 0xFFFF}, {0x1F300, 0x1F6FF}, {0x1D160, 0x1D1FF}, {0x10000, 0x10FFFF}};
    std::string text;
    for (auto left = random() % 40; left > 0; --left) {
        const auto [low, high] = kBlocks[random() % kBlocks.size()];
        const auto point = static_cast<char32_t>(low + random() % (high - low + 1));
        text += QString::fromUcs4(&point, 1).toStdString();
    }
    return text;
}

/// What merging means, the slow way: again and again the leftmost of the pairs with the lowest rank.
std::vector<TokenId> mergedOneByOne(std::vector<TokenId> word,
                                    const std::map<std::pair<TokenId, TokenId>, MergeTable::Merge>& merges) {
    for (;;) {
        std::size_t best = word.size();
        MergeTable::Merge chosen;
        for (std::size_t i = 0; i + 1 < word.size(); ++i) {
            const auto found = merges.find({word[i], word[i + 1]});
            if (found != merges.end() && (best == word.size() || found->second.rank < chosen.rank)) {
                best = i;
                chosen = found->second;
            }
        }
        if (best == word.size())
            return word;
        word[best] = chosen.merged;
        word.erase(word.begin() + static_cast<std::ptrdiff_t>(best) + 1);
    }
}

} // namespace

class TestBpeTokenizer : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void encodesAsTheReferenceDoes_data();
    void encodesAsTheReferenceDoes();
    void decodesAsTheReferenceDoes_data();
    void decodesAsTheReferenceDoes();
    void appendsWhatThePostProcessorSays();
    void matchesTheTextEncodersGolden();
    void truncatesBeforeTheAppendedToken();
    void splitsLikeQwensPattern_data();
    void splitsLikeQwensPattern();
    void findsTokensByText();
    void skipsUnknownIds();
    void refusesTextThatIsNotUtf8();
    void mergesLowestRankFirst();
    void takesLongWords();
    void randomTextSurvivesUpToNfc();

private:
    bool tooLarge(const json& ids) const {
        return std::any_of(ids.begin(), ids.end(),
                           [&](const json& id) { return id.get<std::size_t>() >= tokenizer_->size(); });
    }

    std::optional<BpeTokenizer> tokenizer_;
};

void TestBpeTokenizer::initTestCase() {
    tokenizer_ = BpeTokenizer::load(kTokenizerFile);
    QCOMPARE(tokenizer_->size(), std::size_t{151669});
}

void TestBpeTokenizer::encodesAsTheReferenceDoes_data() {
    QTest::addColumn<QByteArray>("golden");
    int row = 0;
    const auto goldens = readJson(kGoldens / "lm/tokenizer.json");
    for (const auto& item : goldens["encode"]) {
        // Audio codes are tokens of the language model's vocabulary alone.
        if (!tooLarge(item["ids"]))
            QTest::addRow("%d", row) << QByteArray::fromStdString(item.dump());
        ++row;
    }
}

void TestBpeTokenizer::encodesAsTheReferenceDoes() {
    QFETCH(QByteArray, golden);
    const auto item = json::parse(golden.toStdString());
    const auto ids = tokenizer_->encode(item["text"].get<std::string>(), /*withPostProcessor=*/false);
    QCOMPARE(json(ids).dump(), item["ids"].dump());
    QCOMPARE(tokenizer_->decode(ids), item["decoded"].get<std::string>());
}

void TestBpeTokenizer::decodesAsTheReferenceDoes_data() {
    QTest::addColumn<QByteArray>("golden");
    int row = 0;
    const auto goldens = readJson(kGoldens / "lm/tokenizer.json");
    for (const auto& item : goldens["decode"]) {
        if (!tooLarge(item["ids"]))
            QTest::addRow("%d", row) << QByteArray::fromStdString(item.dump());
        ++row;
    }
}

void TestBpeTokenizer::decodesAsTheReferenceDoes() {
    QFETCH(QByteArray, golden);
    const auto item = json::parse(golden.toStdString());
    QCOMPARE(tokenizer_->decode(item["ids"].get<std::vector<TokenId>>()), item["decoded"].get<std::string>());
}

void TestBpeTokenizer::appendsWhatThePostProcessorSays() {
    QCOMPARE(tokenizer_->appendedCount(), std::size_t{1});
    QCOMPARE(tokenizer_->encode("\n"), (std::vector<TokenId>{198, 151643}));
    QCOMPARE(tokenizer_->encode(""), (std::vector<TokenId>{151643}));
}

void TestBpeTokenizer::matchesTheTextEncodersGolden() {
    const auto golden = readJson(kGoldens / "text_encoder.json");
    for (std::size_t row = 0; row < 2; ++row) {
        auto ids = tokenizer_->encodeTruncated(golden["prompts"][row].get<std::string>(), 256);
        ids.resize(78, 151643);
        QCOMPARE(ids, goldenIds("prompt_ids", row, 78));
        ids = tokenizer_->encodeTruncated(golden["lyrics"][row].get<std::string>(), 2048);
        ids.resize(28, 151643);
        QCOMPARE(ids, goldenIds("lyric_ids", row, 28));
    }
}

void TestBpeTokenizer::truncatesBeforeTheAppendedToken() {
    const auto golden = readJson(kGoldens / "text_encoder.json");
    const auto ids = tokenizer_->encodeTruncated(golden["truncated_prompt"].get<std::string>(), 256);
    QCOMPARE(ids, goldenIds("truncated_ids", 0, 256));
    QCOMPARE(ids.back(), 151643);
}

void TestBpeTokenizer::splitsLikeQwensPattern_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("contraction") << "I'LL go" << QStringList{"I", "'LL", " go"};
    QTest::newRow("long s") << QString("x'\u017Fy") << QStringList{"x", QString("'\u017F"), "y"};
    QTest::newRow("not a contraction") << "o'clock" << QStringList{"o", "'clock"};
    QTest::newRow("half a contraction") << "'r" << QStringList{"'r"};
    QTest::newRow("one digit each") << "a12" << QStringList{"a", "1", "2"};
    QTest::newRow("mark joins letters") << "\tcode" << QStringList{"\tcode"};
    QTest::newRow("last space goes with the word") << "a   b" << QStringList{"a", "  ", " b"};
    QTest::newRow("spaces at the end") << "a   " << QStringList{"a", "   "};
    QTest::newRow("spaces before a digit") << "a  1" << QStringList{"a", " ", " ", "1"};
    QTest::newRow("up to the last line break") << " \n \n  x" << QStringList{" \n \n", " ", " x"};
    QTest::newRow("line breaks go with signs") << " !?\r\n\n x" << QStringList{" !?\r\n\n", " x"};
    QTest::newRow("wide space is no space") << QString("\u3000!") << QStringList{QString("\u3000"), "!"};
    QTest::newRow("Roman numeral is a number") << QString("\u2167a") << QStringList{QString("\u2167"), "a"};
}

void TestBpeTokenizer::splitsLikeQwensPattern() {
    QFETCH(QString, text);
    const auto utf8 = text.toStdString();
    QStringList words;
    for (const auto word : ottava::splitWords(utf8))
        words << QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()));
    QTEST(words, "words");
}

void TestBpeTokenizer::findsTokensByText() {
    QCOMPARE(tokenizer_->idOf("<|im_end|>"), 151645);
    QCOMPARE(tokenizer_->idOf("</think>"), 151668);
    QCOMPARE(tokenizer_->idOf("\u010A"), 198);
    QCOMPARE(tokenizer_->idOf("\n"), -1);
    QCOMPARE(tokenizer_->idOf("<|audio_code_0|>"), -1);
    QCOMPARE(tokenizer_->idOf(""), -1);
}

void TestBpeTokenizer::skipsUnknownIds() {
    QCOMPARE(tokenizer_->decode(std::vector<TokenId>{-1, 198, 10'000'000}), std::string("\n"));
}

void TestBpeTokenizer::refusesTextThatIsNotUtf8() {
    for (const char* text : {"\xFF", "a\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"})
        QVERIFY_EXCEPTION_THROWN(tokenizer_->encode(text), ottava::Error);
}

void TestBpeTokenizer::mergesLowestRankFirst() {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
        std::map<std::pair<TokenId, TokenId>, MergeTable::Merge> merges;
        for (TokenId merged = 4; merged < 24; ++merged) {
            const auto older = static_cast<unsigned>(merged);
            merges.try_emplace({static_cast<TokenId>(random() % older), static_cast<TokenId>(random() % older)},
                               MergeTable::Merge{static_cast<std::uint32_t>(random() % 1000) * 32 + older, merged});
        }
        std::vector<TokenId> word(random() % 60);
        std::generate(word.begin(), word.end(), [&] { return static_cast<TokenId>(random() % 4); });

        MergeTable table;
        table.reserve(merges.size());
        for (const auto& [pair, merge] : merges)
            table.add(pair.first, pair.second, merge);
        ottava::WordMerger merger(table);
        for (const auto id : word)
            merger.push(id);
        std::vector<TokenId> merged;
        merger.finish(merged);
        QCOMPARE(merged, mergedOneByOne(word, merges));
    }
}

void TestBpeTokenizer::takesLongWords() {
    std::string lyrics;
    while (lyrics.size() < 100'000)
        lyrics += "qzxjkv";
    const auto ids = tokenizer_->encode(lyrics, /*withPostProcessor=*/false);
    QVERIFY(ids.size() < lyrics.size());
    QCOMPARE(tokenizer_->decode(ids), lyrics);
}

void TestBpeTokenizer::randomTextSurvivesUpToNfc() {
    std::mt19937 random(20260630);
    for (int i = 0; i < 2000; ++i) {
        const auto text = randomText(random);
        QCOMPARE(tokenizer_->decode(tokenizer_->encode(text, /*withPostProcessor=*/false)), unicode::nfc(text));
    }
}

QTEST_GUILESS_MAIN(TestBpeTokenizer)
#include "tst_bpe_tokenizer.moc"
