#include "core/base/error.h"
#include "core/text/bpe_tokenizer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <random>

using nlohmann::json;
using ottava::BpeTokenizer;

namespace {

/// A tokenizer.json with the 256 bytes and a few merges, to be damaged by tests.
json smallTokenizer() {
    std::ifstream stream(OTTAVA_RESOURCES "/demo-model/Qwen3-Embedding-0.6B/tokenizer.json");
    const auto real = json::parse(stream);
    auto small = real;
    small["model"]["vocab"] = json::object();
    for (const auto& [token, id] : real["model"]["vocab"].items()) {
        if (id.get<int>() < 260)
            small["model"]["vocab"][token] = id;
    }
    small["model"]["merges"].erase(small["model"]["merges"].begin() + 4, small["model"]["merges"].end());
    return small;
}

} // namespace

class TestTokenizerFile : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void appendsNothingWithoutAPostProcessor();
    void readsBothSpellingsOfMerges();
    void normalizedAddedTokensMatchAfterNfc();
    void refusesWhatItDoesNotImplement_data();
    void refusesWhatItDoesNotImplement();
    void refusesDamagedFiles();
    void reportsAMissingFile();

private:
    BpeTokenizer load(const std::string& content) const {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / "tokenizer.json";
        std::ofstream(path, std::ios::binary) << content;
        return BpeTokenizer::load(path);
    }
    std::optional<ottava::ErrorCode> loadFailure(const std::string& content) const {
        try {
            load(content);
        } catch (const ottava::Error& error) {
            return error.code;
        }
        return std::nullopt;
    }

    QTemporaryDir folder_;
    json small_;
};

void TestTokenizerFile::initTestCase() {
    small_ = smallTokenizer();
    QVERIFY(!loadFailure(small_.dump()));
}

void TestTokenizerFile::appendsNothingWithoutAPostProcessor() {
    auto plain = small_;
    plain["post_processor"] = nullptr;
    QCOMPARE(load(plain.dump()).encode("").size(), std::size_t{0});
}

void TestTokenizerFile::readsBothSpellingsOfMerges() {
    auto joined = small_;
    for (auto& merge : joined["model"]["merges"])
        merge = merge[0].get<std::string>() + " " + merge[1].get<std::string>();
    const auto ids = load(small_.dump()).encode("        in in\n", /*withPostProcessor=*/false);
    QVERIFY(std::find(ids.begin(), ids.end(), 257) != ids.end()); // the second merge: four spaces
    QCOMPARE(load(joined.dump()).encode("        in in\n", /*withPostProcessor=*/false), ids);
}

void TestTokenizerFile::normalizedAddedTokensMatchAfterNfc() {
    // A slash behind the token makes its last sign another character once composed.
    const std::string text = "<think>\u0338";
    const auto has = [&](const BpeTokenizer& tokenizer) {
        const auto ids = tokenizer.encode(text);
        return std::find(ids.begin(), ids.end(), tokenizer.idOf("<think>")) != ids.end();
    };
    auto file = small_;
    QVERIFY(has(load(file.dump())));
    for (auto& token : file["added_tokens"])
        token["normalized"] = true;
    const auto late = load(file.dump());
    QVERIFY(!has(late));
    QCOMPARE(late.encode("a<think>", /*withPostProcessor=*/false).back(), late.idOf("<think>"));
}

