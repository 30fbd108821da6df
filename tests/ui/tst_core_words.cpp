#include "ui/main/generation_flow.h"
#include "ui/main/translations.h"
#include "ui/widgets/core_words.h"
#include "ui/widgets/message_bar.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTranslator>

using namespace ottava;
using namespace ottava::ui;

namespace {

constexpr const char* kNews = "No translator has seen this of {} yet."; // not a literal of `sentence`

Error emptyFile() {
    return {ErrorCode::FileFault, sentence("{} is empty.", "a.wav"),
            sentence("Choose another file or export it again.")};
}

} // namespace

/// What core says, in an English and in an Italian window.
class TestCoreWords : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { qDeleteAll(qApp->findChildren<QTranslator*>()); }

    void anEnglishWindowSaysItAsItIs();
    void faultsAreTranslatedWithTheirValues();
    void valuesThatAreWordsAreTranslated();
    void faultsWithoutATranslationAreNamedByTheirKind_data();
    void faultsWithoutATranslationAreNamedByTheirKind();
    void aRemedyOfItsOwnStays();
    void everyWarningHasWords_data();
    void everyWarningHasWords();
    void theDetailIsInTheTooltipAndTheReport();
};

void TestCoreWords::anEnglishWindowSaysItAsItIs() {
    installTranslations(*qApp, QStringLiteral("en"));
    const auto words = wordsOf(emptyFile());
    QCOMPARE(words.what, QStringLiteral("a.wav is empty."));
    QVERIFY(words.detail.isEmpty());
    const auto news = wordsOf(Error{ErrorCode::OutOfMemory, sentence(kNews, 3), Sentence("Do it.")});
    QCOMPARE(news.what, QStringLiteral("No translator has seen this of 3 yet."));
    QCOMPARE(news.remedy, QStringLiteral("Do it."));
    QVERIFY(news.detail.isEmpty());
}

void TestCoreWords::faultsAreTranslatedWithTheirValues() {
    installTranslations(*qApp, QStringLiteral("it"));
    const auto words = wordsOf(emptyFile());
    QCOMPARE(words.what, QStringLiteral("a.wav è vuoto."));
    QCOMPARE(words.remedy, QStringLiteral("Scegli un altro file o esportalo di nuovo."));
    QVERIFY(words.detail.isEmpty());
}

void TestCoreWords::valuesThatAreWordsAreTranslated() {
    installTranslations(*qApp, QStringLiteral("it"));
    const auto said = inWindowLanguage(sentence("Take {} {}.", 2, sentence("is silent")));
    QCOMPARE(said, QStringLiteral("La versione 2 è silenziosa."));
}

void TestCoreWords::faultsWithoutATranslationAreNamedByTheirKind_data() {
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("request") << ErrorCode::BadRequest;
    QTest::newRow("missing") << ErrorCode::ModelMissing;
    QTest::newRow("corrupt") << ErrorCode::ModelCorrupt;
    QTest::newRow("memory") << ErrorCode::OutOfMemory;
    QTest::newRow("file") << ErrorCode::FileFault;
    QTest::newRow("audio") << ErrorCode::AudioFault;
    QTest::newRow("internal") << ErrorCode::Internal;
}

void TestCoreWords::faultsWithoutATranslationAreNamedByTheirKind() {
    QFETCH(ErrorCode, code);
    const Error error{code, sentence(kNews, 3), Sentence("Do it.")};
    installTranslations(*qApp, QStringLiteral("it"));
    const auto words = wordsOf(error);
    QVERIFY(!words.what.isEmpty() && !words.what.contains("translator"));
    QVERIFY(!words.remedy.isEmpty() && words.remedy != QStringLiteral("Do it."));
    QCOMPARE(words.detail, QStringLiteral("No translator has seen this of 3 yet. Do it."));
}

void TestCoreWords::aRemedyOfItsOwnStays() {
    installTranslations(*qApp, QStringLiteral("it"));
    const auto words = wordsOf(Error{ErrorCode::Internal, sentence(kNews, 3), sentence("Choose another format.")});
    QCOMPARE(words.remedy, QStringLiteral("Scegli un altro formato."));
}

void TestCoreWords::everyWarningHasWords_data() {
    QTest::addColumn<int>("code");
    for (int code = 0; code <= static_cast<int>(WarningCode::SettingIgnored); ++code)
        QTest::newRow(warningName(static_cast<WarningCode>(code))) << code;
}

void TestCoreWords::everyWarningHasWords() {
    QFETCH(int, code);
    installTranslations(*qApp, QStringLiteral("it"));
    const auto message = warningMessage({static_cast<WarningCode>(code), sentence(kNews, 3)});
    QVERIFY(!message.what.isEmpty());
    QVERIFY(!(message.what + message.remedy).contains("translator"));
    QCOMPARE(message.detail, QStringLiteral("No translator has seen this of 3 yet."));
    const auto known = warningMessage({static_cast<WarningCode>(code), sentence("{} is silent.", "a.wav")});
    QVERIFY((known.what + known.remedy).contains("a.wav è silenzioso."));
}

void TestCoreWords::theDetailIsInTheTooltipAndTheReport() {
    MessageBar bar;
    bar.add({MessageLevel::Error, "Manca un modello.", "Installalo.", {}, "No model 'x'."});
    QCOMPARE(bar.findChild<QWidget*>("message")->toolTip(), QStringLiteral("No model 'x'."));
    QSignalSpy report(&bar, &MessageBar::reportRequested);
    bar.findChild<QPushButton*>()->click();
    QCOMPARE(report.front().front().toString(), QStringLiteral("No model 'x'."));
}

QTEST_MAIN(TestCoreWords)
#include "tst_core_words.moc"
