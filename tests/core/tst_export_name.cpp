#include "core/library/export_name.h"
#include "core/library/safe_name.h"

#include <QtTest>

using namespace ottava;

class TestExportName : public QObject {
    Q_OBJECT
private slots:
    void slugs_data();
    void slugs();
    void exportNames_data();
    void exportNames();
};

void TestExportName::slugs_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray{"Neon Harbor"} << QByteArray{"neon-harbor"};
    QTest::newRow("accents") << QByteArray{"Élan vital à Zürich"} << QByteArray{"elan-vital-a-zurich"};
    QTest::newRow("path") << QByteArray{"../../etc/passwd"} << QByteArray{"etc-passwd"};
    QTest::newRow("no Latin letters") << QByteArray{"夜の港"} << QByteArray{"untitled"};
    QTest::newRow("broken UTF-8") << QByteArray{"a\xFF\xC3z"} << QByteArray{"a-z"};
    QTest::newRow("empty") << QByteArray{} << QByteArray{"untitled"};
    QTest::newRow("long") << QByteArray(500, 'x') << QByteArray(40, 'x');
    QTest::newRow("cut at a hyphen") << QByteArray(39, 'x') + " y" << QByteArray(39, 'x');
}

void TestExportName::slugs() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(slug(text.toStdString())), expected);
}

void TestExportName::exportNames_data() {
    QTest::addColumn<QString>("title");
    QTest::addColumn<int>("bpm"); // 0: unknown
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("expected");
    QTest::newRow("all") << "Neon Harbor" << 120 << "C# minor"
                         << "Neon Harbor - 120bpm C# minor - t2.wav";
    QTest::newRow("no key") << "Neon Harbor" << 120 << ""
                            << "Neon Harbor - 120bpm - t2.wav";
    QTest::newRow("no tempo") << "Neon Harbor" << 0 << "A minor"
                              << "Neon Harbor - A minor - t2.wav";
    QTest::newRow("neither") << "Neon Harbor" << 0 << ""
                             << "Neon Harbor - t2.wav";
    QTest::newRow("no title") << "" << 0 << ""
                              << "Untitled - t2.wav";
    QTest::newRow("reserved characters") << "a/b\\c:d*e?\"<f>|\n"
                                         << 0 << ""
                                         << "a b c d e f - t2.wav";
    QTest::newRow("not the token") << "{key} {bpm}" << 0 << ""
                                   << "{key} {bpm} - t2.wav";
    QTest::newRow("hidden") << "..hidden" << 0 << ""
                            << "hidden - t2.wav";
    QTest::newRow("other scripts") << "夜の港 ñ" << 90 << ""
                                   << "夜の港 ñ - 90bpm - t2.wav";
}

void TestExportName::exportNames() {
    QFETCH(QString, title);
    QFETCH(int, bpm);
    QFETCH(QString, key);
    QFETCH(QString, expected);
    const ExportFields fields{.title = title.toStdString(),
                              .bpm = bpm == 0 ? std::nullopt : std::optional{bpm},
                              .key = key.toStdString(),
                              .take = 2};
    QCOMPARE(QString::fromStdString(exportName(fields, "wav")), expected);
    const auto longName = exportName({.title = std::string(150, 'x') + "é", .bpm = {}, .key = {}}, "wav", "é{title}");
    QVERIFY(longName.size() <= 124);
    QVERIFY(QString::fromStdString(longName).startsWith("éxxx"));
    QCOMPARE(exportName({.title = "CON", .bpm = {}, .key = {}}, "wav", "{title}"), std::string{"_CON.wav"});
}

QTEST_GUILESS_MAIN(TestExportName)
#include "tst_export_name.moc"
