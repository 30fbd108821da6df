#include "core/base/error.h"
#include "core/checkpoints/safetensors.h"
#include "core/diffusion/guidance.h"
#include "core/diffusion/noise.h"
#include "core/diffusion/repaint.h"
#include "core/diffusion/sampler.h"
#include "core/diffusion/schedule.h"
#include "core/diffusion/wavelet.h"
#include "support/close.h"
#include "support/paths.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace ottava;
using namespace ottava::test;

namespace {

QJsonObject readJson(const std::string& name) {
    QFile file{QString::fromStdString(golden(name).string())};
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

std::vector<double> numbers(const QJsonValue& value) {
    std::vector<double> list;
    for (const auto& number : value.toArray())
        list.push_back(number.toDouble());
    return list;
}

} // namespace

/// The parts of the sampler one by one: bit for bit where the reference is reproducible, to rounding elsewhere.
class TestDiffusion : public QObject {
    Q_OBJECT
private slots:
    void noiseEqualsTheReference_data();
    void noiseEqualsTheReference();
    void oneGeneratorDrawsOn();
    void scheduleEqualsTheReference_data();
    void scheduleEqualsTheReference();
    void turboScheduleWithoutStepsRoundsTheShift();
    void truncationStartsAtTheNearestTimestep();
    void waveletMatchesReference_data();
    void waveletMatchesReference();
    void unknownWaveletIsRefused();
    void guidanceMatchesReference_data();
    void guidanceMatchesReference();
    void guidanceIntervalComparesInFloat32();
    void repaintMatchesReference();
    void samplerStopsBetweenSteps();
};

void TestDiffusion::noiseEqualsTheReference_data() {
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<QList<qint64>>("seeds");
    QTest::newRow("0") << "seed_0" << QList<qint64>{0};
    QTest::newRow("1") << "seed_1" << QList<qint64>{1};
    QTest::newRow("42") << "seed_42" << QList<qint64>{42};
    QTest::newRow("1234567") << "seed_1234567" << QList<qint64>{1234567};
    QTest::newRow("largest") << "seed_4294967295" << QList<qint64>{4294967295};
    QTest::newRow("fewer than 16 numbers") << "seed_5_len15" << QList<qint64>{5};
    QTest::newRow("list") << "list_7_9" << QList<qint64>{7, 9};
}

void TestDiffusion::noiseEqualsTheReference() {
    QFETCH(QString, tensor);
    QFETCH(QList<qint64>, seeds);
    const auto expected = Safetensors::open(golden("noise.safetensors"))[tensor.toStdString()];
    const auto actual = initialNoise({seeds.begin(), seeds.end()}, expected.size(1), expected.size(2));
    QVERIFY(at::equal(actual, expected));
}

void TestDiffusion::oneGeneratorDrawsOn() {
    const auto file = Safetensors::open(golden("noise.safetensors"));
    const auto generator = seededGenerator(99);
    const auto options = at::TensorOptions{}.dtype(at::kFloat);
    QVERIFY(at::equal(at::randn({1, 20, 64}, generator, options), file["global_99_first"]));
    QVERIFY(at::equal(at::randn({1, 20, 64}, generator, options), file["global_99_second"]));
}

void TestDiffusion::scheduleEqualsTheReference_data() {
    QTest::addColumn<bool>("turbo");
    QTest::addColumn<QJsonObject>("row");
    const auto schedules = readJson("schedules.json");
    for (const bool turbo : {true, false}) {
        const auto rows = schedules[turbo ? "turbo" : "base"].toArray();
        QVERIFY(!rows.isEmpty());
        for (int i = 0; i < rows.size(); ++i)
            QTest::addRow("%s %d", turbo ? "turbo" : "base", i) << turbo << rows[i].toObject();
    }
}

void TestDiffusion::scheduleEqualsTheReference() {
    QFETCH(bool, turbo);
    QFETCH(QJsonObject, row);
    const auto shift = row["shift"].toDouble();
    const auto custom = numbers(row["timesteps"]);
    const auto stepsValue = row["infer_steps"];
    const auto steps = stepsValue.isDouble() ? std::optional{stepsValue.toInt()} : std::nullopt;
    const auto schedule =
        turbo ? turboSchedule(steps, shift, custom) : linearSchedule(steps.value_or(8), shift, custom);
    const auto expected = numbers(row["evaluated_t"]);
    QCOMPARE(schedule.timesteps.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(schedule.timesteps[i], expected[i]);
}

void TestDiffusion::turboScheduleWithoutStepsRoundsTheShift() {
    QCOMPARE(turboSchedule(std::nullopt, 2.6, {}).timesteps, turboSchedule(8, 3.0, {}).timesteps);
    QCOMPARE(turboSchedule(std::nullopt, 1.2, {}).timesteps, turboSchedule(8, 1.0, {}).timesteps);
}

void TestDiffusion::truncationStartsAtTheNearestTimestep() {
    const auto schedule = truncatedAt(turboSchedule(8, 3.0, {}), 0.6);
    QCOMPARE(schedule.stepCount(), 3);
    QCOMPARE(schedule.timesteps.front(), static_cast<double>(9.0f / 14.0f));
}

void TestDiffusion::waveletMatchesReference_data() {
    QTest::addColumn<QString>("tensor");
    for (const auto& name : Safetensors::open(golden("dcw_unit.safetensors")).names())
        if (name.find("_t") != std::string::npos)
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestDiffusion::waveletMatchesReference() {
    QFETCH(QString, tensor);
    const auto parts = tensor.split('_'); // mode_wavelet_length_t
    const QMap<QString, WaveletBands> modes{{"low", WaveletBands::Low},
                                            {"high", WaveletBands::High},
                                            {"double", WaveletBands::Both},
                                            {"pix", WaveletBands::Samples}};
    const WaveletCorrection correction{.enabled = true,
                                       .bands = modes.value(parts[0]),
                                       .scaler = 0.05,
                                       .highScaler = 0.02,
                                       .wavelet = parts[1].toStdString()};
    const auto file = Safetensors::open(golden("dcw_unit.safetensors"));
    const auto length = parts[2].toStdString();
    const auto actual =
        correctWavelet(correction, file["x_" + length], file["denoised_" + length], parts[3].mid(1).toDouble());
    QVERIFY_CLOSE(actual, file[tensor.toStdString()], (Tolerance{.atol = 2e-6}));
}

void TestDiffusion::unknownWaveletIsRefused() {
    const auto x = at::zeros({1, 8, 2});
    QVERIFY_THROWS_EXCEPTION(Error, correctWavelet({.wavelet = "ripple"}, x, x, 0.5));
}

void TestDiffusion::guidanceMatchesReference_data() {
    QTest::addColumn<QString>("kind");
    QTest::newRow("cfg") << "cfg";
    QTest::newRow("apg") << "apg";
    QTest::newRow("adg") << "adg";
}

void TestDiffusion::guidanceMatchesReference() {
    QFETCH(QString, kind);
    const auto file = Safetensors::open(golden("guidance_unit.safetensors"));
    const auto adaptive = readJson("guidance_unit.json")["adg"].toArray(); // [t, scale] of each step
    GuidanceMomentum momentum;
    for (int step = 0; step < 3; ++step) {
        const auto suffix = "_" + std::to_string(step);
        const Prediction prediction{file["cond" + suffix], file["uncond" + suffix]};
        const auto t = adaptive[step].toArray()[0].toDouble();
        const auto scale = adaptive[step].toArray()[1].toDouble();
        const auto actual = kind == "cfg"   ? guideCfg(prediction, 7)
                            : kind == "apg" ? guideApg(prediction, 7, momentum)
                                            : guideAdg(prediction, file["latents"], t, scale);
        QVERIFY_CLOSE(actual, file[kind.toStdString() + suffix], (Tolerance{.rtol = 1e-6, .atol = 5e-6}));
    }
}

void TestDiffusion::guidanceIntervalComparesInFloat32() {
    const Prediction prediction{at::ones({1, 2, 64}), at::zeros({1, 2, 64})};
    const GuidanceOptions options{.scale = 3, .adaptive = false, .intervalStart = 0, .intervalEnd = 0.8};
    // 0.8 as float32 is larger than 0.8 as double: the step at the limit must still be guided.
    const double limit = static_cast<double>(0.8f);
    QVERIFY(!at::equal(guideCorrector(options, prediction, at::zeros({1, 2, 64}), limit), prediction.conditional));
    QVERIFY(at::equal(guideCorrector(options, prediction, at::zeros({1, 2, 64}), 0.81), prediction.conditional));
}

void TestDiffusion::repaintMatchesReference() {
    const auto file = Safetensors::open(golden("repaint_unit.safetensors"));
    RepaintRegion region{.mask = file["mask"].to(at::kBool), .clean = file["clean"]};
    QVERIFY_CLOSE(injectOutside(region, file["xt"], file["noise"], 0.6), file["inject_t06"], (Tolerance{.atol = 1e-6}));
    for (const std::int64_t crossfade : {5, 12, 25}) {
        region.crossfadeFrames = crossfade;
        QVERIFY_CLOSE(blendBoundaries(region, file["xt"]), file["blend_" + std::to_string(crossfade)],
                      (Tolerance{.atol = 1e-6}));
    }
}

void TestDiffusion::samplerStopsBetweenSteps() {
    std::stop_source stop;
    int evaluations = 0;
    const Predict predict = [&](const at::Tensor& x, double, int) {
        if (++evaluations == 3)
            stop.request_stop();
        return Prediction{at::zeros_like(x), std::nullopt};
    };
    SamplerOptions options;
    options.schedule = turboSchedule(8, 3.0, {});
    const auto noise = initialNoise({1}, 16, 64);
    QVERIFY_THROWS_EXCEPTION(Cancelled, sample(predict, options, noise, noise, seededGenerator(1),
                                               {.onStep = {}, .stop = stop.get_token()}));
    QCOMPARE(evaluations, 3);
}

QTEST_GUILESS_MAIN(TestDiffusion)
#include "tst_diffusion.moc"
