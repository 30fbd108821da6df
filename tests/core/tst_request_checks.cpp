#include "core/base/error.h"
#include "core/request_samples.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ottava;
using nlohmann::json;

namespace {

/// What the refusal of `text` says; empty when it is accepted.
std::string refusal(std::string_view text) {
    Warnings warnings;
    try {
        requestFromJson(text, warnings);
    } catch (const Error& error) {
        return error.code == ErrorCode::BadRequest && !error.remedy.empty() ? error.what() : "another kind of fault";
    }
    return {};
}

} // namespace

class TestRequestChecks : public QObject {
    Q_OBJECT

private slots:
    void refusesBadValues_data();
    void refusesBadValues();
    void refusesBadText_data();
    void refusesBadText();
    void namesLengthAndLimitOfLongLyrics();
    void countsCodePoints();
    void correctsWithAWarning_data();
    void correctsWithAWarning();
    void namesAllUnknownFieldsInOneWarning();
    void limitsTheListOfUnknownFields();
    void validateChecksRequestsBuiltInCode();
    void randomInputNeverDoesAnythingElse();
};

void TestRequestChecks::refusesBadValues_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* field, const char* value, const char* says) {
        QTest::addRow("%s %.20s", field, value) << field << value << says;
    };
    row("bpm", "29", "29 is not a whole number from 30 to 300");
    row("bpm", "301", "301 is not");
    row("bpm", "-1", "-1 is not");
    row("bpm", "\"fast\"", "\"fast\" is not a whole number");
    row("bpm", "true", "true is not");
    row("bpm", "[120]", "a list is not");
    row("bpm", "1e300", "1e+300 is not");
    row("batch_size", "0", "0 is not a whole number from 1 to 8");
    row("batch_size", "9", "9 is not");
    row("batch_size", "99999999999999999999", "is not a whole number from 1 to 8");
    row("inference_steps", "201", "201 is not a whole number from 1 to 200");
    row("guidance_scale", "0.5", "0.5 is not a number from 1 to 15");
    row("guidance_scale", "\"7\"", "\"7\" is not a number");
    row("shift", "5.5", "5.5 is not a number from 1 to 5");
    row("duration", "3601", "3601 is not a number of at most 3600");
    row("repaint_latent_crossfade_frames", "-1", "-1 is not");
    row("normalization_db", "-10.5", "-10.5 is not a number of at least -10");
    row("cfg_interval_end", "1.01", "from 0 to 1");
    row("timesteps", "[1, 1.5]", "1.5 is not a list of numbers from 0 to 1");
    row("timesteps", "\"1,x\"", "\"1,x\" is not");
    row("timesteps", "\"1,nan\"", "\"1,nan\" is not");
    row("seed", "4294967296", "4294967296 is not a whole number from -1 to 4294967295");
    row("seed", "-2", "-2 is not");
    row("seed", "\"abc\"", "\"abc\" is not");
    row("seed", "{}", "an object is not");
    row("seeds", "[1,\"x\"]", "\"x\" is not a list of whole numbers");
    row("seeds", "[[1]]", "a list is not");
    row("retake_seed", "\"7 8\"", "\"7 8\" is not");
    row("task_type", "\"remix\"", "\"remix\" is not one of text2music, cover, cover-nofsq");
    row("task_type", "3", "3 is not one of");
    row("audio_format", "\"WAV\"", "not one of flac, mp3");
    row("infer_method", "\"\"", "not one of ode, sde");
    row("dcw_wavelet", "\"db3\"", "\"db3\" is not one of haar, db2");
    row("mp3_bitrate", "\"64k\"", "one of 128k");
    row("mp3_sample_rate", "22050", "one of 48000, 44100");
    row("track_name", "\"banjo\"", "\"banjo\" is not one of woodwinds");
    row("complete_track_classes", "[\"drums\", 3]", "3 is not");
    row("caption", "7", "7 is not text of at most 512 characters");
    row("caption", "{\"a\":[[[]]]}", "an object is not");
    row("lyrics", "[\"la\"]", "a list is not text of at most 4096 characters");
    row("timesignature", "4.5", "4.5 is not text");
    row("instrumental", "1", "1 is not true or false");
    row("use_adg", "\"yes\"", "\"yes\" is not true or false");
    row("src_audio", "5", "5 is not the path of a file");
    row("config", "[]", "not an object");
}

