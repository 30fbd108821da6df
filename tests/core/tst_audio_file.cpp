#include "core/audio/audio_file.h"
#include "core/audio/pcm.h"
#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/file_size_limit.h"
#include "support/unprivileged.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>

using namespace ottava;

Q_DECLARE_METATYPE(ottava::AudioFormat)

namespace {

AudioBuffer tone(double seconds, int channels = 2, int sampleRate = 48'000, double hertz = 440, double level = 0.5) {
    AudioBuffer audio{channels, sampleRate, {}};
    const auto frames = static_cast<int>(seconds * sampleRate);
    for (int frame = 0; frame < frames; ++frame)
        for (int channel = 0; channel < channels; ++channel)
            audio.samples.push_back(static_cast<float>(
                level * std::sin(2 * std::numbers::pi * hertz * (channel + 1) * frame / sampleRate)));
    return audio;
}

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

void truncate(const std::filesystem::path& file, double fraction) {
    const auto size = static_cast<double>(std::filesystem::file_size(file));
    std::filesystem::resize_file(file, static_cast<std::uintmax_t>(size * fraction));
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
    void badFilesAreNamedForWhatTheyAre_data();
    void badFilesAreNamedForWhatTheyAre();
    void cutShortIsDamaged_data();
    void cutShortIsDamaged();
    void recordersPlaceholderSizesAreKept();
    void samplesThatAreNotNumbersAreDamage();
    void whatAFormatCannotHoldIsRefused_data();
    void whatAFormatCannotHoldIsRefused();
    void aFullDiskLeavesNothing_data();
    void aFullDiskLeavesNothing();
    void aFolderThatCannotBeWrittenIsRefused();
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
    writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav24, {{"title", "Neon Harbor"}, {"mood", "none"}});
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

void TestAudioFile::badFilesAreNamedForWhatTheyAre_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("words");
    QTest::newRow("missing") << "missing.wav"
                             << "does not exist";
    QTest::newRow("folder") << "folder"
                            << "is a folder";
    QTest::newRow("no bytes") << "empty.wav"
                              << "is empty";
    QTest::newRow("no samples") << "silent.wav"
                                << "holds no audio";
    QTest::newRow("text") << "text.wav"
                          << "is not audio";
    QTest::newRow("header only") << "header.wav"
                                 << "is damaged";
}

void TestAudioFile::badFilesAreNamedForWhatTheyAre() {
    QFETCH(QString, name);
    QFETCH(QString, words);
    std::filesystem::create_directory(path("folder"));
    writeTextFile(path("empty.wav"), "");
    writeTextFile(path("text.wav"),
                  "These are only words, and rather many of them, in a file that calls itself a WAV.");
    writeTextFile(path("header.wav"), std::string{"RIFF\x10\0\0\0WAVEfmt ", 16});
    using namespace std::string_literals;
    writeTextFile(path("silent.wav"), "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xBB\0\0\0\xEE\x02\0\x04\0\x10\0"
                                      "data\0\0\0\0"s);
    QVERIFY_THROWS(readAudio(path(qPrintable(name))), ErrorCode::FileFault, words);
}

void TestAudioFile::cutShortIsDamaged_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("wav") << AudioFormat::Wav24;
    QTest::newRow("flac") << AudioFormat::Flac;
}

void TestAudioFile::cutShortIsDamaged() {
    QFETCH(AudioFormat, format);
    const auto file = path("a.") += fileExtension(format);
    writeAudio(file, tone(1), format);
    truncate(file, 0.5);
    QVERIFY_THROWS(readAudio(file), ErrorCode::FileFault, "is damaged");
}

void TestAudioFile::recordersPlaceholderSizesAreKept() {
    writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav24);
    std::fstream file{path("a.wav"), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4);
    file.write("\xFF\xFF\xFF\xFF", 4);
    file.close();
    QCOMPARE(readAudio(path("a.wav")).frameCount(), 4'800);
}

void TestAudioFile::samplesThatAreNotNumbersAreDamage() {
    auto audio = tone(0.1);
    audio.samples[2 * 77 + 1] = std::nanf("");
    writeAudio(path("a.wav"), audio, AudioFormat::Wav32);
    QVERIFY_THROWS(readAudio(path("a.wav")), ErrorCode::FileFault, "frame 77");
}

void TestAudioFile::whatAFormatCannotHoldIsRefused_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("AAC") << AudioFormat::Aac << 48'000 << 0.1 << "AAC";
    QTest::newRow("opus at 44.1 kHz") << AudioFormat::Opus << 44'100 << 0.1 << "44100 Hz";
    QTest::newRow("mp3 at 192 kHz") << AudioFormat::Mp3 << 192'000 << 0.1 << "192000 Hz";
    QTest::newRow("nothing") << AudioFormat::Wav << 48'000 << 0.0 << "no audio";
}

void TestAudioFile::whatAFormatCannotHoldIsRefused() {
    QFETCH(AudioFormat, format);
    QFETCH(int, rate);
    QFETCH(double, seconds);
    QFETCH(QString, words);
    QVERIFY_THROWS(writeAudio(path("a.x"), tone(seconds, 2, rate), format), ErrorCode::BadRequest, words);
    QVERIFY(std::filesystem::is_empty(folder_->path().toStdString()));
}

void TestAudioFile::aFullDiskLeavesNothing_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<int>("limit");
    for (const auto& [name, format] : {std::pair{"wav", AudioFormat::Wav},
                                       {"wav24", AudioFormat::Wav24},
                                       {"wav32", AudioFormat::Wav32},
                                       {"flac", AudioFormat::Flac},
                                       {"mp3", AudioFormat::Mp3},
                                       {"ogg", AudioFormat::Ogg},
                                       {"opus", AudioFormat::Opus}}) {
        QTest::addRow("%s, at once", name) << format << 10;
        QTest::addRow("%s, later", name) << format << 6'000;
    }
}

void TestAudioFile::aFullDiskLeavesNothing() {
    QFETCH(AudioFormat, format);
    QFETCH(int, limit);
    const auto audio = tone(2);
    const test::FileSizeLimit fullDisk{static_cast<rlim_t>(limit)};
    const auto error = test::errorOf([&] { writeAudio(path("a.x"), audio, format); });
    const auto problem = test::mismatch(error, ErrorCode::FileFault, "a.x");
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(error->remedy.find("disk is full") != std::string::npos);
    QVERIFY(std::filesystem::is_empty(folder_->path().toStdString()));
}

void TestAudioFile::aFolderThatCannotBeWrittenIsRefused() {
    std::filesystem::permissions(folder_->path().toStdString(), static_cast<std::filesystem::perms>(0555));
    const test::Unprivileged user;
    QVERIFY_THROWS(writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav), ErrorCode::FileFault, "a.wav");
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
