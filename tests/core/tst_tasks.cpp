#include "core/audio/audio_file.h"
#include "core/audio/loudness.h"
#include "core/audio/postprocess.h"
#include "core/base/resources.h"
#include "core/checkpoints/safetensors.h"
#include "core/diffusion/noise.h"
#include "core/engine/dit_predictor.h"
#include "core/engine/engine.h"
#include "core/engine/source_files.h"
#include "core/tasks/model_store.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"
#include "support/tone.h"

#include <c10/core/InferenceMode.h>

#include <cmath>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr double kSeconds = 5.5; // no whole number of latent frames

bool hasWarning(const GenerateResult& result, WarningCode code) {
    return std::ranges::any_of(result.warnings, [code](const Warning& warning) { return warning.code == code; });
}

} // namespace

/// Every task from source to take, and what sources, regions and codes may be like.
class TestTasks : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void hardCutKeepsTheOutsideSampleForSample_data();
    void hardCutKeepsTheOutsideSampleForSample();
    void extendingKeepsTheSourceWhereItMoves();
    void aTakeIsMadeOfAnySource_data();
    void aTakeIsMadeOfAnySource();
    void theLengthIsForetoldFromTheHeader_data();
    void theLengthIsForetoldFromTheHeader();
    void theEstimateCountsWhatIsAddedToTheSource();
    void anEditsFolderIsNamedAfterItsSource();
    void sourcesThatDoNotDoAreRefused_data();
    void sourcesThatDoNotDoAreRefused();
    void codesThatATaskDoesNotFollowAreNamed();
    void stemsNeedABaseModel_data();
    void stemsNeedABaseModel();
    void everyItemFollowsItsOwnCodes();
    void codesOutOfRangeAreTheLastOne();
    void coverStrengthReachesFromNoneToAll();
    void dcwWaveletsAllRun_data();
    void dcwWaveletsAllRun();
    void theAdapterComesAndGoesBetweenJobs();
    void guidanceInTwoRunsIsTheSameAsInOne();
    void anotherAutoencoderCanBeChosen();
    void loudnessIsBroughtToItsTarget();
    void mp3TakesItsRateAndBitRate();

private:
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path{folder_->path().toStdString()} / name;
    }
    std::filesystem::path source(const AudioBuffer& audio, AudioFormat format = AudioFormat::Wav) const {
        const auto file = path("source.wav");
        writeAudio(file, audio, format);
        return file;
    }
    Request repaint() const {
        auto request = shortRequest();
        request.taskType = TaskType::Repaint;
        request.srcAudio = source(tone(kSeconds));
        return request;
    }
    GenerateResult generate(const Request& request) { return engine_.generate(request, path("takes"), {}, {}); }
    AudioBuffer audioOf(const Request& request) { return readAudio(generate(request).takes.front().audio); }

    Engine engine_{demoSettings()};
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestTasks::initTestCase() {
    qunsetenv("MAX_CUDA_VRAM");
}

void TestTasks::hardCutKeepsTheOutsideSampleForSample_data() {
    QTest::addColumn<int>("mode");
    QTest::newRow("conservative") << static_cast<int>(RepaintMode::Conservative);
    QTest::newRow("balanced") << static_cast<int>(RepaintMode::Balanced);
    QTest::newRow("aggressive") << static_cast<int>(RepaintMode::Aggressive);
}

