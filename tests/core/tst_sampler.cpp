#include "core/checkpoints/safetensors.h"
#include "core/engine/probe.h"
#include "support/close.h"
#include "support/paths.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace ottava;
using namespace ottava::test;

/// Whole denoising runs of the reference (every solver, guidance, correction, cover, repaint and morph option), through
/// the same door as `ottava-cli probe sampler`.
class TestSampler : public QObject {
    Q_OBJECT
private slots:
    void matchesReference_data();
    void matchesReference();
};

void TestSampler::matchesReference_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("dit");
    QTest::addColumn<double>("tolerance");
    const QDir folder{QString::fromStdString(golden("").string())};
    for (const auto& file : folder.entryList({"sample_*.json", "flowedit_*.json"})) {
        if (file.contains("_inputs_"))
            continue;
        const auto name = file.chopped(5);
        const auto family = name.section('_', 1, 1);
        const auto dit = family == "xl" ? "acestep-v15-xl-turbo" : "acestep-v15-" + family;
        // Momentum and the second evaluation amplify rounding; the fixtures' own sweep shows the same.
        const double tolerance = family == "base" ? 2e-4 : 5e-5;
        QTest::newRow(qPrintable(name)) << name << dit << tolerance;
    }
}

void TestSampler::matchesReference() {
    QFETCH(QString, name);
    QFETCH(QString, dit);
    QFETCH(double, tolerance);
    QTemporaryDir folder;
    const std::filesystem::path temporary{folder.path().toStdString()};
    QFile options{QString::fromStdString(golden(name.toStdString() + ".json").string())};
    QVERIFY(options.open(QIODevice::ReadOnly));
    const auto inputs = QJsonDocument::fromJson(options.readAll()).object()["inputs"].toString().toStdString();
    TensorMap merged;
    const auto golden = Safetensors::open(test::golden(name.toStdString() + ".safetensors"));
    for (const auto& file : {Safetensors::open(test::golden(inputs + ".safetensors")), golden})
        for (const auto& tensor : file.names())
            merged[tensor] = file[tensor];
    const auto expected = merged.at("target_latents");
    merged.erase("target_latents");
    saveSafetensors(temporary / "in.safetensors", merged);

    EngineSettings settings;
    settings.models = ditFolder(dit.toStdString()).parent_path();
    settings.dit = dit.toStdString();
    settings.device = "cpu";
    probe("sampler", settings,
          {.in = temporary / "in.safetensors",
           .out = temporary / "out.safetensors",
           .options = test::golden(name.toStdString() + ".json")});
    QVERIFY_CLOSE(Safetensors::open(temporary / "out.safetensors")["target_latents"], expected,
                  (Tolerance{.atol = tolerance}));
}

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_sampler.moc"
