#include "core/audio/sinc_resample.h"
#include "core/audio/splice.h"
#include "core/checkpoints/safetensors.h"
#include "core/diffusion/noise.h"
#include "core/engine/regions.h"
#include "core/engine/tensor_audio.h"
#include "core/tasks/context.h"
#include "core/tasks/source_audio.h"
#include "support/close.h"
#include "support/faults.h"
#include "support/paths.h"
#include "support/tone.h"

#include <c10/core/InferenceMode.h>

using namespace ottava;
using namespace ottava::test;

/// How recordings become what the models work on, and which stretches of them are made anew.
class TestSourceAudio : public QObject {
    Q_OBJECT
private slots:
    void resamplesAsTheReference_data();
    void resamplesAsTheReference();
    void splicesAsTheReference_data();
    void splicesAsTheReference();
    void severalRegionsAreSplicedInOnePass();
    void anyChannelsBecomeTwo_data();
    void anyChannelsBecomeTwo();
    void silenceIsTheModelsOwn();
    void codesOfLatentsAreReadBack();
    void referencesAreThreePieces_data();
    void referencesAreThreePieces();
    void regionsLieInThePaddedSource();
    void wrongRegionsAreRefused_data();
    void wrongRegionsAreRefused();
};

void TestSourceAudio::resamplesAsTheReference_data() {
    QTest::addColumn<int>("rate");
    for (const int rate : {22'050, 32'000, 44'100, 96'000})
        QTest::addRow("%d Hz", rate) << rate;
}