void TestTasks::hardCutKeepsTheOutsideSampleForSample() {
    QFETCH(int, mode);
    auto request = repaint();
    request.repaintMode = static_cast<RepaintMode>(mode);
    request.repaintingRegions = {{0.5, 1.25}, {3, 4.1}};
    request.repaintHardCut = true;
    const auto made = audioOf(request);
    const auto before = readAudio(request.srcAudio);
    QCOMPARE(made.frameCount(), before.frameCount());
    std::int64_t changed = 0;
    for (std::int64_t frame = 0; frame < before.frameCount(); ++frame) {
        const bool inside = (frame >= 24'000 && frame < 60'000) || (frame >= 144'000 && frame < 196'800);
        for (int channel = 0; channel < 2; ++channel) {
            const auto sample = static_cast<std::size_t>(2 * frame + channel);
            const bool equal = made.samples[sample] == before.samples[sample];
            if (!inside)
                QVERIFY2(equal, qPrintable(QStringLiteral("frame %1").arg(frame)));
            changed += inside && !equal ? 1 : 0;
        }
    }
    QVERIFY(changed > 100'000); // of 177 600 samples inside
}

void TestTasks::extendingKeepsTheSourceWhereItMoves() {
    auto request = repaint();
    request.repaintingRegions = {{-1, 0}, {kSeconds, 7}};
    request.repaintHardCut = true;
    const auto made = audioOf(request);
    const auto before = readAudio(request.srcAudio);
    QCOMPARE(made.frameCount(), 8 * 48'000);
    for (std::size_t sample = 0; sample < before.samples.size(); ++sample)
        QCOMPARE(made.samples[sample + 96'000], before.samples[sample]);
}

void TestTasks::aTakeIsMadeOfAnySource_data() {
    QTest::addColumn<double>("seconds");
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("level");
    QTest::addColumn<bool>("warns");
    QTest::addColumn<double>("length");
    QTest::newRow("0.1 s") << 0.1 << 2 << 48'000 << 0.5 << false << 5.12;
    QTest::newRow("mono") << 6.0 << 1 << 48'000 << 0.5 << false << 6.0;
    QTest::newRow("5.1") << 6.0 << 6 << 48'000 << 0.5 << true << 6.0;
    QTest::newRow("8 kHz") << 6.0 << 2 << 8'000 << 0.5 << false << 6.0;
    QTest::newRow("192 kHz") << 6.0 << 2 << 192'000 << 0.5 << false << 6.0;
    QTest::newRow("silent") << 6.0 << 2 << 48'000 << 0.0 << true << 6.0;
    QTest::newRow("longer than the limit") << 14.0 << 2 << 48'000 << 0.5 << true << 10.0;
}

void TestTasks::aTakeIsMadeOfAnySource() {
    QFETCH(double, seconds);
    QFETCH(int, channels);
    QFETCH(int, rate);
    QFETCH(double, level);
    QFETCH(bool, warns);
    QFETCH(double, length);
    auto settings = demoSettings();
    settings.overrides.maxDurationSeconds = 10;
    engine_.configure(settings);
    auto request = shortRequest();
    request.taskType = TaskType::Cover;
    request.srcAudio = source(tone(seconds, channels, rate, 440, level), AudioFormat::Wav24);
    const auto result = generate(request);
    engine_.configure(demoSettings());
    QCOMPARE(result.takes.front().durationSeconds, length);
    QCOMPARE(hasWarning(result, WarningCode::SourceChanged) || hasWarning(result, WarningCode::DurationClamped), warns);
}

void TestTasks::theLengthIsForetoldFromTheHeader_data() {
    QTest::addColumn<TaskType>("task");
    QTest::addColumn<std::vector<TimeSpan>>("regions");
    QTest::addColumn<double>("seconds"); // 0: no source is read
    using Spans = std::vector<TimeSpan>;
    QTest::newRow("cover") << TaskType::Cover << Spans{} << double{kSeconds};
    QTest::newRow("repaint") << TaskType::Repaint << Spans{{1, 2}} << double{kSeconds};
    QTest::newRow("extended") << TaskType::Repaint << Spans{{-2, 0}, {kSeconds, kSeconds + 3}} << kSeconds + 5.0;
    QTest::newRow("text alone") << TaskType::Text2Music << Spans{} << 0.0;
}

void TestTasks::theLengthIsForetoldFromTheHeader() {
    QFETCH(TaskType, task);
    QFETCH(std::vector<TimeSpan>, regions);
    QFETCH(double, seconds);
    auto request = repaint();
    request.taskType = task;
    request.repaintingRegions = regions;
    const auto limits = limitsFor({}, TierTable::load(resourceDir() / "tiers.json"));
    QCOMPARE(promisedSongSeconds(request, limits).value_or(0), seconds);
    Warnings warnings;
    QCOMPARE(readSourceFiles(request, limits, warnings).songSeconds(), seconds); // what it then is
}

void TestTasks::theEstimateCountsWhatIsAddedToTheSource() {
    auto settings = demoSettings();
    settings.speedFile = path("speed.json");
    Engine engine{settings};
    auto alone = repaint();
    alone.repaintingRegions = {{1, 2}};
    engine.generate(alone, path("takes"), {}, {}); // now the pace of this machine is known
    auto extended = alone;
    extended.repaintingRegions = {{kSeconds, 3 * kSeconds}};
    const auto little = engine.estimate(alone), much = engine.estimate(extended);
    QVERIFY(little.seconds && much.seconds);
    QVERIFY(*much.seconds > 2 * *little.seconds);
    QVERIFY(much.memory.allocatedBytes() > little.memory.allocatedBytes());
    auto longer = alone;
    longer.srcAudio = path("longer.wav");
    writeAudio(longer.srcAudio, tone(3 * kSeconds), AudioFormat::Wav);
    QCOMPARE(*much.seconds, *engine.estimate(longer).seconds); // it is the length that counts, not where it is from
}

void TestTasks::anEditsFolderIsNamedAfterItsSource() {
    auto request = repaint();
    request.caption.clear();
    request.repaintingRegions = {{1, 2}};
    const auto take = TakeLibrary::read(generate(request).takes.front().sidecar.parent_path());
    QCOMPARE(take.title, std::string("source – repainted"));
    QVERIFY2(take.folder.filename().string().ends_with("-source-repainted-1"), take.folder.c_str());
    request.taskType = TaskType::Cover;
    request.srcAudio = take.audio;
    QCOMPARE(TakeLibrary::read(generate(request).takes.front().sidecar.parent_path()).title,
             std::string("source – repainted – cover"));
}

void TestTasks::sourcesThatDoNotDoAreRefused_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<int>("code");
    QTest::newRow("not there") << 0 << static_cast<int>(ErrorCode::FileFault);
    QTest::newRow("no audio at all") << 1 << static_cast<int>(ErrorCode::FileFault);
    QTest::newRow("cut short") << 2 << static_cast<int>(ErrorCode::FileFault);
    QTest::newRow("full of NaN") << 3 << static_cast<int>(ErrorCode::FileFault);
    QTest::newRow("0.01 s") << 4 << static_cast<int>(ErrorCode::BadRequest);
    QTest::newRow("reference is silent") << 5 << static_cast<int>(ErrorCode::BadRequest);
    QTest::newRow("region outside") << 6 << static_cast<int>(ErrorCode::BadRequest);
    QTest::newRow("region reversed") << 7 << static_cast<int>(ErrorCode::BadRequest);
    QTest::newRow("window of the morph reversed") << 8 << static_cast<int>(ErrorCode::BadRequest);
    QTest::newRow("codes that hold no code") << 9 << static_cast<int>(ErrorCode::BadRequest);
}

void TestTasks::sourcesThatDoNotDoAreRefused() {
    QFETCH(int, what);
    QFETCH(int, code);
    auto request = repaint();
    const auto file = request.srcAudio;
    if (what == 0)
        request.srcAudio = path("nothing.wav");
    if (what == 1)
        writeBytes(file, "This is a text and no sound.");
    if (what == 2)
        std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    if (what == 3) {
        writeAudio(file, tone(1), AudioFormat::Wav32);
        auto bytes = readBytes(file);
        for (auto at = bytes.size() - 4'000; at < bytes.size(); ++at)
            bytes[at] = '\xff'; // as float32: NaN
        writeBytes(file, bytes);
    }
    if (what == 4)
        writeAudio(file, tone(0.01), AudioFormat::Wav);
    if (what == 5) {
        request.referenceAudio = path("reference.wav");
        writeAudio(request.referenceAudio, tone(1, 2, 48'000, 440, 0), AudioFormat::Wav32);
    }
    if (what == 6)
        request.repaintingRegions = {{0, 1}, {90, 91}};
    if (what == 7)
        request.repaintingRegions = {{3, 2}};
    if (what == 8) {
        request.taskType = TaskType::Cover;
        request.flowEditMorph = true;
        request.flowEditNMin = 0.75;
        request.flowEditNMax = 0.5;
    }
    if (what == 9) {
        request.taskType = TaskType::Cover;
        request.audioCodes = "<|audio_code_x|>";
    }
    QVERIFY_FAULT(generate(request), static_cast<ErrorCode>(code));
    QVERIFY(entriesOf(path("takes")).empty());
}

void TestTasks::codesThatATaskDoesNotFollowAreNamed() {
    auto request = repaint();
    request.repaintingRegions = {{1, 2}};
    const auto ignored = [](const GenerateResult& result) {
        return std::ranges::any_of(result.warnings, [](const Warning& warning) {
            return warning.code == WarningCode::SourceChanged
                   && warning.message.starts_with("audio_codes are not used");
        });
    };
    QVERIFY(!ignored(generate(request)));
    request.audioCodes = "<|audio_code_1|>";
    QVERIFY(ignored(generate(request)));
    request.taskType = TaskType::Cover; // follows them
    QVERIFY(!ignored(generate(request)));
}

void TestTasks::stemsNeedABaseModel_data() {
    QTest::addColumn<int>("task");
    QTest::newRow("lego") << static_cast<int>(TaskType::Lego);
    QTest::newRow("extract") << static_cast<int>(TaskType::Extract);
    QTest::newRow("complete") << static_cast<int>(TaskType::Complete);
}

void TestTasks::stemsNeedABaseModel() {
    QFETCH(int, task);
    auto request = repaint();
    request.taskType = static_cast<TaskType>(task);
    const auto fault = faultOf([&] { generate(request); });
    QCOMPARE(complaint(fault, ErrorCode::BadRequest, {"acestep-v15-turbo"}), QString{});
    QVERIFY2(fault->remedy.find("acestep-v15-base") != std::string::npos, fault->remedy.c_str());
}

void TestTasks::everyItemFollowsItsOwnCodes() {
    auto settings = demoSettings();
    settings.overrides.maxBatch = 2;
    engine_.configure(settings);
    auto request = shortRequest();
    request.batchSize = 2;
    request.seeds = {4, 4};
    request.audioCodes.items = {"<|audio_code_1|><|audio_code_2|>", "<|audio_code_3|>"};
    const auto both = generate(request);
    engine_.configure(demoSettings());
    request.batchSize = 1;
    request.seeds = {4};
    for (const std::size_t item : {0U, 1U}) {
        auto alone = request;
        alone.audioCodes = request.audioCodes.of(item);
        const auto one = generate(alone);
        const auto expected = Safetensors::open(one.takes.front().latents)["latents"];
        QVERIFY_CLOSE(Safetensors::open(both.takes[item].latents)["latents"], expected, (Tolerance{.atol = 1e-4}));
    }
}

void TestTasks::codesOutOfRangeAreTheLastOne() {
    auto request = shortRequest();
    request.audioCodes = "<|audio_code_63999|>";
    const auto last = generate(request);
    request.audioCodes = "<|audio_code_99999999|>";
    const auto beyond = generate(request);
    QVERIFY(readBytes(last.takes.front().audio) == readBytes(beyond.takes.front().audio));
}

void TestTasks::coverStrengthReachesFromNoneToAll() {
    auto request = repaint();
    request.taskType = TaskType::Cover;
    std::vector<at::Tensor> latents;
    for (const double strength : {0.0, 0.5, 1.0}) {
        request.audioCoverStrength = strength;
        latents.push_back(Safetensors::open(generate(request).takes.front().latents)["latents"].clone());
    }
    QVERIFY(!latents[0].equal(latents[1]));
    QVERIFY(!latents[1].equal(latents[2]));
}

void TestTasks::dcwWaveletsAllRun_data() {
    QTest::addColumn<QString>("wavelet");
    for (const auto* wavelet : {"haar", "db2", "db4", "sym4", "sym8", "coif2"})
        QTest::newRow(wavelet) << wavelet;
}

void TestTasks::dcwWaveletsAllRun() {
    QFETCH(QString, wavelet);
    auto request = shortRequest();
    request.dcwWavelet = wavelet.toStdString();
    const auto corrected = Safetensors::open(generate(request).takes.front().latents)["latents"].clone();
    request.dcwEnabled = false;
    const auto plain = Safetensors::open(generate(request).takes.front().latents)["latents"].clone();
    QVERIFY(!corrected.equal(plain));
}

void TestTasks::theAdapterComesAndGoesBetweenJobs() {
    auto request = shortRequest();
    const auto plain = audioOf(request);
    request.useLora = true;
    request.loraPath = ditFolder("lora");
    request.loraScale = 2;
    QVERIFY(audioOf(request).samples != plain.samples);
    request.loraScale = 0;
    const auto off = audioOf(request);
    request.useLora = false;
    QVERIFY(audioOf(request).samples == plain.samples);
    QVERIFY(off.samples == plain.samples);
}

void TestTasks::guidanceInTwoRunsIsTheSameAsInOne() {
    const c10::InferenceMode inference;
    ModelStore models;
    models.choose({.models = ditFolder("acestep-v15-base").parent_path(), .dit = "acestep-v15-base"});
    const auto generator = seededGenerator(5);
    const auto options = at::TensorOptions{}.dtype(at::kFloat);
    const auto x = at::randn({2, 50, 64}, generator, options);
    PredictorInputs inputs{.main = {at::randn({1, 20, models.ditConfig().encoder.hiddenSize}, generator, options),
                                    at::randn({2, 50, 128}, generator, options)},
                           .nonCover = std::nullopt,
                           .coverSteps = 0,
                           .nullCondition = models.nullCondition(),
                           .oneAtATime = false};
    const auto together = DitPredictor{models.dit(), inputs}(x, 0.7, 0);
    inputs.oneAtATime = true;
    const auto apart = DitPredictor{models.dit(), inputs}(x, 0.7, 0);
    QVERIFY_CLOSE(apart.conditional, together.conditional, (Tolerance{.atol = 2e-5}));
    QVERIFY_CLOSE(*apart.unconditional, *together.unconditional, (Tolerance{.atol = 2e-5}));
    QVERIFY(!together.conditional.equal(*together.unconditional));
}

void TestTasks::anotherAutoencoderCanBeChosen() {
    const ModelsCopy models;
    std::filesystem::rename(models.root() / "vae", models.root() / "vae-other");
    auto settings = demoSettings(models.root());
    engine_.configure(settings);
    QVERIFY_FAULT(generate(shortRequest()), ErrorCode::ModelMissing, "vae");
    settings.vae = "vae-other";
    engine_.configure(settings);
    QCOMPARE(generate(shortRequest()).takes.size(), 1U);
    engine_.configure(demoSettings());
}

void TestTasks::loudnessIsBroughtToItsTarget() {
    auto request = shortRequest();
    request.normalizationMode = NormalizationMode::Loudness;
    request.normalizationLufs = -30; // low enough for the ceiling not to be met
    const auto loudness = integratedLoudness(audioOf(request));
    QVERIFY(loudness.has_value());
    QVERIFY2(std::abs(*loudness + 30) < 0.05, qPrintable(QString::number(*loudness)));
    request.normalizationLufs = -5;
    request.normalizationDb = -6;
    const auto held = audioOf(request);
    QVERIFY(peakOf(held) <= 0.502F); // −6 dB
    QVERIFY(peakOf(held) > 0.4F);
}

void TestTasks::mp3TakesItsRateAndBitRate() {
    auto request = shortRequest();
    request.audioFormat = AudioFormat::Mp3;
    request.mp3Bitrate = "128k";
    request.mp3SampleRate = 44'100;
    const auto take = generate(request).takes.front();
    QCOMPARE(readAudio(take.audio).sampleRate, 44'100);
    const double bytes = take.durationSeconds * 128'000 / 8;
    const auto size = static_cast<double>(std::filesystem::file_size(take.audio));
    QVERIFY2(std::abs(size / bytes - 1) < 0.05, qPrintable(QString::number(size)));
}

QTEST_GUILESS_MAIN(TestTasks)
#include "tst_tasks.moc"
