#include "core/checkpoints/safetensors.h"
#include "core/tasks/lyric_score.h"
#include "core/tasks/lyric_timestamps.h"
#include "support/close.h"
#include "support/paths.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <fstream>

using namespace ottava;
using namespace ottava::test;

namespace {

/// Attention of one head in which token i is heard in frames starts[i] to starts[i + 1] − 1.
at::Tensor staircase(const std::vector<std::int64_t>& starts, std::int64_t frames) {
    const auto rows = static_cast<std::int64_t>(starts.size());
    auto attention = at::full({1, rows, frames}, 0.01F);
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto end = row + 1 < rows ? starts[static_cast<std::size_t>(row) + 1] : frames;
        attention[0][row].slice(0, starts[static_cast<std::size_t>(row)], end) = 0.9F;
    }
    return attention;
}

} // namespace

/// Attention to lyrics → time stamps, LRC and score.
class TestLyricTiming : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void timesMatchReference();
    void scoreMatchesReference();
    void aPathMeetsEveryRowAndColumn_data();
    void aPathMeetsEveryRowAndColumn();
    void equalWaysComeFromTheLeft();
    void linesAreWrittenAsLrc_data();
    void linesAreWrittenAsLrc();
    void aLineWithoutNewlineIsTimed();
    void blankLinesAreLeftOut();
    void charactersSplitOverTokensStayWhole();
    void moreTokensThanFramesShareThem();
    void tagsAreNotSung();
    void tagsAloneDoNotLowerCoverage();
    void tokensOutOfOrderLowerTheScore();
    void flatAttentionScoresNothing();

private:
    std::vector<TokenId> ids(const std::string& text) const { return tokenizer_->encode(text, false); }
    /// Lines of `text` whose tokens are heard one a frame, at one frame a second.
    std::vector<LineTimestamp> linesOf(const std::string& text) const {
        const auto tokens = ids(text);
        std::vector<std::int64_t> starts(tokens.size());
        std::iota(starts.begin(), starts.end(), 0);
        const auto frames = static_cast<std::int64_t>(tokens.size());
        const auto stamps = timeTokens(staircase(starts, frames)[0], tokens, static_cast<double>(frames), *tokenizer_);
        return timeLines(stamps, *tokenizer_);
    }

    std::optional<BpeTokenizer> tokenizer_;
    nlohmann::json golden_;
    at::Tensor attention_; ///< of the chosen heads
    std::vector<TokenId> tokens_;
    std::optional<Safetensors> tensors_;
};

void TestLyricTiming::initTestCase() {
    tokenizer_ = BpeTokenizer::load(demoModel() / "Qwen3-Embedding-0.6B" / "tokenizer.json");
    golden_ = nlohmann::json::parse(std::ifstream{golden("lrc_unit.json")});
    tensors_ = Safetensors::open(golden("lrc_unit.safetensors"));
    const auto all = (*tensors_)["attention"]; // [layers, heads, L, N]
    std::vector<at::Tensor> chosen;
    for (const auto& [layer, heads] : golden_["heads"].items())
        for (const std::int64_t head : heads)
            if (std::stoll(layer) < all.size(0) && head < all.size(1))
                chosen.push_back(all[std::stoll(layer)][head]);
    attention_ = at::stack(chosen);
    for (const auto& token : golden_["tokens"])
        tokens_.push_back(token["id"]);
}

void TestLyricTiming::timesMatchReference() {
    const auto matrix = alignmentMatrix(attention_);
    QVERIFY_CLOSE(matrix, (*tensors_)["calc_matrix"], (Tolerance{.rtol = 1e-5, .atol = 1e-5}));
    const auto stamps = timeTokens(matrix, tokens_, golden_["total_duration_seconds"], *tokenizer_);
    QCOMPARE(stamps.size(), golden_["tokens"].size());
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        const auto& expected = golden_["tokens"][i];
        QCOMPARE(stamps[i].text, expected["text"].get<std::string>());
        QCOMPARE(stamps[i].startSeconds, expected["start"].get<double>());
        QCOMPARE(stamps[i].endSeconds, expected["end"].get<double>());
    }
    const auto lines = timeLines(stamps, *tokenizer_);
    QCOMPARE(lines.size(), golden_["sentences"].size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& expected = golden_["sentences"][i];
        QCOMPARE(lines[i].text, expected["text"].get<std::string>());
        QCOMPARE(lines[i].startSeconds, expected["start"].get<double>());
        QCOMPARE(lines[i].endSeconds, expected["end"].get<double>());
    }
    QCOMPARE(lrcText(lines), golden_["lrc_text"].get<std::string>());
}

void TestLyricTiming::scoreMatchesReference() {
    const auto energy = lyricEnergy(attention_);
    QVERIFY_CLOSE(energy, (*tensors_)["score_energy"], (Tolerance{.rtol = 1e-6, .atol = 1e-6}));
    const auto path = (*tensors_)["score_path"];
    const auto found = warpPath(energy.square());
    QCOMPARE(static_cast<std::int64_t>(found.size()), path.size(0));
    for (std::size_t i = 0; i < found.size(); ++i) {
        const auto step = path[static_cast<std::int64_t>(i)];
        QCOMPARE(found[i].row, step[0].item<std::int64_t>());
        QCOMPARE(found[i].column, step[1].item<std::int64_t>());
    }
    const auto sung = sungTokens(tokens_, *tokenizer_);
    for (std::size_t i = 0; i < sung.size(); ++i)
        QCOMPARE(sung[i], (*tensors_)["score_type_mask"][static_cast<std::int64_t>(i)].item<int>() == 1);
    const auto score = scoreLyrics(energy, sung);
    QCOMPARE(score.coverage, golden_["coverage"].get<double>());
    QCOMPARE(score.monotonicity, golden_["monotonicity"].get<double>());
    QVERIFY(std::abs(score.confidence - golden_["confidence"].get<double>()) < 1e-6);
    QCOMPARE(score.total, golden_["lyrics_score"].get<double>());
}

