#include "core/audio/audio_file.h"
#include "core/audio/player.h"
#include "core/base/atomic_file.h"
#include "support/expect_error.h"
#include "support/file_size_limit.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <cstring>
#include <numbers>

using namespace ottava;

namespace {

/// A take with both channels different and no sample exactly 0, so that silence around it cannot be mistaken for it.
AudioBuffer take(double seconds) {
    AudioBuffer audio;
    const auto frames = static_cast<int>(seconds * audio.sampleRate);
    for (int frame = 0; frame < frames; ++frame)
        for (const double hertz : {220.0, 331.0}) {
            const double value = 0.6 * std::sin(2 * std::numbers::pi * hertz * frame / audio.sampleRate);
            audio.samples.push_back(static_cast<float>(std::abs(value) < 1e-4 ? 1e-4 : value));
        }
    return audio;
}

/// A default device that writes what it is given into `file`.
QByteArray capturing(const QString& file) {
    return "pcm.!default { type file slave.pcm { type null } file \"" + file.toLocal8Bit() + "\" format raw }";
}

std::vector<float> withoutSilenceAround(const std::vector<float>& samples) {
    const auto sounds = [](float sample) { return sample != 0; };
    const auto first = std::find_if(samples.begin(), samples.end(), sounds);
    const auto last = std::find_if(samples.rbegin(), samples.rend(), sounds).base();
    return first < last ? std::vector<float>{first, last} : std::vector<float>{};
}

} // namespace

/// Plays through PortAudio and ALSA themselves, in private ALSA worlds: one whose default device writes a file and
/// takes samples as fast as they come, and one without any device. No sound card is needed, and none that is there is
/// heard.
class TestPlayerDevice : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void whatIsHeardEqualsTheTakeAndItsExport();
    void aDeviceThatFailsWhilePlayingPauses();
    void theDeviceIsListedAsDefault();
    void aDeviceThatIsNotThereIsNamed();
    void withoutAnyDevicePlayingIsRefusedAndNothingElse_data();
    void withoutAnyDevicePlayingIsRefusedAndNothingElse();

private:
    /// ALSA reads its configuration from this file alone.
    void useAlsa(const QByteArray& configuration);
    std::vector<float> captured() const;
    QString path(const char* name) const { return folder_->filePath(name); }

    std::unique_ptr<QTemporaryDir> folder_;
};

void TestPlayerDevice::initTestCase() {
    qputenv("JACK_NO_START_SERVER", "1");
    qunsetenv("PULSE_SERVER");
}

void TestPlayerDevice::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QVERIFY(folder_->isValid());
}

void TestPlayerDevice::useAlsa(const QByteArray& configuration) {
    QFile file{path("alsa.conf")};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(configuration);
    qputenv("ALSA_CONFIG_PATH", file.fileName().toLocal8Bit());
}

std::vector<float> TestPlayerDevice::captured() const {
    const auto bytes = readTextFile(path("captured.raw").toStdString());
    std::vector<float> samples(bytes.size() / sizeof(float));
    std::memcpy(samples.data(), bytes.data(), samples.size() * sizeof(float));
    return samples;
}

void TestPlayerDevice::whatIsHeardEqualsTheTakeAndItsExport() {
    useAlsa(capturing(path("captured.raw")));
    const auto audio = take(2);
    const auto track = std::make_shared<PlaybackTrack>(audio.frameCount());
    track->append(audio.samples);
    {
        // The file takes two seconds in a blink: with all of them read ahead nothing can be late.
        Player player{{.bufferSeconds = 2.5}};
        player.setTrack(track);
        player.play();
        QVERIFY(QTest::qWaitFor([&] { return player.state() == Player::State::Stopped; }, 20'000));
        QVERIFY(!player.takeFault());
        QCOMPARE(player.underruns(), 0);
    }
    const auto heard = withoutSilenceAround(captured());
    QCOMPARE(heard.size(), audio.samples.size());
    QVERIFY(heard == audio.samples); // sample for sample: the device takes float

    writeAudio(path("export.wav").toStdString(), audio, AudioFormat::Wav32);
    QVERIFY(heard == readAudio(path("export.wav").toStdString()).samples);
}

void TestPlayerDevice::aDeviceThatFailsWhilePlayingPauses() {
    useAlsa(capturing(path("captured.raw")));
    const auto audio = take(2);
    const auto track = std::make_shared<PlaybackTrack>(audio.frameCount());
    track->append(audio.samples);
    Player player{{.bufferSeconds = 2.5}};
    player.setTrack(track);
    const test::FileSizeLimit deviceBreaks{100'000}; // about a quarter second into the take its writes fail
    player.play();
    QVERIFY(QTest::qWaitFor([&] { return player.state() != Player::State::Playing; }, 20'000));
    QCOMPARE(player.state(), Player::State::Paused);
    QVERIFY(player.takeFault());
    QVERIFY(player.positionFrames() > 0 && player.positionFrames() < audio.frameCount());
}

void TestPlayerDevice::theDeviceIsListedAsDefault() {
    useAlsa("pcm.!default { type null }");
    const auto devices = Player::devices();
    const auto found = std::ranges::find(devices, std::string{"default"}, &AudioDevice::name);
    QVERIFY(found != devices.end());
    QVERIFY(found->isDefault);
}

void TestPlayerDevice::aDeviceThatIsNotThereIsNamed() {
    useAlsa("pcm.!default { type null }");
    Player player;
    player.setTrack(std::make_shared<PlaybackTrack>(1'000));
    player.setDevice("Unplugged Interface");
    QVERIFY_THROWS(player.play(), ErrorCode::AudioFault, "Unplugged Interface");
    QCOMPARE(player.state(), Player::State::Stopped);
    player.setDevice(std::nullopt);
    player.play(); // waits at the growing edge
    QCOMPARE(player.state(), Player::State::Playing);
    player.stop();
}

void TestPlayerDevice::withoutAnyDevicePlayingIsRefusedAndNothingElse_data() {
    QTest::addColumn<QByteArray>("configuration");
    QTest::newRow("no card behind the default") << QByteArray{"pcm.!default { type hw card 99 }"};
    QTest::newRow("nothing configured") << QByteArray{};
    QTest::newRow("damaged configuration") << QByteArray{"pcm.!default {"};
}

void TestPlayerDevice::withoutAnyDevicePlayingIsRefusedAndNothingElse() {
    QFETCH(QByteArray, configuration);
    useAlsa(configuration);
    Player player;
    player.setTrack(std::make_shared<PlaybackTrack>(1'000));
    QVERIFY_THROWS(player.play(), ErrorCode::AudioFault, "no audio output device");
    player.seek(10);
    QCOMPARE(player.positionFrames(), 10);
    QVERIFY(Player::devices().empty());
}

QTEST_GUILESS_MAIN(TestPlayerDevice)
#include "tst_player_device.moc"