void TestRequestChecks::refusesBadValues() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, says);
    const auto message = QString::fromStdString(refusal(QString(R"({"%1":%2})").arg(field, value).toStdString()));
    QVERIFY2(message.startsWith(field + ": "), qPrintable(message));
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestRequestChecks::refusesBadText_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("nothing") << QByteArray("") << "not JSON";
    QTest::newRow("prose") << QByteArray("a song, please") << "not JSON";
    QTest::newRow("truncated") << QByteArray(R"({"caption": "cal)") << "byte 17";
    QTest::newRow("trailing comma") << QByteArray(R"({"bpm":120,})") << "not JSON";
    QTest::newRow("two objects") << QByteArray("{}{}") << "not JSON";
    QTest::newRow("not UTF-8") << QByteArray("{\"caption\":\"\xFF\"}") << "not UTF-8";
    QTest::newRow("lone surrogate") << QByteArray(R"({"caption":"\ud800"})") << "not JSON";
    QTest::newRow("infinite") << QByteArray(R"({"duration":1e999})") << "too large";
    QTest::newRow("NaN") << QByteArray(R"({"duration":NaN})") << "not JSON";
    QTest::newRow("list") << QByteArray("[]") << "not an object";
    QTest::newRow("number") << QByteArray("7") << "not an object";
    QTest::newRow("null") << QByteArray("null") << "not an object";
    QTest::newRow("deep nesting") << QByteArray(500'000, '[') << "not JSON";
    QTest::newRow("deep nesting, closed") << QByteArray(200'000, '[') + QByteArray(200'000, ']') << "not an object";
}

void TestRequestChecks::refusesBadText() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto message = QString::fromStdString(refusal(text.toStdString()));
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestRequestChecks::namesLengthAndLimitOfLongLyrics() {
    const auto message = refusal(json{{"lyrics", std::string(100'000, 'a')}}.dump());
    QCOMPARE(message, std::string("lyrics: text of 100000 characters is not text of at most 4096 characters."));
}

void TestRequestChecks::countsCodePoints() {
    std::string caption;
    for (int i = 0; i < 512; ++i)
        caption += "夜";
    QCOMPARE(read({{"caption", caption}}).caption, caption);
    QVERIFY(!refusal(json{{"caption", caption + "x"}}.dump()).empty());
}

void TestRequestChecks::correctsWithAWarning_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("same");
    QTest::addColumn<QString>("says");
    QTest::newRow("shift 0") << R"({"shift":0})"
                             << R"({"shift":1})"
                             << "shift: 0";
    QTest::newRow("shift below 0") << R"({"shift":-2.5})"
                                   << R"({"shift":1})"
                                   << "shift: -2.5";
    QTest::newRow("no steps") << R"({"inference_steps":0})"
                              << R"({"inference_steps":1})"
                              << "inference_steps: 0";
    QTest::newRow("fraction") << R"({"inference_steps":8.6})"
                              << R"({"inference_steps":9})"
                              << "8.6 was rounded to 9";
    QTest::newRow("fraction of a beat") << R"({"bpm":120.4})"
                                        << R"({"bpm":120})"
                                        << "bpm: 120.4";
    QTest::newRow("fraction in a list") << R"({"seeds":[1.5]})"
                                        << R"({"seeds":[2]})"
                                        << "seeds: 1.5";
    QTest::newRow("fraction in text") << R"({"seed":"7.25"})"
                                      << R"({"seed":7})"
                                      << "seed: 7.25";
}

void TestRequestChecks::correctsWithAWarning() {
    QFETCH(QString, given);
    QFETCH(QString, same);
    QFETCH(QString, says);
    Warnings warnings;
    QVERIFY(requestFromJson(given.toStdString(), warnings) == read(json::parse(same.toStdString())));
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings[0].code, WarningCode::ValueRounded);
    QVERIFY2(warnings[0].message.find(says.toStdString()) != std::string::npos, warnings[0].message.c_str());
}

void TestRequestChecks::namesAllUnknownFieldsInOneWarning() {
    Warnings warnings;
    requestFromJson(R"({"tempo":1,"bpm":90,"config":{"mood":[[]],"tempo":2,"config":{}},"夜":null})", warnings);
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings[0].code, WarningCode::UnknownField);
    QVERIFY(warnings[0].message.ends_with(": config, mood, tempo, 夜."));
}

void TestRequestChecks::limitsTheListOfUnknownFields() {
    json object;
    for (int i = 0; i < 60; ++i)
        object["x" + std::to_string(i)] = i;
    Warnings warnings;
    requestFromJson(object.dump(), warnings);
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(warnings[0].message.ends_with(" and 10 more."));
}

void TestRequestChecks::validateChecksRequestsBuiltInCode() {
    const auto refused = [](auto change) {
        Request request;
        change(request);
        try {
            validate(request);
        } catch (const Error& error) {
            return error.code == ErrorCode::BadRequest;
        }
        return false;
    };
    QVERIFY(refused([](Request& r) { r.batchSize = 0; }));
    QVERIFY(refused([](Request& r) { r.bpm = 0; }));
    QVERIFY(refused([](Request& r) { r.shift = std::nan(""); }));
    QVERIFY(refused([](Request& r) { r.duration = -std::numeric_limits<double>::infinity(); }));
    QVERIFY(refused([](Request& r) { r.caption = "\xC3"; }));
    QVERIFY(refused([](Request& r) { r.srcAudio = "\xFF.wav"; }));
    QVERIFY(refused([](Request& r) { r.taskType = static_cast<TaskType>(99); }));
    QVERIFY(refused([](Request& r) { r.seeds = {-1, -5}; }));
    QVERIFY(!refused([](Request& r) { r = unusualRequest(); }));
    Request broken;
    broken.srcAudio = "\xFF.wav";
    QVERIFY(json::accept(requestToJson(broken)));
}

void TestRequestChecks::randomInputNeverDoesAnythingElse() {
    std::mt19937 random(7);
    const auto whole = requestToJson(unusualRequest());
    const std::string_view alphabet = "{}[]\",:0123456789.-+eEtruefalsn\\u \xFF\xC3";
    int accepted = 0;
    for (int i = 0; i < 1500; ++i) {
        auto text = whole;
        for (auto changes = random() % 4; changes > 0; --changes) {
            const auto at = random() % text.size();
            switch (random() % 3) {
            case 0:
                text[at] = alphabet[random() % alphabet.size()];
                break;
            case 1:
                text.erase(at, random() % 20);
                break;
            default:
                text.insert(at, text.substr(random() % text.size(), random() % 20));
            }
        }
        Warnings warnings;
        try {
            const auto request = requestFromJson(text, warnings);
            ++accepted;
            QVERIFY(read(json::parse(requestToJson(request))) == request);
        } catch (const Error& error) {
            QCOMPARE(error.code, ErrorCode::BadRequest);
        }
    }
    QVERIFY(accepted > 200 && accepted < 1500);
    for (int i = 0; i < 1500; ++i) {
        std::string bytes(random() % 64, '\0');
        for (auto& byte : bytes)
            byte = static_cast<char>(random() & 0xFFU);
        QVERIFY(!refusal(bytes).empty());
    }
}

QTEST_GUILESS_MAIN(TestRequestChecks)
#include "tst_request_checks.moc"
