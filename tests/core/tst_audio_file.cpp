#include "core/audio/audio_file.h"
#include "core/audio/pcm.h"
#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/tone.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace ottava;
using test::tone;

Q_DECLARE_METATYPE(ottava::AudioFormat)

namespace {

double largestDifference(const AudioBuffer& a, const AudioBuffer& b) {
    double largest = 0;
    for (std::size_t sample = 0; sample < std::min(a.samples.size(), b.samples.size()); ++sample)
        largest = std::max(largest, std::abs(static_cast<double>(a.samples[sample]) - b.samples[sample]));
    return largest;
}

double power(const AudioBuffer& audio) {
    double sum = 0;
    for (const float sample : audio.samples)
        sum += static_cast<double>(sample) * sample;
    return sum / static_cast<double>(audio.samples.size());
}

} // namespace

class TestAudioFile : public QObject {
    Q_OBJECT
private slots:
    void init();
    void losslessFormatsRoundTrip_data();
    void losslessFormatsRoundTrip();
    void lossyFormatsKeepLengthAndLevel_data();
    void lossyFormatsKeepLengthAndLevel();
    void mp3BitrateIsTheOneAskedFor();
    void unusualLayoutsAreRead_data();
    void unusualLayoutsAreRead();
    void pcmBeyondFullScaleIsClipped_data();
    void pcmBeyondFullScaleIsClipped();
    void floatKeepsWhatExceedsFullScale();
    void ditherIsTriangularAndUncorrelated();
    void sameTakeGivesTheSameBytes();
    void tagsAreInTheFile();
    void largeWavsNeedRf64_data();
    void largeWavsNeedRf64();
    void resamplingKeepsATone_data();
    void resamplingKeepsATone();
    void resamplingToTheSameRateIsACopy();

private:
    std::filesystem::path path(const char* name) const { return folder_->filePath(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAudioFile::init() {
    folder_ = std::make_unique<QTemporaryDir>();
}

void TestAudioFile::losslessFormatsRoundTrip_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<double>("step"); // largest error, full scale 1
    QTest::newRow("wav 16, dithered") << AudioFormat::Wav << 1.5 / 32'768;
    QTest::newRow("wav 24") << AudioFormat::Wav24 << 0.5 / 8'388'608;
    QTest::newRow("wav 32") << AudioFormat::Wav32 << 0.0;
    QTest::newRow("flac 24") << AudioFormat::Flac << 0.5 / 8'388'608;
}

void TestAudioFile::losslessFormatsRoundTrip() {
    QFETCH(AudioFormat, format);
    QFETCH(double, step);
    const auto audio = tone(0.3);
    const auto file = path("take.") += fileExtension(format);
    writeAudio(file, audio, format);
    const auto back = readAudio(file);
    QCOMPARE(back.channels, 2);
    QCOMPARE(back.sampleRate, 48'000);
    QCOMPARE(back.frameCount(), audio.frameCount());
    const auto difference = largestDifference(audio, back);
    QVERIFY2(difference <= step, qPrintable(QString::number(difference)));
}

void TestAudioFile::lossyFormatsKeepLengthAndLevel_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("mp3") << AudioFormat::Mp3;
    QTest::newRow("ogg") << AudioFormat::Ogg;
    QTest::newRow("opus") << AudioFormat::Opus;
}

void TestAudioFile::lossyFormatsKeepLengthAndLevel() {
    QFETCH(AudioFormat, format);
    const auto audio = tone(1);
    const auto file = path("take.") += fileExtension(format);
    writeAudio(file, audio, format);
    const auto back = readAudio(file);
    QCOMPARE(back.channels, 2);
    QCOMPARE(back.sampleRate, 48'000);
    QVERIFY(std::abs(back.durationSeconds() - 1) < 0.05);
    QVERIFY(std::abs(power(back) / power(audio) - 1) < 0.1);
}

void TestAudioFile::mp3BitrateIsTheOneAskedFor() {
    for (const int kilobits : {128, 192, 320}) {
        writeAudio(path("take.mp3"), tone(4), AudioFormat::Mp3, {}, kilobits);
        const auto bits = 8.0 * static_cast<double>(std::filesystem::file_size(path("take.mp3")));
        QVERIFY2(std::abs(bits / 4'000 / kilobits - 1) < 0.05, qPrintable(QString::number(bits / 4'000)));
    }
}

void TestAudioFile::unusualLayoutsAreRead_data() {
    QTest::addColumn<int>("channels");
    QTest::addColumn<int>("rate");
    QTest::newRow("mono") << 1 << 48'000;
    QTest::newRow("5.1") << 6 << 48'000;
    QTest::newRow("8 kHz") << 2 << 8'000;
    QTest::newRow("192 kHz") << 2 << 192'000;
}

void TestAudioFile::unusualLayoutsAreRead() {
    QFETCH(int, channels);
    QFETCH(int, rate);
    const auto audio = tone(0.1, channels, rate, 50);
    writeAudio(path("a.wav"), audio, AudioFormat::Wav32);
    const auto back = readAudio(path("a.wav"));
    QCOMPARE(back.channels, channels);
    QCOMPARE(back.sampleRate, rate);
    QVERIFY(back.samples == audio.samples);
}

void TestAudioFile::pcmBeyondFullScaleIsClipped_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("wav 16") << AudioFormat::Wav;
    QTest::newRow("wav 24") << AudioFormat::Wav24;
    QTest::newRow("flac") << AudioFormat::Flac;
}

void TestAudioFile::pcmBeyondFullScaleIsClipped() {
    QFETCH(AudioFormat, format);
    const AudioBuffer audio{1, 48'000, {1.5F, -1.5F, std::numeric_limits<float>::infinity(), std::nanf(""), 1.0F}};
    const auto file = path("a.") += fileExtension(format);
    writeAudio(file, audio, format);
    const auto back = readAudio(file).samples;
    QVERIFY(back[0] > 0.9999F);
    QCOMPARE(back[1], -1.0F);
    QVERIFY(back[2] > 0.9999F);
    QVERIFY(std::abs(back[3]) < 1e-4F);
    QVERIFY(back[4] > 0.9999F);
}

void TestAudioFile::floatKeepsWhatExceedsFullScale() {
    const AudioBuffer audio{1, 48'000, {1.5F, -2.25F}};
    writeAudio(path("a.wav"), audio, AudioFormat::Wav32);
    QVERIFY(readAudio(path("a.wav")).samples == audio.samples);
}

void TestAudioFile::ditherIsTriangularAndUncorrelated() {
    // A level between two steps: dithered, the mean comes out right, and the error has the power of triangular noise
    // (1/6 step²) plus that of rounding (1/12 step²), whatever the level.
    for (const double level : {0.0, 0.25, 0.5}) {
        const std::vector<float> samples(200'000, static_cast<float>((100 + level) / 32'768));
        std::vector<std::int16_t> quantized;
        PcmConverter{}.toInt16(samples, quantized);
        double sum = 0, squares = 0;
        for (const auto value : quantized) {
            const double error = value - (100 + level);
            sum += error;
            squares += error * error;
        }
        QVERIFY(std::abs(sum / 200'000) < 0.01);
        QVERIFY(std::abs(squares / 200'000 - 0.25) < 0.01);
    }
}

void TestAudioFile::sameTakeGivesTheSameBytes() {
    writeAudio(path("a.wav"), tone(0.2), AudioFormat::Wav);
    writeAudio(path("b.wav"), tone(0.2), AudioFormat::Wav);
    QCOMPARE(readTextFile(path("a.wav")), readTextFile(path("b.wav")));
}

void TestAudioFile::tagsAreInTheFile() {
    writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav24, {.title = "Neon Harbor"});
    const auto bytes = readTextFile(path("a.wav"));
    QVERIFY(bytes.find("Neon Harbor") != std::string::npos);
    QVERIFY(bytes.find("Neon Harbor") < bytes.find("data")); // before the audio, where players look
}

void TestAudioFile::largeWavsNeedRf64_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<qlonglong>("frames");
    QTest::addColumn<bool>("needed");
    QTest::newRow("10 minutes") << AudioFormat::Wav32 << qlonglong{28'800'000} << false;
    QTest::newRow("just below 4 GB") << AudioFormat::Wav32 << qlonglong{536'800'000} << false;
    QTest::newRow("above 4 GB") << AudioFormat::Wav32 << qlonglong{536'870'912} << true;
    QTest::newRow("the same in 16 bits") << AudioFormat::Wav << qlonglong{536'870'912} << false;
    QTest::newRow("24 bits above") << AudioFormat::Wav24 << qlonglong{720'000'000} << true;
    QTest::newRow("FLAC never") << AudioFormat::Flac << qlonglong{9'000'000'000} << false;
}

void TestAudioFile::largeWavsNeedRf64() {
    QFETCH(AudioFormat, format);
    QFETCH(qlonglong, frames);
    QTEST(needsRf64(format, frames, 2), "needed");
}

void TestAudioFile::resamplingKeepsATone_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::newRow("44.1 to 48 kHz") << 44'100 << 48'000;
    QTest::newRow("192 to 48 kHz") << 192'000 << 48'000;
    QTest::newRow("8 to 48 kHz") << 8'000 << 48'000;
    QTest::newRow("48 to 44.1 kHz") << 48'000 << 44'100;
}

void TestAudioFile::resamplingKeepsATone() {
    QFETCH(int, from);
    QFETCH(int, to);
    const auto expected = tone(1, 2, to);
    const auto out = resampled(tone(1, 2, from), to);
    QCOMPARE(out.sampleRate, to);
    QCOMPARE(out.frameCount(), expected.frameCount());
    // Away from the ends, where the filter looks past the audio.
    double largest = 0;
    for (auto sample = out.samples.size() / 4; sample < out.samples.size() * 3 / 4; ++sample)
        largest = std::max(largest, std::abs(static_cast<double>(out.samples[sample]) - expected.samples[sample]));
    QVERIFY2(largest < 1e-5, qPrintable(QString::number(largest)));
}

void TestAudioFile::resamplingToTheSameRateIsACopy() {
    const auto audio = tone(0.1);
    QVERIFY(resampled(audio, 48'000).samples == audio.samples);
    QVERIFY_THROWS(resampled(audio, 0), ErrorCode::BadRequest, "0 Hz");
}

QTEST_GUILESS_MAIN(TestAudioFile)
#include "tst_audio_file.moc"
