#include "core/base/error.h"
#include "core/base/warning.h"

#include <QtTest>

using namespace ottava;

/// Words that are kept apart from the values in them.
class TestSentence : public QObject {
    Q_OBJECT
private slots:
    void gapsAreFilled_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<QString>("text");
        QTest::newRow("in turn") << "{} of {}." << QStringList{"1", "2"} << "1 of 2.";
        QTest::newRow("numbered") << "{1} of {0}." << QStringList{"1", "2"} << "2 of 1.";
        QTest::newRow("too few values") << "{} of {}." << QStringList{"1"} << "1 of {}.";
        QTest::newRow("no value") << "{} of {}." << QStringList{} << "{} of {}.";
        QTest::newRow("braces in a value") << "{} is not {}." << QStringList{"{}", "{1}"} << "{} is not {1}.";
        QTest::newRow("braces that are no gap") << "{a} {} {" << QStringList{"1"} << "{a} 1 {";
        QTest::newRow("a number beyond all")
            << "{99999999999999999999}" << QStringList{"1"} << "{99999999999999999999}";
    }
    void gapsAreFilled() {
        QFETCH(QString, pattern);
        QFETCH(QStringList, values);
        QFETCH(QString, text);
        std::vector<std::string> words;
        for (const auto& value : values)
            words.push_back(value.toStdString());
        QCOMPARE(QString::fromStdString(filled(pattern.toStdString(), words)), text);
    }

    void valuesReadAsFormatted() {
        const auto made =
            sentence("{} {} {} {} {}", 60.0, 5.5, 3, std::filesystem::path{"/a b"}, sentence("{} takes", 2));
        QCOMPARE(made.text(), std::string("60 5.5 3 /a b 2 takes"));
        QCOMPARE(Sentence("{} as it stands").text(), std::string("{} as it stands"));
    }

    void faultsAndWarningsSayItInEnglish() {
        const Error error{ErrorCode::FileFault, sentence("{} is empty.", "a.wav"), sentence("Choose another file.")};
        QCOMPARE(error.what(), "a.wav is empty.");
        QCOMPARE(error.remedy, std::string("Choose another file."));
        const Warning warning{WarningCode::ValueRounded, sentence("{} was rounded.", 3)};
        QCOMPARE(warning.message, std::string("3 was rounded."));
    }
};

QTEST_GUILESS_MAIN(TestSentence)
#include "tst_sentence.moc"
