#include "core/base/atomic_file.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/probe.h"
#include "support/close.h"
#include "support/paths.h"

#include <QDir>
#include <QJsonDocument>
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
    void bfloat16StaysNear_data();
    void bfloat16StaysNear();

private:
    struct Run {
        at::Tensor latents, expected;
    };
    static Run run(const QString& name, const QString& dit, Precision precision);
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

TestSampler::Run TestSampler::run(const QString& name, const QString& dit, Precision precision) {
    const QTemporaryDir folder;
    const std::filesystem::path temporary{folder.path().toStdString()};
    const auto options = golden(name.toStdString() + ".json");
    const auto inputs = QJsonDocument::fromJson(QByteArray::fromStdString(readTextFile(options)))["inputs"].toString();
    TensorMap merged;
    const auto golden = Safetensors::open(test::golden(name.toStdString() + ".safetensors"));
    for (const auto& file : {Safetensors::open(test::golden(inputs.toStdString() + ".safetensors")), golden})
        for (const auto& tensor : file.names())
            merged[tensor] = file[tensor];
    const auto expected = merged.at("target_latents").clone();
    merged.erase("target_latents");
    saveSafetensors(temporary / "in.safetensors", merged);

    EngineSettings settings;
    settings.models = ditFolder(dit.toStdString()).parent_path();
    settings.dit = dit.toStdString();
    settings.device = "cpu";
    settings.precision = precision;
    probe("sampler", settings,
          {.in = temporary / "in.safetensors", .out = temporary / "out.safetensors", .options = options});
    return {Safetensors::open(temporary / "out.safetensors")["target_latents"].clone(), expected};
}

void TestSampler::matchesReference() {
    QFETCH(QString, name);
    QFETCH(QString, dit);
    QFETCH(double, tolerance);
    const auto [latents, expected] = run(name, dit, EngineSettings{}.precision);
    QVERIFY_CLOSE(latents, expected, (Tolerance{.atol = tolerance}));
}

void TestSampler::bfloat16StaysNear_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("dit");
    QTest::addColumn<double>("cosineAtLeast");
    QTest::newRow("unguided") << "sample_turbo_euler8_shift3"
                              << "acestep-v15-turbo" << 0.999;
    QTest::newRow("guided, momentum") << "sample_base_apg7_steps10"
                                      << "acestep-v15-base" << 0.99;
    QTest::newRow("cover switch") << "sample_turbo_cover_strength_0_5"
                                  << "acestep-v15-turbo" << 0.999;
    QTest::newRow("two conditions") << "flowedit_turbo_full"
                                    << "acestep-v15-turbo" << 0.999;
    QTest::newRow("wider decoder than encoder") << "sample_xl_euler8_shift3"
                                                << "acestep-v15-xl-turbo" << 0.999;
}

void TestSampler::bfloat16StaysNear() {
    QFETCH(QString, name);
    QFETCH(QString, dit);
    QFETCH(double, cosineAtLeast);
    const auto [latents, expected] = run(name, dit, Precision::Bf16);
    const auto a = latents.to(at::kDouble).flatten(), e = expected.to(at::kDouble).flatten();
    const double cosine = a.dot(e).item<double>() / (a.norm() * e.norm()).item<double>();
    qInfo("cosine %.6f", cosine);
    QVERIFY2(cosine >= cosineAtLeast, qPrintable(QString::number(cosine, 'f', 6)));
}

QTEST_GUILESS_MAIN(TestSampler)
#include "tst_sampler.moc"
