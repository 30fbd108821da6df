#include "core/base/error.h"
#include "core/engine/request.h"
#include "core/engine/request_fields.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <random>

using namespace ottava;
using nlohmann::json;

namespace {

/// A request in which every field differs from its default.
Request unusualRequest() {
    Request request;
    request.taskType = TaskType::CoverNoFsq;
    request.instruction = "Do this:";
    request.query = "a wish";
    request.caption = "夜 \"quoted\"\n\t\\";
    request.globalCaption = "whole song";
    request.lyrics = "[Verse]\nla\n";
    request.instrumental = true;
    request.vocalLanguage = "yue";
    request.bpm = 92;
    request.keyscale = "C major";
    request.timesignature = "6/8";
    request.duration = 0.1 + 0.2;
    request.referenceAudio = "/tmp/höre.wav";
    request.srcAudio = "src.flac";
    request.audioCodes = "<|audio_code_1|>";
    request.noFsq = true;
    request.trackName = "backing_vocals";
    request.completeTrackClasses = {"drums", "bass"};
    request.batchSize = 8;
    request.seed = 4'294'967'295;
    request.seeds = {-1, 0, 7};
    request.useRandomSeed = true;
    request.samplingSeed = 1042;
    request.retakeVariance = 0.3;
    request.retakeSeeds = {77, -1};
    request.inferenceSteps = 200;
    request.guidanceScale = 15;
    request.useAdg = true;
    request.cfgIntervalStart = 0.1;
    request.cfgIntervalEnd = 0.9;
    request.shift = 5;
    request.inferMethod = InferMethod::Sde;
    request.samplerMode = SamplerMode::Heun;
    request.velocityNormThreshold = 2.5;
    request.velocityEmaFactor = 0.5;
    request.timesteps = {1, 0.7, 1.0 / 3};
    request.dcwEnabled = false;
    request.dcwMode = DcwMode::Pix;
    request.dcwScaler = 0.1;
    request.dcwHighScaler = 0;
    request.dcwWavelet = "sym8";
    request.audioCoverStrength = 0.6;
    request.coverNoiseStrength = 0.2;
    request.repaintingStart = -1;
    request.repaintingEnd = 3.5;
    request.chunkMaskMode = ChunkMaskMode::Explicit;
    request.repaintMode = RepaintMode::Aggressive;
    request.repaintStrength = 0.25;
    request.repaintLatentCrossfadeFrames = 0;
    request.repaintWavCrossfadeSec = 0.5;
    request.flowEditMorph = true;
    request.flowEditSourceCaption = "quiet";
    request.flowEditSourceLyrics = "[Instrumental]";
    request.flowEditNMin = 0.25;
    request.flowEditNMax = 0.75;
    request.flowEditNAvg = 2;
    request.thinking = false;
    request.lmTemperature = 0;
    request.lmCfgScale = 3;
    request.lmTopP = 1;
    request.lmTopK = 100;
    request.lmNegativePrompt = "";
    request.useCotMetas = false;
    request.useCotCaption = true;
    request.useCotLanguage = false;
    request.useCotLyrics = true;
    request.useConstrainedDecoding = false;
    request.constrainedDecodingDebug = true;
    request.allowLmBatch = false;
    request.lmBatchChunkSize = 0;
    request.audioFormat = AudioFormat::Ogg;
    request.mp3Bitrate = "128k";
    request.mp3SampleRate = 44'100;
    request.enableNormalization = false;
    request.normalizationDb = 1;
    request.fadeInDuration = 0.2;
    request.fadeOutDuration = 10;
    request.latentShift = -0.02;
    request.latentRescale = 0.15;
    request.loraPath = "/tmp/adapter";
    request.useLora = true;
    request.loraScale = 0.5;
    return request;
}

Request read(const json& object) {
    Warnings warnings;
    const auto request = requestFromJson(object.dump(), warnings);
    if (!warnings.empty())
        throw std::logic_error(warnings.front().message);
    return request;
}

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

class TestRequest : public QObject {
    Q_OBJECT

private slots:
    void emptyObjectIsTheDefault();
    void everyFieldSurvivesARoundTrip();
    void everyEnumerationHasItsNames();
    void readsTheReferencesSpellings_data();
    void readsTheReferencesSpellings();
    void readsAReferenceSidecar();
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
    void taskInstructions_data();
    void taskInstructions();
    void codesTurnTheDefaultInstruction();
    void randomInputNeverDoesAnythingElse();
};

void TestRequest::emptyObjectIsTheDefault() {
    QVERIFY(read(json::object()) == Request{});
    for (const auto& field : requestFields())
        QVERIFY(read({{std::string{field.name}, nullptr}}) == Request{});
    validate({});
}

void TestRequest::everyFieldSurvivesARoundTrip() {
    const auto request = unusualRequest();
    const auto written = json::parse(requestToJson(request));
    const auto defaults = json::parse(requestToJson({}));
    for (const auto& field : requestFields()) {
        const std::string name{field.name};
        QVERIFY2(written.contains(name), name.c_str());
        QVERIFY2(written[name] != defaults.value(name, json()), name.c_str());
    }
    QCOMPARE(written.size(), requestFields().size());
    QVERIFY(read(written) == request);
    QVERIFY(read(defaults) == Request{});
}

void TestRequest::everyEnumerationHasItsNames() {
    for (const char* name : {"text2music", "cover", "cover-nofsq", "repaint", "lego", "extract", "complete"})
        QCOMPARE(json::parse(requestToJson(read({{"task_type", name}})))["task_type"].get<std::string>(), name);
    for (const char* name : {"flac", "mp3", "opus", "aac", "wav", "wav24", "wav32", "ogg"})
        QCOMPARE(json::parse(requestToJson(read({{"audio_format", name}})))["audio_format"].get<std::string>(), name);
}

void TestRequest::readsTheReferencesSpellings_data() {
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("same");
    QTest::newRow("cover without FSQ") << R"({"task_type":"cover","no_fsq":true})"
                                       << R"({"task_type":"cover-nofsq","no_fsq":true})";
    QTest::newRow("seed as list") << R"({"seed":[1,-1]})"
                                  << R"({"seeds":[1,-1]})";
    QTest::newRow("seed as comma list") << R"({"seed":"1, 2,3"})"
                                        << R"({"seeds":[1,2,3]})";
    QTest::newRow("seed as text") << R"({"seed":"42"})"
                                  << R"({"seed":42})";
    QTest::newRow("seed as empty text") << R"({"seed":" "})"
                                        << "{}";
    QTest::newRow("seeds as number") << R"({"seeds":5})"
                                     << R"({"seeds":[5]})";
    QTest::newRow("retake seed as number") << R"({"retake_seed":77})"
                                           << R"({"retake_seed":[77]})";
    QTest::newRow("retake seed as text") << R"({"retake_seed":"77,78"})"
                                         << R"({"retake_seed":[77,78]})";
    QTest::newRow("no retake seed") << R"({"retake_seed":""})"
                                    << "{}";
    QTest::newRow("timesteps as text") << R"({"timesteps":"1, 0.5 ,0.25,"})"
                                       << R"({"timesteps":[1,0.5,0.25]})";
    QTest::newRow("no timesteps") << R"({"timesteps":""})"
                                  << "{}";
    QTest::newRow("integral double") << R"({"batch_size":3.0,"bpm":1.2e2})"
                                     << R"({"batch_size":3,"bpm":120})";
    QTest::newRow("bpm 0") << R"({"bpm":0})"
                           << "{}";
    QTest::newRow("meter as number") << R"({"timesignature":4})"
                                     << R"({"timesignature":"4"})";
    QTest::newRow("not available") << R"({"timesignature":"N/A","keyscale":"N/A"})"
                                   << "{}";
    QTest::newRow("classes as text") << R"({"complete_track_classes":"drums, bass"})"
                                     << R"({"complete_track_classes":["drums","bass"]})";
    QTest::newRow("no track") << R"({"track_name":""})"
                              << "{}";
    QTest::newRow("no instruction") << R"({"instruction":""})"
                                    << "{}";
    QTest::newRow("nested") << R"({"config":{"batch_size":4,"audio_format":"mp3"}})"
                            << R"({"batch_size":4,"audio_format":"mp3"})";
    QTest::newRow("flat before nested") << R"({"batch_size":1,"seeds":null,"config":{"batch_size":4,"seeds":[3]}})"
                                        << R"({"batch_size":1,"seeds":[3]})";
    QTest::newRow("no nested") << R"({"config":null})"
                               << "{}";
}

void TestRequest::readsTheReferencesSpellings() {
    QFETCH(QString, given);
    QFETCH(QString, same);
    QVERIFY(read(json::parse(given.toStdString())) == read(json::parse(same.toStdString())));
}

void TestRequest::readsAReferenceSidecar() {
    const auto request = read(json::parse(R"({
        "task_type": "repaint", "instruction": "Repaint the mask area based on the given conditions:",
        "reference_audio": null, "src_audio": "song.wav", "audio_codes": "", "caption": "add drums", "lyrics": "",
        "instrumental": false, "vocal_language": "en", "bpm": null, "keyscale": "", "timesignature": "", "duration": -1.0,
        "enable_normalization": true, "normalization_db": -1.0, "inference_steps": 8, "seed": -1, "guidance_scale": 7.0,
        "use_adg": false, "cfg_interval_start": 0.0, "cfg_interval_end": 1.0, "shift": 3.0, "infer_method": "ode",
        "timesteps": null, "repainting_start": 1.5, "repainting_end": -1, "audio_cover_strength": 1.0, "thinking": true,
        "lm_temperature": 0.85, "lm_cfg_scale": 2.0, "lm_top_k": 0, "lm_top_p": 0.9,
        "lm_negative_prompt": "NO USER INPUT", "use_cot_metas": true, "use_cot_caption": true, "use_cot_lyrics": false,
        "use_cot_language": true, "use_constrained_decoding": true, "cot_bpm": 120, "cot_keyscale": "C major",
        "cot_timesignature": "4", "cot_duration": 60, "cot_vocal_language": "en", "cot_caption": "x", "cot_lyrics": "",
        "config": {"batch_size": 1, "allow_lm_batch": false, "use_random_seed": false, "seeds": [20],
                   "lm_batch_chunk_size": 8, "constrained_decoding_debug": false, "audio_format": "flac"}})"));
    QCOMPARE(request.taskType, TaskType::Repaint);
    QCOMPARE(request.srcAudio.string(), std::string("song.wav"));
    QVERIFY(request.referenceAudio.empty() && !request.bpm && request.timesteps.empty());
    QCOMPARE(request.repaintingStart, 1.5);
    QCOMPARE(request.seeds, std::vector<std::int64_t>{20});
    QCOMPARE(request.batchSize, 1);
    QCOMPARE(request.audioFormat, AudioFormat::Flac);
}

void TestRequest::refusesBadValues_data() {
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

void TestRequest::refusesBadValues() {
    QFETCH(QString, field);
    QFETCH(QString, value);
    QFETCH(QString, says);
    const auto message = QString::fromStdString(refusal(QString(R"({"%1":%2})").arg(field, value).toStdString()));
    QVERIFY2(message.startsWith(field + ": "), qPrintable(message));
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestRequest::refusesBadText_data() {
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

void TestRequest::refusesBadText() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto message = QString::fromStdString(refusal(text.toStdString()));
    QVERIFY2(message.contains(says), qPrintable(message));
}

void TestRequest::namesLengthAndLimitOfLongLyrics() {
    const auto message = refusal(json{{"lyrics", std::string(100'000, 'a')}}.dump());
    QCOMPARE(message, std::string("lyrics: text of 100000 characters is not text of at most 4096 characters."));
}

void TestRequest::countsCodePoints() {
    std::string caption;
    for (int i = 0; i < 512; ++i)
        caption += "夜";
    QCOMPARE(read({{"caption", caption}}).caption, caption);
    QVERIFY(!refusal(json{{"caption", caption + "x"}}.dump()).empty());
}

void TestRequest::correctsWithAWarning_data() {
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

void TestRequest::correctsWithAWarning() {
    QFETCH(QString, given);
    QFETCH(QString, same);
    QFETCH(QString, says);
    Warnings warnings;
    QVERIFY(requestFromJson(given.toStdString(), warnings) == read(json::parse(same.toStdString())));
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings[0].code, WarningCode::ValueRounded);
    QVERIFY2(warnings[0].message.find(says.toStdString()) != std::string::npos, warnings[0].message.c_str());
}

void TestRequest::namesAllUnknownFieldsInOneWarning() {
    Warnings warnings;
    requestFromJson(R"({"tempo":1,"bpm":90,"config":{"mood":[[]],"tempo":2,"config":{}},"夜":null})", warnings);
    QCOMPARE(warnings.size(), std::size_t{1});
    QCOMPARE(warnings[0].code, WarningCode::UnknownField);
    QVERIFY(warnings[0].message.ends_with(": config, mood, tempo, 夜."));
}

void TestRequest::limitsTheListOfUnknownFields() {
    json object;
    for (int i = 0; i < 60; ++i)
        object["x" + std::to_string(i)] = i;
    Warnings warnings;
    requestFromJson(object.dump(), warnings);
    QCOMPARE(warnings.size(), std::size_t{1});
    QVERIFY(warnings[0].message.ends_with(" and 10 more."));
}

void TestRequest::validateChecksRequestsBuiltInCode() {
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

void TestRequest::taskInstructions_data() {
    QTest::addColumn<QString>("request");
    QTest::addColumn<QString>("instruction");
    const auto row = [](const char* request, const char* instruction) {
        QTest::newRow(request) << QString(request) << QString(instruction);
    };
    row("{}", "Fill the audio semantic mask based on the given conditions:");
    row(R"({"task_type":"cover"})", "Generate audio semantic tokens based on the given conditions:");
    row(R"({"task_type":"cover-nofsq"})", "Generate audio semantic tokens based on the given conditions:");
    row(R"({"task_type":"repaint"})", "Repaint the mask area based on the given conditions:");
    row(R"({"task_type":"extract"})", "Extract the track from the audio:");
    row(R"({"task_type":"extract","track_name":"backing_vocals"})", "Extract the BACKING_VOCALS track from the audio:");
    row(R"({"task_type":"lego"})", "Generate the track based on the audio context:");
    row(R"({"task_type":"lego","track_name":"drums"})", "Generate the DRUMS track based on the audio context:");
    row(R"({"task_type":"complete"})", "Complete the input track:");
    row(R"({"task_type":"complete","complete_track_classes":["drums","bass"]})",
        "Complete the input track with DRUMS | BASS:");
    row(R"({"task_type":"lego","instruction":"Just play"})", "Just play");
}

void TestRequest::taskInstructions() {
    QFETCH(QString, request);
    QFETCH(QString, instruction);
    Warnings warnings;
    QCOMPARE(QString::fromStdString(taskInstruction(requestFromJson(request.toStdString(), warnings))), instruction);
}

void TestRequest::codesTurnTheDefaultInstruction() {
    Request request;
    request.audioCodes = "<|audio_code_1|>";
    const std::string cover = "Generate audio semantic tokens based on the given conditions:";
    QCOMPARE(taskInstruction(request), cover);
    request.instruction = "Fill the audio semantic mask based on the given conditions:";
    QCOMPARE(taskInstruction(request), cover);
    request.instruction = "Mine:";
    QCOMPARE(taskInstruction(request), std::string("Mine:"));
}

void TestRequest::randomInputNeverDoesAnythingElse() {
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

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
