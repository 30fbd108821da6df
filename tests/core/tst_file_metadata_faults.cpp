#include "core/audio/audio_facts.h"
#include "core/audio/audio_file.h"
#include "core/audio/bytes.h"
#include "core/audio/id3.h"
#include "core/audio/metadata_read.h"
#include "core/audio/wav_header.h"
#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/file_size_limit.h"
#include "support/metadata_samples.h"
#include "support/tone.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <functional>
#include <random>

using namespace ottava;
using test::songMetadata;
using test::tone;

Q_DECLARE_METATYPE(ottava::AudioFormat)

namespace {

void addFormats() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("wav") << AudioFormat::Wav24;
    QTest::newRow("float") << AudioFormat::Wav32;
    QTest::newRow("flac") << AudioFormat::Flac;
    QTest::newRow("mp3") << AudioFormat::Mp3;
    QTest::newRow("ogg") << AudioFormat::Ogg;
    QTest::newRow("opus") << AudioFormat::Opus;
}

/// One of the ways in which files go bad: bytes changed, a size of all ones, an end cut off, a stretch twice.
std::string damaged(std::string bytes, std::mt19937& random) {
    const auto below = [&random](std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>{0, bound - 1}(random);
    };
    const auto near = std::min<std::size_t>(bytes.size(), 3'000); // where tags are
    switch (below(4)) {
    case 0:
        for (auto left = below(8) + 1; left > 0; --left)
            bytes[below(near)] = static_cast<char>(below(256));
        break;
    case 1:
        bytes.replace(below(near - 4), 4, below(2) == 0 ? "\xFF\xFF\xFF\xFF" : "\x7F\xFF\xFF\xFF");
        break;
    case 2:
        bytes.resize(below(near) + 1);
        break;
    default:
        bytes.insert(below(near), bytes.substr(below(near), below(64)));
    }
    return bytes;
}

} // namespace