void TestLyricTiming::aPathMeetsEveryRowAndColumn_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::newRow("one entry") << 1 << 1;
    QTest::newRow("one row") << 1 << 7;
    QTest::newRow("one column") << 7 << 1;
    QTest::newRow("more rows") << 9 << 4;
    QTest::newRow("more columns") << 4 << 9;
}

void TestLyricTiming::aPathMeetsEveryRowAndColumn() {
    QFETCH(int, rows);
    QFETCH(int, columns);
    const auto path = warpPath(at::rand({rows, columns}));
    QCOMPARE(path.front().row + path.front().column, 0);
    QCOMPARE(path.back().row, rows - 1);
    QCOMPARE(path.back().column, columns - 1);
    for (std::size_t i = 1; i < path.size(); ++i) {
        const auto down = path[i].row - path[i - 1].row, right = path[i].column - path[i - 1].column;
        QVERIFY(down >= 0 && down <= 1 && right >= 0 && right <= 1 && down + right > 0);
    }
}

void TestLyricTiming::equalWaysComeFromTheLeft() {
    const auto path = warpPath(at::zeros({2, 3}));
    QCOMPARE(path.size(), std::size_t{4}); // down first, then along the last row
    QCOMPARE(path[1].row, 1);
    QCOMPARE(path[1].column, 0);
}

void TestLyricTiming::linesAreWrittenAsLrc_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("tag");
    QTest::newRow("start") << 0.0 << "[00:00.00]";
    QTest::newRow("over a minute") << 61.5 << "[01:01.50]";
    QTest::newRow("rounded up to a minute") << 59.996 << "[01:00.00]";
    QTest::newRow("over an hour") << 3725.25 << "[62:05.25]";
}

void TestLyricTiming::linesAreWrittenAsLrc() {
    QFETCH(double, seconds);
    QFETCH(QString, tag);
    const std::vector<LineTimestamp> lines{{"la", seconds, seconds}};
    QCOMPARE(QString::fromStdString(lrcText(lines)), tag + "la");
}

void TestLyricTiming::aLineWithoutNewlineIsTimed() {
    const auto lines = linesOf("Hello night");
    QCOMPARE(lines.size(), std::size_t{1});
    QCOMPARE(lines.front().text, std::string{"Hello night"});
    QCOMPARE(lines.front().startSeconds, 0.0);
    QCOMPARE(lines.front().endSeconds, 1.0);
}

void TestLyricTiming::blankLinesAreLeftOut() {
    const auto lines = linesOf("one\n \n\t\n\ntwo\n\n");
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(lines[1].text, std::string{"two"});
}

void TestLyricTiming::charactersSplitOverTokensStayWhole() {
    const auto lines = linesOf("𝄞🎼 ♪ né\nسلام 夜\n");
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(lines[0].text, std::string{"𝄞🎼 ♪ né"});
    QCOMPARE(lines[1].text, std::string{"سلام 夜"});
}

void TestLyricTiming::moreTokensThanFramesShareThem() {
    const auto tokens = ids("one two three four\nfive six seven\n");
    const auto stamps = timeTokens(at::rand({static_cast<std::int64_t>(tokens.size()), 3}), tokens, 0.24, *tokenizer_);
    QCOMPARE(stamps.size(), tokens.size());
    for (std::size_t i = 0; i < stamps.size(); ++i) {
        QVERIFY(stamps[i].startSeconds <= stamps[i].endSeconds && stamps[i].endSeconds < 0.24);
        QVERIFY(i == 0 || stamps[i].startSeconds >= stamps[i - 1].startSeconds);
    }
    QCOMPARE(timeLines(stamps, *tokenizer_).size(), std::size_t{2});
}

void TestLyricTiming::tagsAreNotSung() {
    const auto tokens = ids("[Verse 1]\nla\n[Outro");
    const auto sung = sungTokens(tokens, *tokenizer_);
    std::string kept;
    for (std::size_t i = 0; i < tokens.size(); ++i)
        if (sung[i])
            kept += tokenizer_->decode(std::span{&tokens[i], 1});
    QCOMPARE(kept, std::string{"la\n"});
}

void TestLyricTiming::tagsAloneDoNotLowerCoverage() {
    const auto energy = lyricEnergy(staircase({0, 10}, 20));
    const auto score = scoreLyrics(energy, {false, false});
    QCOMPARE(score.coverage, 1.0);
    QCOMPARE(score.monotonicity, 1.0);
}

void TestLyricTiming::tokensOutOfOrderLowerTheScore() {
    const auto ordered = lyricEnergy(staircase({0, 20, 40}, 60));
    const std::vector<bool> sung{true, true, true};
    QVERIFY(scoreLyrics(ordered, sung).total > 0.95);
    const auto reversed = scoreLyrics(ordered.flip(0).contiguous(), sung);
    QCOMPARE(reversed.coverage, 1.0);
    QCOMPARE(reversed.monotonicity, 0.0);
    QCOMPARE(reversed.total, 0.0);
}

void TestLyricTiming::flatAttentionScoresNothing() {
    const auto score = scoreLyrics(lyricEnergy(at::full({2, 3, 10}, 0.1F)), {true, true, true});
    QCOMPARE(score.coverage, 0.0);
    QCOMPARE(score.total, 0.0);
}

QTEST_GUILESS_MAIN(TestLyricTiming)
#include "tst_lyric_timing.moc"
