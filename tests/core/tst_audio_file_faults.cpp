#include "core/audio/audio_file.h"
#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/file_size_limit.h"
#include "support/tone.h"
#include "support/unprivileged.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace ottava;
using test::tone;

Q_DECLARE_METATYPE(ottava::AudioFormat)

namespace {

void truncate(const std::filesystem::path& file, double fraction) {
    const auto size = static_cast<double>(std::filesystem::file_size(file));
    std::filesystem::resize_file(file, static_cast<std::uintmax_t>(size * fraction));
}

} // namespace

class TestAudioFileFaults : public QObject {
    Q_OBJECT
private slots:
    void init();
    void badFilesAreNamedForWhatTheyAre_data();
    void badFilesAreNamedForWhatTheyAre();
    void cutShortIsDamaged_data();
    void cutShortIsDamaged();
    void aLookGivesLengthAndPeak();
    void recordersPlaceholderSizesAreKept();
    void samplesThatAreNotNumbersAreDamage();
    void whatAFormatCannotHoldIsRefused_data();
    void whatAFormatCannotHoldIsRefused();
    void aFullDiskLeavesNothing_data();
    void aFullDiskLeavesNothing();
    void aFolderThatCannotBeWrittenIsRefused();

private:
    std::filesystem::path path(const char* name) const { return folder_->filePath(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestAudioFileFaults::init() {
    folder_ = std::make_unique<QTemporaryDir>();
}

void TestAudioFileFaults::badFilesAreNamedForWhatTheyAre_data() {
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

void TestAudioFileFaults::badFilesAreNamedForWhatTheyAre() {
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
    QVERIFY_THROWS(inspectAudio(path(qPrintable(name))), ErrorCode::FileFault, words);
}

void TestAudioFileFaults::cutShortIsDamaged_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("wav") << AudioFormat::Wav24;
    QTest::newRow("flac") << AudioFormat::Flac;
}

void TestAudioFileFaults::cutShortIsDamaged() {
    QFETCH(AudioFormat, format);
    const auto file = path("a.") += fileExtension(format);
    writeAudio(file, tone(1), format);
    truncate(file, 0.5);
    QVERIFY_THROWS(readAudio(file), ErrorCode::FileFault, "is damaged");
    QVERIFY_THROWS(inspectAudio(file), ErrorCode::FileFault, "is damaged");
}

void TestAudioFileFaults::aLookGivesLengthAndPeak() {
    auto audio = tone(1.5);
    audio.samples[100'001] = -0.875F; // in the second piece
    writeAudio(path("a.wav"), audio, AudioFormat::Wav32);
    const auto facts = inspectAudio(path("a.wav"));
    QCOMPARE(facts.channels, audio.channels);
    QCOMPARE(facts.sampleRate, audio.sampleRate);
    QCOMPARE(facts.frameCount, audio.frameCount());
    QCOMPARE(facts.durationSeconds(), 1.5);
    QCOMPARE(facts.peak, 0.875F);
}

void TestAudioFileFaults::recordersPlaceholderSizesAreKept() {
    writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav24);
    std::fstream file{path("a.wav"), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4);
    file.write("\xFF\xFF\xFF\xFF", 4);
    file.close();
    QCOMPARE(readAudio(path("a.wav")).frameCount(), 4'800);
}

void TestAudioFileFaults::samplesThatAreNotNumbersAreDamage() {
    auto audio = tone(0.1);
    audio.samples[2 * 77 + 1] = std::nanf("");
    writeAudio(path("a.wav"), audio, AudioFormat::Wav32);
    QVERIFY_THROWS(readAudio(path("a.wav")), ErrorCode::FileFault, "frame 77");
}

void TestAudioFileFaults::whatAFormatCannotHoldIsRefused_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<int>("rate");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("words");
    QTest::newRow("AAC") << AudioFormat::Aac << 48'000 << 0.1 << "AAC";
    QTest::newRow("opus at 44.1 kHz") << AudioFormat::Opus << 44'100 << 0.1 << "44100 Hz";
    QTest::newRow("mp3 at 192 kHz") << AudioFormat::Mp3 << 192'000 << 0.1 << "192000 Hz";
    QTest::newRow("nothing") << AudioFormat::Wav << 48'000 << 0.0 << "no audio";
}

void TestAudioFileFaults::whatAFormatCannotHoldIsRefused() {
    QFETCH(AudioFormat, format);
    QFETCH(int, rate);
    QFETCH(double, seconds);
    QFETCH(QString, words);
    QVERIFY_THROWS(writeAudio(path("a.x"), tone(seconds, 2, rate), format), ErrorCode::BadRequest, words);
    QVERIFY(std::filesystem::is_empty(folder_->path().toStdString()));
}

void TestAudioFileFaults::aFullDiskLeavesNothing_data() {
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

void TestAudioFileFaults::aFullDiskLeavesNothing() {
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

void TestAudioFileFaults::aFolderThatCannotBeWrittenIsRefused() {
    std::filesystem::permissions(folder_->path().toStdString(), static_cast<std::filesystem::perms>(0555));
    const test::Unprivileged user;
    QVERIFY_THROWS(writeAudio(path("a.wav"), tone(0.1), AudioFormat::Wav), ErrorCode::FileFault, "a.wav");
}

QTEST_GUILESS_MAIN(TestAudioFileFaults)
#include "tst_audio_file_faults.moc"