class TestFileMetadataFaults : public QObject {
    Q_OBJECT
private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void damageNeverCrashes_data() { addFormats(); }
    void damageNeverCrashes();
    void damagedChunksAreNamed_data();
    void damagedChunksAreNamed();
    void compressedFramesAreNotUnpacked();
    void aFullDiskWhileTaggingLeavesNothing_data() { addFormats(); }
    void aFullDiskWhileTaggingLeavesNothing();
    void otherFilesSayNothing();
    void missingFilesAreRefused();
    void above4GbItIsRf64_data();
    void above4GbItIsRf64();

private:
    std::filesystem::path path(const std::string& name) const {
        return folder_->filePath(QString::fromStdString(name)).toStdString();
    }
    std::filesystem::path write(AudioFormat format, double seconds = 0.3) const {
        const auto file = path(std::string{"take."} + fileExtension(format));
        writeAudio(file, tone(seconds), format, songMetadata());
        return file;
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestFileMetadataFaults::damageNeverCrashes() {
    QFETCH(AudioFormat, format);
    constexpr int kRounds = 150;
    const auto whole = readTextFile(write(format));
    std::mt19937 random{static_cast<unsigned>(format) + 1};
    for (int round = 0; round < kRounds; ++round) {
        const auto file = path("damaged");
        std::ofstream{file, std::ios::binary} << damaged(whole, random);
        for (const auto& read :
             {std::function<void()>{[&] { readMetadata(file); }}, std::function<void()>{[&] { readAudio(file, 1.0); }},
              std::function<void()>{[&] { readAudioFacts(file); }}})
            if (const auto error = test::errorOf(read))
                QVERIFY2(error->code == ErrorCode::FileFault && !error->remedy.empty(), error->what());
    }
}

void TestFileMetadataFaults::damagedChunksAreNamed_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<quint32>("size");
    QTest::addColumn<QString>("words");
    QTest::newRow("id3 that is none") << QByteArray("id3 ") << quint32{8} << "'id3 ' chunk is damaged";
    QTest::newRow("beyond the end") << QByteArray("id3 ") << quint32{0x7000'0000} << "beyond the file's end";
    QTest::newRow("short bext") << QByteArray("bext") << quint32{8} << "'bext' chunk is damaged";
    QTest::newRow("cue of a million") << QByteArray("cue ") << quint32{8} << "'cue ' chunk is damaged";
}

void TestFileMetadataFaults::damagedChunksAreNamed() {
    QFETCH(QByteArray, id);
    QFETCH(quint32, size);
    QFETCH(QString, words);
    std::string bytes{"RIFF\0\0\0\0WAVE", 12};
    bytes += id.toStdString();
    appendLittle(bytes, size);
    bytes += "\x40\x42\x0F\x01\x02\x03\x04\x05";
    writeTextFile(path("a.wav"), bytes);
    const auto notes = readMetadata(path("a.wav"));
    QCOMPARE(notes.problems.size(), std::size_t{1});
    QVERIFY2(notes.problems.front().find(words.toStdString()) != std::string::npos, notes.problems.front().c_str());
}

void TestFileMetadataFaults::compressedFramesAreNotUnpacked() {
    using namespace std::string_literals;
    FileMetadata metadata;
    // 2.4, flags: compressed; then a frame that is not.
    QVERIFY(readId3("ID3\x04\0\0\0\0\0\x1DTIT2\0\0\0\x05\0\x08\x03GZIPTBPM\0\0\0\x04\0\0\x03"s
                    "128"s,
                    metadata));
    QVERIFY(metadata.title.empty());
    QCOMPARE(metadata.bpm, std::optional{128});
}

void TestFileMetadataFaults::aFullDiskWhileTaggingLeavesNothing() {
    QFETCH(AudioFormat, format);
    const auto file = write(format);
    const auto size = std::filesystem::file_size(file);
    std::filesystem::remove(file);
    const auto audio = tone(0.3);
    const test::FileSizeLimit fullDisk{static_cast<rlim_t>(size - 1)};
    const auto error = test::errorOf([&] { writeAudio(file, audio, format, songMetadata()); });
    const auto problem = test::mismatch(error, ErrorCode::FileFault, "cannot be written");
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(std::filesystem::is_empty(folder_->path().toStdString()));
}

void TestFileMetadataFaults::otherFilesSayNothing() {
    writeTextFile(path("words.txt"), "These are only words.");
    writeTextFile(path("empty"), "");
    for (const auto* name : {"words.txt", "empty"}) {
        const auto notes = readMetadata(path(name));
        QVERIFY(notes.problems.empty());
        QVERIFY(notes.metadata == FileMetadata{});
    }
}

void TestFileMetadataFaults::missingFilesAreRefused() {
    QVERIFY_THROWS(readMetadata(path("missing.wav")), ErrorCode::FileFault, "missing.wav");
}

void TestFileMetadataFaults::above4GbItIsRf64_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<qlonglong>("frames");
    QTest::addColumn<QByteArray>("form");
    QTest::addColumn<QString>("title"); // its length decides whether some chunks are odd
    for (const auto* title : {"Neon", "Neons"}) {
        const auto row = [title](const char* name) -> QTestData& { return QTest::addRow("%s, %s", name, title); };
        row("below") << AudioFormat::Wav32 << qlonglong{536'800'000} << QByteArray("RIFF") << title;
        row("above") << AudioFormat::Wav32 << qlonglong{600'000'000} << QByteArray("RF64") << title;
        row("above, 24 bits") << AudioFormat::Wav24 << qlonglong{720'000'000} << QByteArray("RF64") << title;
    }
}

/// The samples are a hole in the file: nothing of that size is written.
void TestFileMetadataFaults::above4GbItIsRf64() {
    QFETCH(AudioFormat, format);
    QFETCH(qlonglong, frames);
    QFETCH(QByteArray, form);
    QFETCH(QString, title);
    const WavSound sound{.bits = bitsOf(format), .frameCount = frames};
    auto metadata = songMetadata();
    metadata.title = title.toStdString();
    const auto header = wavHeader(format, sound, riffChunks(metadata, sound));
    QCOMPARE(QByteArray(header.data(), 4), form);
    writeTextFile(path("large.wav"), header);
    const auto bytes = static_cast<std::uintmax_t>(frames) * 2 * static_cast<std::uintmax_t>(bitsOf(format)) / 8;
    std::error_code failed;
    std::filesystem::resize_file(path("large.wav"), header.size() + bytes, failed);
    if (failed)
        QSKIP("this file system has no sparse files of that size");
    QCOMPARE(qlonglong{readAudioFacts(path("large.wav")).frameCount}, frames);
    QCOMPARE(readAudio(path("large.wav"), 0.5).frameCount(), 24'000);
    const auto notes = readMetadata(path("large.wav"));
    QVERIFY(notes.problems.empty());
    QVERIFY(notes.metadata.markers == songMetadata().markers);
    QCOMPARE(notes.metadata.recipe, songMetadata().recipe);
}

QTEST_GUILESS_MAIN(TestFileMetadataFaults)
#include "tst_file_metadata_faults.moc"