void TestTokenizerFile::refusesWhatItDoesNotImplement_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::newRow("model") << "/model/type"
                           << "\"Unigram\"";
    QTest::newRow("dropout") << "/model/dropout"
                             << "0.1";
    QTest::newRow("unknown token") << "/model/unk_token"
                                   << "\"<unk>\"";
    QTest::newRow("subword prefix") << "/model/continuing_subword_prefix"
                                    << "\"##\"";
    QTest::newRow("byte fallback") << "/model/byte_fallback"
                                   << "true";
    QTest::newRow("ignored merges") << "/model/ignore_merges"
                                    << "true";
    QTest::newRow("normaliser") << "/normalizer/type"
                                << "\"NFKC\"";
    QTest::newRow("no normaliser") << "/normalizer"
                                   << "null";
    QTest::newRow("pre-tokenizer") << "/pre_tokenizer"
                                   << R"({"type":"Whitespace"})";
    QTest::newRow("pattern") << "/pre_tokenizer/pretokenizers/0/pattern/Regex"
                             << R"("\\s+")";
    QTest::newRow("split") << "/pre_tokenizer/pretokenizers/0/behavior"
                           << "\"Removed\"";
    QTest::newRow("prefix space") << "/pre_tokenizer/pretokenizers/1/add_prefix_space"
                                  << "true";
    QTest::newRow("decoder") << "/decoder/type"
                             << "\"WordPiece\"";
    QTest::newRow("post-processor") << "/post_processor/processors/1/type"
                                    << "\"BertProcessing\"";
    QTest::newRow("token before the text") << "/post_processor/processors/1/single"
                                           << R"([{"SpecialToken":{"id":"<|endoftext|>"}},{"Sequence":{"id":"A"}}])";
    QTest::newRow("unknown appended token") << "/post_processor/processors/1/special_tokens"
                                            << "{}";
    QTest::newRow("appended id") << "/post_processor/processors/1/special_tokens/<|endoftext|>/ids"
                                 << "[3999999]";
    QTest::newRow("trimming token") << "/added_tokens/0/lstrip"
                                    << "true";
    QTest::newRow("huge id") << "/added_tokens/0/id"
                             << "4294967295";
    QTest::newRow("negative id") << "/added_tokens/0/id"
                                 << "-1";
    QTest::newRow("empty token") << "/added_tokens/0/content"
                                 << "\"\"";
    QTest::newRow("same token twice") << "/added_tokens/0/content"
                                      << "\"<|im_end|>\"";
    QTest::newRow("merge of three") << "/model/merges/0"
                                    << R"(["i","n","g"])";
    QTest::newRow("merge without a token") << "/model/merges/0"
                                           << R"(["i","\u0144"])";
    QTest::newRow("merge of nothing") << "/model/merges/0"
                                      << "[]";
    QTest::newRow("number as merge") << "/model/merges/0"
                                     << "7";
    QTest::newRow("object as merge") << "/model/merges/0"
                                     << "{}";
    QTest::newRow("text as id") << "/model/vocab/!"
                                << "\"0\"";
    QTest::newRow("nested vocabulary") << "/model/vocab/!"
                                       << "{\"a\":1}";
    QTest::newRow("id twice") << "/model/vocab/!"
                              << "5";
    QTest::newRow("no byte-level token") << "/model/vocab/a b"
                                         << "300";
    QTest::newRow("missing byte") << "/model/vocab"
                                  << "{}";
    QTest::newRow("no model") << "/model"
                              << "null";
}

void TestTokenizerFile::refusesWhatItDoesNotImplement() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    auto file = small_;
    file[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
    QCOMPARE(loadFailure(file.dump()), std::optional(ottava::ErrorCode::ModelCorrupt));
}

void TestTokenizerFile::refusesDamagedFiles() {
    const auto whole = small_.dump();
    for (const auto* content :
         {"", "[]", "[[{}]]", "7", "null", "{}", "\"model\"", R"({"added_tokens":[1,"content",true]})"})
        QCOMPARE(loadFailure(content), std::optional(ottava::ErrorCode::ModelCorrupt));
    QCOMPARE(loadFailure(std::string(200'000, '[')), std::optional(ottava::ErrorCode::ModelCorrupt));
    std::mt19937 random(1);
    for (int i = 0; i < 150; ++i) {
        const auto cut = whole.substr(0, random() % whole.size());
        QCOMPARE(loadFailure(cut), std::optional(ottava::ErrorCode::ModelCorrupt));
        auto mutated = whole;
        for (int change = 0; change < 3; ++change)
            mutated[random() % mutated.size()] = static_cast<char>(random() & 0xFFU);
        loadFailure(mutated);
    }
}

void TestTokenizerFile::reportsAMissingFile() {
    try {
        BpeTokenizer::load(folder_.path().toStdString() + "/none.json");
        QFAIL("loaded");
    } catch (const ottava::Error& error) {
        QCOMPARE(error.code, ottava::ErrorCode::ModelMissing);
        QVERIFY(std::string(error.what()).find("none.json") != std::string::npos);
    }
}

QTEST_GUILESS_MAIN(TestTokenizerFile)
#include "tst_tokenizer_file.moc"
