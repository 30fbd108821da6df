#include "core/audio/audio_file.h"
#include "core/audio/bytes.h"
#include "core/audio/id3.h"
#include "core/audio/metadata_read.h"
#include "core/audio/riff_metadata.h"
#include "core/base/atomic_file.h"
#include "support/metadata_samples.h"
#include "support/tone.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <cmath>
#include <cstring>

using namespace ottava;
using test::songMetadata;
using test::tone;

Q_DECLARE_METATYPE(ottava::AudioFormat)

namespace {

/// The content of a WAV's chunk, found without the code under test; for a list, `kind` is its first word.
std::string chunkOf(const std::string& wav, const std::string& id, const std::string& kind = {}) {
    for (std::size_t at = 12; at + 8 <= wav.size();) {
        std::uint32_t size = 0;
        std::memcpy(&size, wav.data() + at + 4, 4); // the tests run on little-endian machines
        const auto content = wav.substr(at + 8, size);
        if (wav.substr(at, 4) == id && content.starts_with(kind))
            return content;
        at += 8 + size + size % 2;
    }
    return {};
}

std::int16_t int16At(const std::string& bytes, std::size_t at) {
    std::int16_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

void addFormats() {
    QTest::addColumn<AudioFormat>("format");
    QTest::newRow("wav") << AudioFormat::Wav;
    QTest::newRow("wav24") << AudioFormat::Wav24;
    QTest::newRow("wav32") << AudioFormat::Wav32;
    QTest::newRow("flac") << AudioFormat::Flac;
    QTest::newRow("mp3") << AudioFormat::Mp3;
    QTest::newRow("ogg") << AudioFormat::Ogg;
    QTest::newRow("opus") << AudioFormat::Opus;
}

} // namespace

class TestFileMetadata : public QObject {
    Q_OBJECT
private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void everythingComesBack_data() { addFormats(); }
    void everythingComesBack();
    void soundIsTheSameWithAndWithout_data() { addFormats(); }
    void soundIsTheSameWithAndWithout();
    void longRecipesFit_data() { addFormats(); }
    void longRecipesFit();
    void nothingToSayWritesNothing_data() { addFormats(); }
    void nothingToSayWritesNothing();
    void loudnessIsInTheBroadcastExtension();
    void unknownLoudnessIsMarkedAsSuch();
    void infoListIsWellFormed();
    void ixmlIsXml();
    void chunksComeBeforeTheSamples();
    void tempoForStretchingIsOptIn();
    void keysAreSpelledAsTagsDo_data();
    void keysAreSpelledAsTagsDo();
    void tagsOfOtherProgramsAreRead_data();
    void tagsOfOtherProgramsAreRead();
    void otherProgramsAgree_data();
    void otherProgramsAgree();

private:
    std::filesystem::path path(const std::string& name) const {
        return folder_->filePath(QString::fromStdString(name)).toStdString();
    }
    std::filesystem::path write(AudioFormat format, const FileMetadata& metadata, double seconds = 2) const {
        const auto file = path(std::string{"take."} + fileExtension(format));
        writeAudio(file, tone(seconds), format, metadata);
        return file;
    }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestFileMetadata::everythingComesBack() {
    QFETCH(AudioFormat, format);
    const auto written = songMetadata();
    const auto notes = readMetadata(write(format, written));
    QVERIFY2(notes.problems.empty(), notes.problems.empty() ? "" : notes.problems.front().c_str());
    auto back = notes.metadata;
    QVERIFY(back.loudness.has_value());
    QVERIFY(std::abs(back.loudness->integratedLufs - written.loudness->integratedLufs) < 0.006);
    if (format != AudioFormat::Opus) // R128_TRACK_GAIN knows no peak
        QVERIFY(std::abs(back.loudness->truePeakDb - written.loudness->truePeakDb) < 0.006);
    QCOMPARE(back.markers.size(), written.markers.size());
    for (std::size_t i = 0; i < back.markers.size(); ++i) {
        QCOMPARE(back.markers[i].label, written.markers[i].label);
        QVERIFY(std::abs(back.markers[i].seconds - written.markers[i].seconds) < 0.0006);
    }
    back.loudness = written.loudness;
    back.markers = written.markers;
    QCOMPARE(back.title, written.title);
    QCOMPARE(back.lyrics, written.lyrics);
    QCOMPARE(back.key, written.key);
    QVERIFY(back == written);
}

void TestFileMetadata::soundIsTheSameWithAndWithout() {
    QFETCH(AudioFormat, format);
    const auto with = readAudio(write(format, songMetadata()));
    const auto without = readAudio(write(format, {}));
    QCOMPARE(with.frameCount(), without.frameCount());
    QVERIFY(with.samples == without.samples);
}

void TestFileMetadata::longRecipesFit() {
    QFETCH(AudioFormat, format);
    auto metadata = songMetadata();
    metadata.recipe = R"({"audio_codes":")" + std::string(700'001, 'c') + "\"}"; // several Ogg pages
    const auto file = write(format, metadata);
    QVERIFY(readMetadata(file).problems.empty());
    QVERIFY(readMetadata(file).metadata.recipe == metadata.recipe);
    QVERIFY(std::abs(readAudio(file).durationSeconds() - 2) < 0.06);
}

void TestFileMetadata::nothingToSayWritesNothing() {
    QFETCH(AudioFormat, format);
    const auto notes = readMetadata(write(format, {}));
    QVERIFY(notes.problems.empty());
    QVERIFY(notes.metadata.title.empty() && notes.metadata.recipe.empty() && notes.metadata.markers.empty());
}

void TestFileMetadata::loudnessIsInTheBroadcastExtension() {
    const auto bext = chunkOf(readTextFile(write(AudioFormat::Wav24, songMetadata())), "bext");
    QVERIFY(bext.size() > 602);
    QVERIFY(bext.starts_with("Neon Harbor"));
    QCOMPARE(QByteArray(bext.data() + 256, 10), QByteArray("Ottava 1.0"));
    QCOMPARE(QByteArray(bext.data() + 320, 18), QByteArray("2025-01-3114:05:09"));
    QCOMPARE(int16At(bext, 346), std::int16_t{2});
    QCOMPARE(int16At(bext, 412), std::int16_t{-1'412});
    QCOMPARE(int16At(bext, 414), std::int16_t{630});
    QCOMPARE(int16At(bext, 416), std::int16_t{-103});
    QCOMPARE(int16At(bext, 418), std::int16_t{-1'010});
    QCOMPARE(int16At(bext, 420), std::int16_t{-1'190});
    QCOMPARE(QByteArray::fromStdString(bext.substr(602)), QByteArray("A=PCM,F=48000,W=24,M=stereo,T=Ottava 1.0\r\n"));
}

void TestFileMetadata::unknownLoudnessIsMarkedAsSuch() {
    auto metadata = songMetadata();
    metadata.loudness.reset();
    const auto file = write(AudioFormat::Wav, metadata);
    QCOMPARE(int16At(chunkOf(readTextFile(file), "bext"), 412), std::int16_t{0x7FFF});
    QVERIFY(!readMetadata(file).metadata.loudness);
}

void TestFileMetadata::infoListIsWellFormed() {
    const auto list = chunkOf(readTextFile(write(AudioFormat::Wav, songMetadata())), "LIST", "INFO");
    QCOMPARE(list.size() % 2, std::size_t{0});
    std::map<std::string, std::string> texts;
    for (std::size_t at = 4; at + 8 <= list.size();) {
        std::uint32_t size = 0;
        std::memcpy(&size, list.data() + at + 4, 4);
        texts[list.substr(at, 4)] = list.c_str() + at + 8; // ends at its zero
        at += 8 + size + size % 2;
    }
    const std::map<std::string, std::string> expected{
        {"INAM", "Neon Harbor"}, {"IART", "Ada & the Engines"}, {"ICRD", "2025-01-31T14:05:09"},
        {"IGNR", "Synthwave"},   {"ISFT", "Ottava 1.0"},        {"ICMT", "turbo · 8 steps · seed 4021"}};
    QVERIFY(texts == expected);
}

void TestFileMetadata::ixmlIsXml() {
    auto metadata = songMetadata();
    metadata.title = "Tom & <Jerry>\x01";
    QXmlStreamReader xml{QByteArray::fromStdString(ixmlText(metadata, 48'000))};
    QString title, sample;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement() && xml.name() == QLatin1String("PROJECT"))
            title = xml.readElementText();
        else if (xml.isStartElement() && xml.name() == QLatin1String("SYNC_POINT_LOW"))
            sample = xml.readElementText();
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(title, QStringLiteral("Tom & <Jerry>"));
    QCOMPARE(sample, QStringLiteral("72000")); // of the last marker, 1.5 s
}

void TestFileMetadata::chunksComeBeforeTheSamples() {
    const auto wav = readTextFile(write(AudioFormat::Wav24, songMetadata()));
    std::uint32_t riff = 0;
    std::memcpy(&riff, wav.data() + 4, 4);
    QCOMPARE(std::size_t{riff} + 8, wav.size());
    const auto last = wav.size() - 2 * 48'000 * 6 - 8;
    QCOMPARE(wav.substr(last, 4), std::string{"data"});
    for (const auto* id : {"bext", "iXML", "LIST", "cue ", "id3 "})
        QVERIFY2(wav.find(id) < last, id);
}

void TestFileMetadata::tempoForStretchingIsOptIn() {
    auto metadata = songMetadata();
    QVERIFY(chunkOf(readTextFile(write(AudioFormat::Wav24, metadata)), "acid").empty());
    metadata.tempoForStretching = true;
    const auto acid = chunkOf(readTextFile(write(AudioFormat::Wav24, metadata)), "acid");
    QCOMPARE(acid.size(), std::size_t{24});
    float tempo = 0;
    std::memcpy(&tempo, acid.data() + 20, sizeof tempo);
    QCOMPARE(tempo, 104.0F);
}

void TestFileMetadata::keysAreSpelledAsTagsDo_data() {
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("tag");
    QTest::newRow("minor") << std::string{"A minor"} << std::string{"Am"};
    QTest::newRow("major") << std::string{"C major"} << std::string{"C"};
    QTest::newRow("sharp") << std::string{"F# minor"} << std::string{"F#m"};
    QTest::newRow("flat sign") << std::string{"B♭ major"} << std::string{"Bb"};
    QTest::newRow("no key") << std::string{"dorian"} << std::string{};
    QTest::newRow("none") << std::string{} << std::string{};
}

void TestFileMetadata::keysAreSpelledAsTagsDo() {
    QFETCH(std::string, key);
    QFETCH(std::string, tag);
    QCOMPARE(keyForTag(key), tag);
    if (!tag.empty() && key.find("♭") == std::string::npos)
        QCOMPARE(keyFromTag(tag), key);
}

void TestFileMetadata::tagsOfOtherProgramsAreRead_data() {
    using namespace std::string_literals;
    QTest::addColumn<std::string>("tag");
    QTest::newRow("2.3, UTF-16")
        << "ID3\x03\0\0\0\0\0\x23TIT2\0\0\0\x0B\0\0\x01\xFF\xFEK\0\xE9\0y\0\0\0TBPM\0\0\0\x04\0\0\0"s
           "128"s;
    QTest::newRow("2.3, Latin-1") << "ID3\x03\0\0\0\0\0\x1CTIT2\0\0\0\x04\0\0\0K\xE9yTBPM\0\0\0\x04\0\0\0"s
                                     "128"s;
    QTest::newRow("2.4, padded") << "ID3\x04\0\0\0\0\0\x26TIT2\0\0\0\x05\0\0\x03K\xC3\xA9yTBPM\0\0\0\x04\0\0\x03"s
                                    "128\0\0\0\0\0\0\0\0\0"s;
    QTest::newRow("2.3, extended header")
        << "ID3\x03\0\x40\0\0\0\x26\0\0\0\x06\0\0\0\0\0\0TIT2\0\0\0\x04\0\0\0K\xE9yTBPM\0\0\0\x04\0\0\0"s
           "128"s;
}

void TestFileMetadata::tagsOfOtherProgramsAreRead() {
    QFETCH(std::string, tag);
    FileMetadata metadata;
    QVERIFY(readId3(tag, metadata));
    QCOMPARE(QString::fromStdString(metadata.title), QStringLiteral("Kéy"));
    QCOMPARE(metadata.bpm, std::optional{128});
}

void TestFileMetadata::otherProgramsAgree_data() {
    QTest::addColumn<AudioFormat>("format");
    QTest::addColumn<QStringList>("command");
    const QStringList probe{"ffprobe", "-v", "error", "-show_format", "-show_chapters"};
    QTest::newRow("ffprobe, wav") << AudioFormat::Wav24 << probe;
    QTest::newRow("ffprobe, flac") << AudioFormat::Flac << probe;
    QTest::newRow("ffprobe, mp3") << AudioFormat::Mp3 << probe;
    QTest::newRow("mediainfo, mp3") << AudioFormat::Mp3 << QStringList{"mediainfo"};
    QTest::newRow("metaflac") << AudioFormat::Flac << QStringList{"metaflac", "--export-tags-to=-"};
    QTest::newRow("ogginfo") << AudioFormat::Ogg << QStringList{"ogginfo"};
    QTest::newRow("opusinfo") << AudioFormat::Opus << QStringList{"opusinfo"};
}

void TestFileMetadata::otherProgramsAgree() {
    QFETCH(AudioFormat, format);
    QFETCH(QStringList, command);
    const auto program = QStandardPaths::findExecutable(command.takeFirst());
    if (program.isEmpty())
        QSKIP("not installed here");
    QProcess reader;
    reader.start(program, command << QString::fromStdString(write(format, songMetadata()).string()));
    QVERIFY(reader.waitForFinished());
    QCOMPARE(reader.exitCode(), 0);
    const auto said = QString::fromUtf8(reader.readAllStandardOutput());
    for (const auto* words : {"Neon Harbor", "Ada & the Engines", "Chorus"})
        QVERIFY2(said.contains(QLatin1String(words)), qPrintable(said));
}

QTEST_GUILESS_MAIN(TestFileMetadata)
#include "tst_file_metadata.moc"
