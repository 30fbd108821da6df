#include "support/cli_home.h"

#include <QtEndian>
#include <QtTest>

#include <nlohmann/json.hpp>

using nlohmann::json;
using ottava::test::Home;

/// Sound files that the program writes, looks into or refuses.
class TestCliFiles : public QObject {
    Q_OBJECT

private slots:
    void whatATakeSaysIsInspected_data();
    void whatATakeSaysIsInspected();
    void inspectRefusesWhatIsNoSound();
    void encodeRefusesWhatIsTooLong();
};

void TestCliFiles::whatATakeSaysIsInspected_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<bool>("recipe");
    QTest::addColumn<QString>("artist");
    QTest::newRow("unasked") << QStringList{} << QByteArray{} << true << "";
    QTest::newRow("all, artist") << QStringList{"--embed", "all", "--artist", "Ada"} << QByteArray{} << true << "Ada";
    QTest::newRow("origin") << QStringList{"--embed", "origin"} << QByteArray{} << false << "";
    QTest::newRow("as the app is set") << QStringList{} << QByteArray{R"({"embed_prompt_and_lyrics": false})"} << false
                                       << "";
    QTest::newRow("asked for, against the app")
        << QStringList{"--embed", "all"} << QByteArray{R"({"embed_prompt_and_lyrics": false})"} << true << "";
}

void TestCliFiles::whatATakeSaysIsInspected() {
    QFETCH(QStringList, options);
    QFETCH(QByteArray, settings);
    const Home home;
    QVERIFY(QDir{}.mkpath(home.path("ottava")));
    if (!settings.isEmpty())
        home.file("ottava/settings.json", settings);
    const auto request = home.file("request.json", R"({"caption": "short", "lyrics": "[Instrumental]", "duration": 10,
                                     "bpm": 104, "keyscale": "A minor", "batch_size": 1, "seeds": [7], "thinking": false,
                                     "inference_steps": 2})");
    const auto made =
        home.run(QStringList{"generate", "--json", "--request", request, "--out", home.path("takes")} + options);
    QVERIFY2(made.code == 0, made.err);
    const auto audio = QString::fromStdString(made.object()["takes"][0]["audio"].get<std::string>());
    const auto outcome = home.run({"inspect", "--json", audio});
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto said = outcome.object();
    QVERIFY(said.at("channels") == 2 && said.at("sample_rate") == 48'000 && said.at("duration_s") == 10.0);
    QVERIFY(said.at("model") == "acestep-v15-turbo");
    QVERIFY(said.at("problems").empty());
    QVERIFY(said.at("loudness").at("integrated_lufs").get<double>() < 0);
    QTEST(QString::fromStdString(said.value("artist", "")), "artist");
    QFETCH(bool, recipe);
    QCOMPARE(said.at("recipe").is_object(), recipe);
    QCOMPARE(said.value("bpm", 0), recipe ? 104 : 0);
    if (recipe)
        QVERIFY(said["recipe"].at("caption") == "short" && said["recipe"].at("seeds") == json::parse("[7]"));
    const auto text = home.run({"inspect", audio});
    QCOMPARE(text.code, 0);
    QCOMPARE(text.out.contains("A minor"), recipe);
}

void TestCliFiles::inspectRefusesWhatIsNoSound() {
    const Home home;
    const auto outcome = home.run({"inspect", "--json", home.file("notes.wav", "no sound at all")});
    QCOMPARE(outcome.code, 5);
    QVERIFY(outcome.object().at("error").at("message").get<std::string>().find("not audio") != std::string::npos);
}

void TestCliFiles::encodeRefusesWhatIsTooLong() {
    constexpr quint32 kSeconds = 2'400, kBytes = kSeconds * 16'000; // mono, 16 bits, 8 kHz
    const auto little = [](quint32 value) {
        const auto swapped = qToLittleEndian(value);
        return QByteArray(reinterpret_cast<const char*>(&swapped), 4);
    };
    const Home home;
    const auto audio =
        home.file("long.wav", "RIFF" + little(36 + kBytes) + "WAVEfmt " + little(16) + little(0x0001'0001)
                                  + little(8'000) + little(16'000) + little(0x0010'0002) + "data" + little(kBytes));
    QVERIFY(QFile::resize(audio, 44 + qint64{kBytes})); // silence that takes no room on the disk
    const auto outcome = home.run({"encode", "--json", "--audio", audio, "--out", home.path("out.safetensors")});
    QCOMPARE(outcome.code, 2);
    QVERIFY(outcome.object().at("error").at("message").get<std::string>().find("2400.0 s") != std::string::npos);
    QVERIFY(!QFile::exists(home.path("out.safetensors")));
}

QTEST_GUILESS_MAIN(TestCliFiles)
#include "tst_cli_files.moc"
