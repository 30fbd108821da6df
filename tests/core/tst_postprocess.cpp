#include "core/audio/postprocess.h"
#include "support/golden.h"

#include <QtTest>

using namespace ottava;

class TestPostprocess : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void normalisesAsTheReference_data();
    void normalisesAsTheReference();
    void fadesAsTheReference();
    void levelAboveFullScaleLeavesEverything();
    void limitsOnlyWhatExceedsFullScale_data();
    void limitsOnlyWhatExceedsFullScale();
    void fadesReachTheirEnds();
    void fadesLongerThanTheAudioAreCut();
    void silenceAndNothingAreLeftAlone();

private:
    AudioBuffer golden(const std::string& name) const {
        return {2, 48'000, test::interleaved(golden_.at(name).as<float>(), 2)};
    }

    std::map<std::string, test::GoldenTensor> golden_;
};

void TestPostprocess::initTestCase() {
    golden_ = test::readGolden(std::filesystem::path{OTTAVA_TEST_DATA} / "golden/postprocess_unit.safetensors");
}

void TestPostprocess::normalisesAsTheReference_data() {
    QTest::addColumn<QString>("input");
    QTest::addColumn<double>("decibels");
    QTest::addColumn<QString>("expected");
    QTest::newRow("-1 dB") << "wav" << -1.0 << "norm_m1";
    QTest::newRow("-6 dB") << "wav" << -6.0 << "norm_m6";
    QTest::newRow("inaudible") << "quiet" << -1.0 << "quiet_norm";
}

void TestPostprocess::normalisesAsTheReference() {
    QFETCH(QString, input);
    QFETCH(double, decibels);
    QFETCH(QString, expected);
    auto audio = golden(input.toStdString());
    normalizePeak(audio, decibels);
    QVERIFY(audio.samples == golden(expected.toStdString()).samples); // bit for bit
}

void TestPostprocess::fadesAsTheReference() {
    std::ifstream file{std::filesystem::path{OTTAVA_TEST_DATA} / "golden/postprocess_unit.json"};
    const auto options = nlohmann::json::parse(file);
    auto audio = golden("wav");
    applyFades(audio, options.at("fade_in_samples"), options.at("fade_out_samples"));
    QVERIFY(audio.samples == golden("fade").samples);
}

void TestPostprocess::levelAboveFullScaleLeavesEverything() {
    auto audio = golden("wav");
    normalizePeak(audio, 0.1);
    QVERIFY(audio.samples == golden("wav").samples);
}

void TestPostprocess::limitsOnlyWhatExceedsFullScale_data() {
    QTest::addColumn<float>("peak");
    QTest::addColumn<float>("expected");
    QTest::newRow("below") << 0.7F << 0.7F;
    QTest::newRow("at full scale") << 1.0F << 1.0F;
    QTest::newRow("above") << 2.5F << 1.0F;
}

void TestPostprocess::limitsOnlyWhatExceedsFullScale() {
    QFETCH(float, peak);
    AudioBuffer audio{1, 48'000, {0.1F, -peak, 0.2F}};
    limitPeak(audio);
    QTEST(peakOf(audio), "expected");
    QCOMPARE(audio.samples[0], peak > 1 ? 0.1F / peak : 0.1F);
}

void TestPostprocess::fadesReachTheirEnds() {
    AudioBuffer audio{1, 48'000, std::vector<float>(100, 1.0F)};
    applyFades(audio, 10, 20);
    QCOMPARE(audio.samples[0], 0.0F);
    QCOMPARE(audio.samples[9], 1.0F);
    QCOMPARE(audio.samples[80], 1.0F);
    QCOMPARE(audio.samples[99], 0.0F);
}

void TestPostprocess::fadesLongerThanTheAudioAreCut() {
    AudioBuffer audio{1, 48'000, std::vector<float>(3, 1.0F)};
    applyFades(audio, 1'000, -5);
    QCOMPARE(audio.samples, (std::vector<float>{0.0F, 0.5F, 1.0F}));
}

void TestPostprocess::silenceAndNothingAreLeftAlone() {
    AudioBuffer silence{2, 48'000, std::vector<float>(8, 0.0F)};
    normalizePeak(silence, -1);
    limitPeak(silence);
    QCOMPARE(peakOf(silence), 0.0F);
    AudioBuffer nothing;
    normalizePeak(nothing, -1);
    applyFades(nothing, 10, 10);
    QVERIFY(nothing.samples.empty());
}

QTEST_GUILESS_MAIN(TestPostprocess)
#include "tst_postprocess.moc"
