#include "app/cli/bench_report.h"

#include <QXmlStreamReader>
#include <QtTest>

#include <nlohmann/json.hpp>

using namespace ottava;
using namespace ottava::cli;

namespace {

BenchReport report() {
    BenchReport report;
    report.precision = report.productPrecision = "bf16";
    report.gains = {{"compile", 3.0, 2.0}};
    report.distances = {{"DiT", 0.99995, 41.5}};
    report.bandwidthGb = 40;
    return report;
}

BenchReport sweepReport() {
    auto result = report();
    for (const int seconds : {10, 60, 600})
        for (const int batch : {1, 2})
            result.sweep.push_back({.musicSeconds = seconds,
                                    .batch = batch,
                                    .stepSeconds = 0.05 * seconds * batch,
                                    .memoryMb = 100.0 * batch,
                                    .measured = seconds == 60 && batch == 1});
    return result;
}

} // namespace

/// What `ottava-cli bench` prints.
class TestBenchReport : public QObject {
    Q_OBJECT
private slots:
    void gainsAreFactors();
    void aSweepIsATable();
    void aSweepIsDrawn();
};

void TestBenchReport::gainsAreFactors() {
    const auto json = nlohmann::json::parse(benchJson(report(), {}));
    QCOMPARE(json.at("option_gains").at(0).at("factor").get<double>(), 1.5);
    QCOMPARE(json.at("distance_from_fp32").at(0).at("snr_db").get<double>(), 41.5);
    const auto text = QString::fromStdString(benchText(report(), {}));
    QVERIFY(text.contains("1.50×"));
    QVERIFY(text.contains("41.5 dB"));
}

void TestBenchReport::aSweepIsATable() {
    const auto lines = QString::fromStdString(benchText(sweepReport(), {})).split('\n');
    const auto row = [&](const QString& starts) {
        return lines.filter(QRegularExpression("^ *" + starts + " ")).first().simplified();
    };
    QCOMPARE(row("10"), "10 0.50 1.00");
    QCOMPARE(row("60"), "60 3.00* 6.00");
    QCOMPARE(row("600"), "600 30.00 60.00");
    QCOMPARE(nlohmann::json::parse(benchJson(sweepReport(), {})).at("sweep").size(), 6U);
}

void TestBenchReport::aSweepIsDrawn() {
    QXmlStreamReader xml{QString::fromStdString(sweepSvg(sweepReport()))};
    int lines = 0;
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QStringLiteral("polyline")) {
            ++lines;
            const auto points = xml.attributes().value("points").toString().split(' ');
            QCOMPARE(points.size(), 3);
            for (const auto& point : points)
                QVERIFY(point.split(',').last().toDouble() <= 440);
        }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(lines, 2); // one for each batch
}

QTEST_GUILESS_MAIN(TestBenchReport)
#include "tst_bench_report.moc"
