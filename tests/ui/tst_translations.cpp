#include "ui/main/translations.h"
#include "ui/widgets/stage_strip.h"

#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QTest>

using namespace ottava::ui;

class TestTranslations : public QObject {
    Q_OBJECT

private slots:
    void italianIsComplete();
    void placeholdersSurvive();
    void theWindowSpeaksItalian();

private:
    static QStringList messages() {
        QFile file(OTTAVA_TEST_DATA "/../../ui/translations/ottava_it.ts");
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QStringList found;
        static const QRegularExpression message("<message.*?</message>",
                                                QRegularExpression::DotMatchesEverythingOption);
        for (auto match = message.globalMatch(QString::fromUtf8(file.readAll())); match.hasNext();)
            found << match.next().captured();
        return found;
    }
};

void TestTranslations::italianIsComplete() {
    QVERIFY(messages().size() > 200);
    static const QRegularExpression empty("<translation( [^>]*)?>\\s*</translation>|<numerusform></numerusform>");
    for (const auto& message : messages())
        QVERIFY2(!message.contains("unfinished") && !message.contains(empty), qPrintable(message));
}

void TestTranslations::placeholdersSurvive() {
    static const QRegularExpression source("<source>(.*?)</source>", QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression target("<(?:translation|numerusform)>([^<]+)</");
    static const QRegularExpression placeholder("%[0-9n]");
    const auto placeholders = [](const QString& text) {
        QStringList found;
        for (auto match = placeholder.globalMatch(text); match.hasNext();)
            found << match.next().captured();
        found.sort();
        return found;
    };
    for (const auto& message : messages()) {
        const auto wanted = placeholders(source.match(message).captured(1));
        for (auto match = target.globalMatch(message); match.hasNext();) {
            const auto text = match.next().captured(1);
            if (!text.trimmed().isEmpty())
                QVERIFY2(placeholders(text) == wanted, qPrintable(message));
        }
    }
}

void TestTranslations::theWindowSpeaksItalian() {
    installTranslations(*qApp, "it");
    const StageStrip strip;
    QVERIFY(strip.findChild<QLabel*>());
    QStringList said;
    for (const auto* label : strip.findChildren<QLabel*>())
        said << label->text();
    QVERIFY2(said.contains("Pronto") && said.contains("Diffusione"), qPrintable(said.join(' ')));
}

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
