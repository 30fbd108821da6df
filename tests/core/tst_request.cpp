#include "core/engine/request_fields.h"
#include "core/request_samples.h"

#include <QtTest>

using namespace ottava;
using nlohmann::json;

class TestRequest : public QObject {
    Q_OBJECT

private slots:
    void emptyObjectIsTheDefault();
    void everyFieldSurvivesARoundTrip();
    void everyEnumerationHasItsNames();
    void readsTheReferencesSpellings_data();
    void readsTheReferencesSpellings();
    void readsAReferenceSidecar();
    void taskInstructions_data();
    void taskInstructions();
    void codesTurnTheDefaultInstruction();
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

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
