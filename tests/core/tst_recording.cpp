#include "core/audio/audio_file.h"
#include "core/engine/recording.h"
#include "support/faults.h"
#include "support/tone.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr int kMostSeconds = 10;

void writeLittle(std::fstream& file, std::streamoff at, std::uint32_t value) {
    file.seekp(at);
    for (int byte = 0; byte < 4; ++byte)
        file.put(static_cast<char>(value >> 8 * byte & 0xFF));
}

/// A WAV of 8 kHz mono whose silence takes no room on the disk.
void writeLongWav(const std::filesystem::path& file, int seconds) {
    writeAudio(file, tone(1, 1, 8'000), AudioFormat::Wav);
    const auto head = static_cast<std::uint32_t>(std::filesystem::file_size(file)) - 16'000;
    const auto data = static_cast<std::uint32_t>(seconds) * 16'000;
    std::filesystem::resize_file(file, head + data);
    std::fstream bytes{file, std::ios::binary | std::ios::in | std::ios::out};
    writeLittle(bytes, 4, head + data - 8);
    writeLittle(bytes, head - 4, data);
}

} // namespace

/// Recordings to work on: how much of them is read, and what is said about it.
class TestRecording : public QObject {
    Q_OBJECT
private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void anyRateAndChannelsAreRead_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("rate");
        QTest::addColumn<int>("warnings");
        QTest::newRow("0.1 s") << 0.1 << 2 << 48'000 << 0;
        QTest::newRow("mono") << 2.0 << 1 << 44'100 << 0;
        QTest::newRow("5.1") << 2.0 << 6 << 48'000 << 1;
        QTest::newRow("8 kHz") << 2.0 << 2 << 8'000 << 0;
        QTest::newRow("192 kHz") << 2.0 << 2 << 192'000 << 0;
        QTest::newRow("just not too long") << 10.0 << 2 << 8'000 << 0;
        QTest::newRow("a frame too long") << 10.000125 << 2 << 8'000 << 1;
    }
    void anyRateAndChannelsAreRead() {
        QFETCH(double, seconds);
        QFETCH(int, channels);
        QFETCH(int, rate);
        writeAudio(path(), tone(seconds, channels, rate), AudioFormat::Wav24);
        Warnings warnings;
        const auto audio = readRecording(path(), kMostSeconds, warnings);
        QCOMPARE(audio.channels, channels);
        QCOMPARE(audio.sampleRate, rate);
        QCOMPARE(audio.frameCount(), static_cast<std::int64_t>(std::min(seconds, 10.0) * rate));
        QTEST(static_cast<int>(warnings.size()), "warnings");
    }

    void fortyMinutesAreReadNoFurtherThanTheyMayLast() {
        writeLongWav(path(), 2'400);
        Warnings warnings;
        const auto audio = readRecording(path(), kMostSeconds, warnings);
        QCOMPARE(audio.frameCount(), 80'000);
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(warnings.front().code, WarningCode::DurationClamped);
        const auto message = QString::fromStdString(warnings.front().message);
        QVERIFY2(message.contains("2400.0 s") && message.contains("first 10 s"), qPrintable(message));
    }

    void whatDoesNotDoIsNamed_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("words");
        QTest::newRow("no audio") << 0 << "is not audio";
        QTest::newRow("empty") << 1 << "is empty";
        QTest::newRow("cut short") << 2 << "is damaged";
        QTest::newRow("not a number") << 3 << "is not a number";
    }
    void whatDoesNotDoIsNamed() {
        QFETCH(int, what);
        QFETCH(QString, words);
        auto audio = tone(1);
        audio.samples[500] = what == 3 ? std::nanf("") : 0;
        writeAudio(path(), audio, AudioFormat::Wav32);
        if (what == 0)
            writeBytes(path(), "This is a text and no sound.");
        if (what == 1)
            writeBytes(path(), "");
        if (what == 2)
            std::filesystem::resize_file(path(), std::filesystem::file_size(path()) / 2);
        Warnings warnings;
        const auto fault = faultOf([&] { readRecording(path(), kMostSeconds, warnings); });
        QCOMPARE(complaint(fault, ErrorCode::FileFault, {words}), QString{});
        QVERIFY(QString::fromUtf8(fault->what()).contains("source.wav"));
    }

private:
    std::filesystem::path path() const { return std::filesystem::path{folder_->path().toStdString()} / "source.wav"; }

    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
