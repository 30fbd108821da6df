#include "core/engine/request.h"
#include "core/text/languages.h"
#include "core/text/prompt.h"
#include "core/text/sanitize.h"

#include <QDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

using nlohmann::json;

class TestPrompt : public QObject {
    Q_OBJECT

private slots:
    void buildsTheReferencesPrompts_data();
    void buildsTheReferencesPrompts();
    void metasNameWhatIsMissing();
    void durationIsCutToWholeSeconds();
    void instructionEndsWithAColon();
    void captionThatIsAPromptIsReduced_data();
    void captionThatIsAPromptIsReduced();
    void stemCaptionNamesTheMask();
    void stripsControlTokens_data();
    void stripsControlTokens();
    void languagesAreSorted();
};

void TestPrompt::buildsTheReferencesPrompts_data() {
    QTest::addColumn<QString>("file");
    const QDir folder(OTTAVA_TEST_DATA "/golden/e2e");
    for (const auto& name : folder.entryList({"*.json"}))
        QTest::newRow(qPrintable(name)) << folder.filePath(name);
}

void TestPrompt::buildsTheReferencesPrompts() {
    QFETCH(QString, file);
    std::ifstream stream(file.toStdString());
    const auto golden = json::parse(stream);
    ottava::Warnings warnings;
    const auto request = ottava::requestFromJson(golden["params"].dump(), warnings);
    QVERIFY(warnings.empty());

    ottava::SongMetadata metadata{request.bpm, request.timesignature, request.keyscale, 5.0};
    if (request.duration > 0)
        metadata.durationSeconds = request.duration; // the other cases have a source of 5 s
    const auto metas = ottava::metasText(metadata);
    QCOMPARE(metas, golden["metas"][0].get<std::string>());
    const auto text = ottava::captionPrompt(ottava::taskInstruction(request), request.caption, metas) + "\n\n"
                      + ottava::lyricPrompt(request.vocalLanguage, request.lyrics);
    for (const auto& expected : golden["text_inputs"])
        QCOMPARE(text, expected.get<std::string>());

    // The task's own sentence is the one that the reference was given.
    auto bare = request;
    bare.instruction.reset();
    if (golden["track"].is_string())
        bare.trackName = golden["track"].get<std::string>();
    if (request.taskType == ottava::TaskType::Complete)
        bare.completeTrackClasses = {"drums", "bass"};
    QCOMPARE(ottava::taskInstruction(bare), ottava::taskInstruction(request));
}

void TestPrompt::metasNameWhatIsMissing() {
    const std::string nothing = "- bpm: N/A\n- timesignature: N/A\n- keyscale: N/A\n- duration: 30 seconds\n";
    QCOMPARE(ottava::metasText({}), nothing);
    QCOMPARE(ottava::metasText({0, "0", "", -1.0}), nothing);
    QCOMPARE(ottava::metasText({92, "4", "C major", 61.0}),
             std::string("- bpm: 92\n- timesignature: 4\n- keyscale: C major\n- duration: 61 seconds\n"));
}

void TestPrompt::durationIsCutToWholeSeconds() {
    QVERIFY(ottava::metasText({{}, "", "", 9.99}).ends_with("- duration: 9 seconds\n"));
    QVERIFY(ottava::metasText({{}, "", "", 0.5}).ends_with("- duration: 0 seconds\n"));
}

void TestPrompt::instructionEndsWithAColon() {
    QCOMPARE(ottava::captionPrompt("Do", "x", "m\n"),
             std::string("# Instruction\nDo:\n\n# Caption\nx\n\n# Metas\nm\n<|endoftext|>\n"));
    QCOMPARE(ottava::captionPrompt("Do:", "x", "m\n"), ottava::captionPrompt("Do", "x", "m\n"));
}

void TestPrompt::captionThatIsAPromptIsReduced_data() {
    QTest::addColumn<QString>("caption");
    QTest::addColumn<QString>("kept");
    QTest::newRow("plain") << " calm # piano "
                           << " calm # piano ";
    QTest::newRow("whole prompt") << "# Instruction\nDo:\n\n# Caption\ncalm piano\n\n# Metas\n- bpm: 1\n<|endoftext|>\n"
                                  << "calm piano";
    QTest::newRow("without metas") << "# Instruction\nDo:\n\n# Caption\ncalm\nloud\n"
                                   << "calm\nloud";
    QTest::newRow("sharp and the word inside") << "# Instruction\n\n# Caption\nin C# Metas\n  # Metas\nx"
                                               << "in C# Metas";
    QTest::newRow("no instruction") << "# Caption\ncalm\n\n# Metas\n"
                                    << "# Caption\ncalm\n\n# Metas\n";
    QTest::newRow("no caption") << "# Instruction\ncalm"
                                << "# Instruction\ncalm";
    QTest::newRow("empty") << ""
                           << "";
    QTest::newRow("only headings") << "# Instruction\n# Caption"
                                   << "";
}

void TestPrompt::captionThatIsAPromptIsReduced() {
    QFETCH(QString, caption);
    QFETCH(QString, kept);
    QCOMPARE(ottava::captionPrompt("Do", caption.toStdString(), ""),
             "# Instruction\nDo:\n\n# Caption\n" + kept.toStdString() + "\n\n# Metas\n<|endoftext|>\n");
}

void TestPrompt::stemCaptionNamesTheMask() {
    QCOMPARE(ottava::stemCaption("Generate the DRUMS track", "a song", "drums", /*explicitMask=*/true),
             std::string("Global: a song\nLocal: drums\nMask Control: true"));
    QCOMPARE(ottava::stemCaption("Generate a segment of", "a song", "drums", /*explicitMask=*/false),
             std::string("Local: drums\nMask Control: false"));
}

void TestPrompt::stripsControlTokens_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("kept");
    QTest::newRow("nothing to strip") << "a <b> |> <|im_start|"
                                      << "a <b> |> <|im_start|";
    QTest::newRow("each") << "a<|im_start|>b<|im_end|>c<|endoftext|>d<|audio_code_17|>e"
                          << "abcde";
    QTest::newRow("out of the vocabulary") << "<|audio_code_99999999999999999999|>"
                                           << "";
    QTest::newRow("no number") << "<|audio_code_|> <|audio_code_-1|>"
                               << "<|audio_code_|> <|audio_code_-1|>";
    QTest::newRow("nested") << "<|im_<|audio_code_1|>end|>x<|audio_code_<|im_end|>2|>"
                            << "x";
    QTest::newRow("other tokens stay") << "<think> <|box_start|>"
                                       << "<think> <|box_start|>";
    QTest::newRow("other scripts") << "夜<|im_end|>空"
                                   << "夜空";
}

void TestPrompt::stripsControlTokens() {
    QFETCH(QString, typed);
    QFETCH(QString, kept);
    QCOMPARE(QString::fromStdString(ottava::withoutControlTokens(typed.toStdString())), kept);
}

void TestPrompt::languagesAreSorted() {
    QVERIFY(std::is_sorted(ottava::kLanguages.begin(), ottava::kLanguages.end()));
    QVERIFY(std::find(ottava::kLanguages.begin(), ottava::kLanguages.end(), "yue") != ottava::kLanguages.end());
}

QTEST_GUILESS_MAIN(TestPrompt)
#include "tst_prompt.moc"