void TestSourceAudio::resamplesAsTheReference() {
    QFETCH(int, rate);
    const auto file = Safetensors::open(golden("resample_unit.safetensors"));
    auto audio = audioFromTensor(file["wav"].unsqueeze(0));
    audio.sampleRate = rate;
    const auto expected = file[QStringLiteral("resampled_%1").arg(rate).toStdString()].unsqueeze(0);
    QVERIFY_CLOSE(tensorFromAudio(sincResampled(audio, 48'000)), expected, (Tolerance{.atol = 5e-7}));
}

void TestSourceAudio::splicesAsTheReference_data() {
    QTest::addColumn<QString>("seconds");
    for (const auto* seconds : {"0.0", "0.01", "0.025"})
        QTest::newRow(seconds) << seconds;
}

void TestSourceAudio::splicesAsTheReference() {
    QFETCH(QString, seconds);
    const auto file = Safetensors::open(golden("repaint_unit.safetensors"));
    const auto ramp = static_cast<std::int64_t>(seconds.toDouble() * 48'000);
    constexpr std::array<FrameRange, 2> kRegions = {{{480, 1'440}, {0, 1'200}}}; // 0.01 to 0.03 s, 0 to 0.025 s
    for (std::int64_t item = 0; item < 2; ++item) {
        auto made = audioFromTensor(file["splice_pred"].slice(0, item, item + 1));
        spliceOutside(made, audioFromTensor(file["splice_src"].slice(0, item, item + 1)),
                      {kRegions[static_cast<std::size_t>(item)]}, ramp);
        const auto expected = file["splice_" + seconds.toStdString()].slice(0, item, item + 1);
        QVERIFY_CLOSE(tensorFromAudio(made), expected, (Tolerance{.atol = 1e-6}));
    }
}

void TestSourceAudio::severalRegionsAreSplicedInOnePass() {
    const auto source = tone(0.1);
    auto made = tone(0.1, 2, 48'000, 1'000);
    const auto before = made;
    const std::vector<FrameRange> regions{{1'000, 1'500}, {3'000, 4'000}};
    spliceOutside(made, source, regions, /*rampFrames=*/0);
    for (std::int64_t frame = 0; frame < made.frameCount(); ++frame) {
        const bool inside = (frame >= 1'000 && frame < 1'500) || (frame >= 3'000 && frame < 4'000);
        const auto sample = static_cast<std::size_t>(2 * frame);
        QCOMPARE(made.samples[sample], (inside ? before : source).samples[sample]);
    }
}

void TestSourceAudio::anyChannelsBecomeTwo_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("rate");
    QTest::newRow("mono, 8 kHz") << 1 << 8'000;
    QTest::newRow("stereo, 48 kHz") << 2 << 48'000;
    QTest::newRow("5.1, 192 kHz") << 6 << 192'000;
}

void TestSourceAudio::anyChannelsBecomeTwo() {
    QFETCH(int, channels);
    QFETCH(int, rate);
    const auto waveform = sourceWaveform(tone(0.5, channels, rate, 440, 2.0)); // louder than full scale
    QCOMPARE(waveform.sizes(), (at::IntArrayRef{1, 2, 24'000}));
    QVERIFY(waveform.abs().max().item<double>() <= 1);
    const auto expected = sourceWaveform(tone(0.5, 2, 48'000, 440, 2.0));
    constexpr std::int64_t kEdge = 200; // where the filter meets the ends of the file
    const auto inner = [&](const at::Tensor& x) { return x.slice(1, 0, 1).slice(2, kEdge, 24'000 - kEdge); };
    QVERIFY_CLOSE(inner(waveform), inner(expected), (Tolerance{.atol = 0.05}));
    if (channels == 1)
        QVERIFY(waveform[0][0].equal(waveform[0][1]));
}

void TestSourceAudio::silenceIsTheModelsOwn() {
    const c10::InferenceMode inference;
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo"});
    const auto latents = encodeAudio(models, at::zeros({1, 2, 50 * 1'920}), seededGenerator(1), {});
    QVERIFY_CLOSE(latents, silenceSource(models, 1, 50), (Tolerance{}));
}

void TestSourceAudio::codesOfLatentsAreReadBack() {
    const c10::InferenceMode inference;
    ModelStore models;
    models.choose({.models = demoModel(), .dit = "acestep-v15-turbo"});
    const auto file = Safetensors::open(golden("tokenizer_turbo.safetensors"));
    const auto latents = file["latents"].slice(0, 0, 1);
    const auto text = QString::fromStdString(audioCodeText(models, latents));
    const auto expected = file["indices"].slice(0, 0, 1).flatten().to(at::kLong);
    QCOMPARE(text.count("<|audio_code_"), expected.numel());
    QVERIFY(text.startsWith(QStringLiteral("<|audio_code_%1|>").arg(expected[0].item<std::int64_t>())));
    QVERIFY(text.endsWith(QStringLiteral("<|audio_code_%1|>").arg(expected[-1].item<std::int64_t>())));
}

void TestSourceAudio::referencesAreThreePieces_data() {
    QTest::addColumn<double>("seconds");
    QTest::newRow("short: repeated") << 0.7;
    QTest::newRow("30 s: as it is") << 30.0;
    QTest::newRow("long") << 95.0;
}

void TestSourceAudio::referencesAreThreePieces() {
    QFETCH(double, seconds);
    const auto frames = static_cast<std::int64_t>(seconds * 48'000);
    const auto waveform = at::arange(frames).to(at::kFloat).expand({1, 2, -1});
    const auto pieces = referencePieces(waveform, seededGenerator(3));
    QCOMPARE(pieces.sizes(), (at::IntArrayRef{1, 2, 30 * 48'000}));
    if (seconds == 30)
        QVERIFY(pieces.equal(waveform));
    if (seconds < 95)
        return;
    for (std::int64_t piece = 0; piece < 3; ++piece) { // each from its own third, whole
        const auto part = pieces[0][0].slice(0, piece * 480'000, (piece + 1) * 480'000);
        QVERIFY(part[0].item<std::int64_t>() >= piece * (frames / 3));
        QVERIFY(part[-1].item<std::int64_t>() < (piece + 1) * (frames / 3));
        QCOMPARE(part[-1].item<std::int64_t>() - part[0].item<std::int64_t>(), 479'999);
    }
}

void TestSourceAudio::regionsLieInThePaddedSource() {
    Request request;
    request.repaintingRegions = {{4, 5}, {-1, 0.5}, {4.5, 7}, {2, 2.01}};
    const auto plan = planRegions(request, /*sourceSeconds=*/6, /*longestSeconds=*/60);
    QCOMPARE(plan.framesBefore, 48'000);
    QCOMPARE(plan.framesAfter, 48'000);
    QVERIFY(plan.spans == (std::vector<TimeSpan>{{0, 1.5}, {3, 3.01}, {5, 8}}));
    const auto latent = plan.latentRanges(200);
    QCOMPARE(latent[1].begin, 75);
    QCOMPARE(latent[1].end, 76); // at least one frame
    QCOMPARE(latent[2].end, 200);
    QCOMPARE(plan.audioRanges()[2].begin, 5 * 48'000);
}

void TestSourceAudio::wrongRegionsAreRefused_data() {
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::addColumn<QString>("word");
    QTest::newRow("after the end") << 7.0 << 9.0 << "after the end";
    QTest::newRow("empty") << 2.0 << 2.0 << "empty";
    QTest::newRow("reversed") << 3.0 << 2.0 << "before it begins";
    QTest::newRow("too much is added") << 5.0 << 900.0 << "60 s are possible";
}

void TestSourceAudio::wrongRegionsAreRefused() {
    QFETCH(double, start);
    QFETCH(double, end);
    QFETCH(QString, word);
    Request request;
    request.repaintingStart = start;
    request.repaintingEnd = end;
    QVERIFY_FAULT(planRegions(request, 6, 60), ErrorCode::BadRequest, word);
}

QTEST_GUILESS_MAIN(TestSourceAudio)
#include "tst_source_audio.moc"
