#include "core/checkpoints/model_config.h"
#include "support/faults.h"
#include "support/paths.h"

#include <QTemporaryDir>

#include <nlohmann/json.hpp>

using namespace ottava;
using namespace ottava::test;

class TestModelConfig : public QObject {
    Q_OBJECT

private slots:
    void missingFileIsReported();
    void fileThatCannotBeLookedAtIsReported();
    void textThatIsNoConfigIsRefused_data();
    void textThatIsNoConfigIsRefused();
    void ditRefuses_data();
    void ditRefuses();
    void vaeRefuses_data();
    void vaeRefuses();
    void qwenRefuses_data();
    void qwenRefuses();
    void absentKeysTakeThe2bModelsValues();
    void demoModelIsRead();
    void aSeparateEncoderWidthMeansXl();
    void unknownKeysAreIgnored();
    void strangeAlignmentHeadsAreIgnored();
    void windowsFollowTheLayerTypes();

private:
    std::filesystem::path root() const { return folder_.path().toStdString(); }
    void write(const std::string& text) const { writeBytes(root() / "config.json", text); }
    QTemporaryDir folder_;
};

void TestModelConfig::missingFileIsReported() {
    const auto nowhere = root() / "nowhere";
    QVERIFY_FAULT(readDitConfig(nowhere), ErrorCode::ModelMissing, "nowhere/config.json");
    QVERIFY_FAULT(readVaeConfig(nowhere), ErrorCode::ModelMissing, "nowhere/config.json");
    QVERIFY_FAULT(readQwenConfig(nowhere), ErrorCode::ModelMissing, "nowhere/config.json");
}

void TestModelConfig::fileThatCannotBeLookedAtIsReported() {
    const auto folder = root() / "loop";
    std::filesystem::create_directory(folder);
    std::filesystem::create_symlink("config.json", folder / "config.json");
    QVERIFY_FAULT(readDitConfig(folder), ErrorCode::ModelMissing, "loop/config.json");
}

void TestModelConfig::textThatIsNoConfigIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray{};
    QTest::newRow("cut short") << QByteArray{R"({"hidden_size": 20)"};
    QTest::newRow("a web page") << QByteArray{"<!doctype html>"};
    QTest::newRow("a list") << QByteArray{"[{}]"};
    QTest::newRow("not UTF-8") << QByteArray{"{\"model_version\": \"caf\xe9\"}"};
}

void TestModelConfig::textThatIsNoConfigIsRefused() {
    QFETCH(QByteArray, text);
    write(text.toStdString());
    QVERIFY_FAULT(readDitConfig(root()), ErrorCode::ModelCorrupt, "config.json");
    QVERIFY_FAULT(readVaeConfig(root()), ErrorCode::ModelCorrupt, "config.json");
    QVERIFY_FAULT(readQwenConfig(root()), ErrorCode::ModelCorrupt, "config.json");
}

void TestModelConfig::ditRefuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("key");
    const auto row = [](const char* name, const char* text, const char* key) {
        QTest::newRow(name) << QByteArray{text} << key;
    };
    row("text for a size", R"({"hidden_size": "2048"})", "hidden_size");
    row("list for a size", R"({"head_dim": [128]})", "head_dim");
    row("true for a size", R"({"num_hidden_layers": true})", "num_hidden_layers");
    row("fraction for a size", R"({"hidden_size": 64.5})", "hidden_size");
    row("size beyond 2^64", R"({"hidden_size": 1e300})", "hidden_size");
    row("no layers", R"({"num_hidden_layers": 0})", "num_hidden_layers");
    row("negative size", R"({"intermediate_size": -1})", "intermediate_size");
    row("two billion layers", R"({"num_lyric_encoder_hidden_layers": 2000000000})", "num_lyric_encoder_hidden_layers");
    row("heads not divisible", R"({"num_attention_heads": 16, "num_key_value_heads": 6})", "num_key_value_heads");
    row("encoder's heads not divisible", R"({"encoder_num_attention_heads": 9})", "num_key_value_heads");
    row("odd head", R"({"head_dim": 15})", "head_dim");
    row("window is text", R"({"sliding_window": "all"})", "sliding_window");
    row("sliding is a number", R"({"use_sliding_window": 1})", "use_sliding_window");
    row("theta is text", R"({"rope_theta": "1e6"})", "rope_theta");
    row("theta negative", R"({"rope_theta": -1})", "rope_theta");
    row("epsilon negative", R"({"rms_norm_eps": -1e-6})", "rms_norm_eps");
    row("too few layer types", R"({"num_hidden_layers": 2, "layer_types": ["full_attention"]})", "layer_types");
    row("too few layer types for the lyrics",
        R"({"num_hidden_layers": 1, "layer_types": ["full_attention"], "num_lyric_encoder_hidden_layers": 2})",
        "layer_types");
    row("layer types are numbers", R"({"num_hidden_layers": 1, "layer_types": [0]})", "layer_types");
    row("layer types are text", R"({"layer_types": "full_attention"})", "layer_types");
    row("channels contradict", R"({"in_channels": 128})", "in_channels");
    row("other latents", R"({"in_channels": 96, "audio_acoustic_hidden_dim": 32})", "audio_acoustic_hidden_dim");
    row("other patch", R"({"patch_size": 4})", "patch_size");
    row("other activation", R"({"hidden_act": "gelu"})", "hidden_act");
    row("levels are text", R"({"fsq_input_levels": "8,8,8,5,5,5"})", "fsq_input_levels");
    row("no levels", R"({"fsq_input_levels": []})", "fsq_input_levels");
    row("a level of one", R"({"fsq_input_levels": [8, 8, 1]})", "fsq_input_levels");
    row("more codes than numbers", R"({"fsq_input_levels": [60000, 60000, 60000, 60000, 60000]})", "fsq_input_levels");
    row("turbo is text", R"({"is_turbo": "yes"})", "is_turbo");
    row("version is a number", R"({"model_version": 1.5})", "model_version");
}

void TestModelConfig::ditRefuses() {
    QFETCH(QByteArray, text);
    QFETCH(QString, key);
    write(text.toStdString());
    QVERIFY_FAULT(readDitConfig(root()), ErrorCode::ModelCorrupt, "config.json", "'" + key + "'");
}

void TestModelConfig::vaeRefuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("key");
    const auto row = [](const char* name, const char* text, const char* key) {
        QTest::newRow(name) << QByteArray{text} << key;
    };
    row("other hop", R"({"downsampling_ratios": [2, 4, 4, 6, 8]})", "downsampling_ratios");
    row("negative ratios", R"({"downsampling_ratios": [-2, -4, 4, 6, 10]})", "downsampling_ratios");
    row("ratio of none", R"({"downsampling_ratios": [0, 4, 4, 6, 10]})", "downsampling_ratios");
    row("ratios overflow", R"({"downsampling_ratios": [4294967296, 4294967296, 4, 6, 10]})", "downsampling_ratios");
    row("ratio a fraction", R"({"downsampling_ratios": [2.5, 4, 4, 6, 10]})", "downsampling_ratios");
    row("ratios are text", R"({"downsampling_ratios": ["2", "4", "4", "6", "10"]})", "downsampling_ratios");
    row("ratios are a number", R"({"downsampling_ratios": 1920})", "downsampling_ratios");
    row("too few multiples", R"({"channel_multiples": [1, 2, 4]})", "channel_multiples");
    row("nothing at all", R"({"channel_multiples": [], "downsampling_ratios": []})", "channel_multiples");
    row("negative multiple", R"({"channel_multiples": [1, 2, 4, 8, -16]})", "channel_multiples");
    row("other rate", R"({"sampling_rate": 44100})", "downsampling_ratios");
    row("other latents", R"({"decoder_input_channels": 128})", "decoder_input_channels");
    row("mono", R"({"audio_channels": 1})", "audio_channels");
    row("no width", R"({"decoder_channels": 0})", "decoder_channels");
}

void TestModelConfig::vaeRefuses() {
    QFETCH(QByteArray, text);
    QFETCH(QString, key);
    write(text.toStdString());
    QVERIFY_FAULT(readVaeConfig(root()), ErrorCode::ModelCorrupt, "config.json", "'" + key + "'");
}

void TestModelConfig::qwenRefuses_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("key");
    QTest::newRow("another family") << QByteArray{R"({"model_type": "llama"})"} << "model_type";
    QTest::newRow("no vocabulary") << QByteArray{R"({"vocab_size": 0})"} << "vocab_size";
    QTest::newRow("tied is text") << QByteArray{R"({"tie_word_embeddings": "true"})"} << "tie_word_embeddings";
    QTest::newRow("no heads") << QByteArray{R"({"num_key_value_heads": 0})"} << "num_key_value_heads";
}

void TestModelConfig::qwenRefuses() {
    QFETCH(QByteArray, text);
    QFETCH(QString, key);
    write(text.toStdString());
    QVERIFY_FAULT(readQwenConfig(root()), ErrorCode::ModelCorrupt, "config.json", "'" + key + "'");
}

void TestModelConfig::absentKeysTakeThe2bModelsValues() {
    write("{}");
    const auto dit = readDitConfig(root());
    QCOMPARE(dit.decoder.hiddenSize, 2048);
    QCOMPARE(dit.decoder.layerCount, 24);
    QCOMPARE(dit.encoder.hiddenSize, 2048);
    QCOMPARE(dit.lyricLayerCount, 8);
    QCOMPARE(dit.fsqLevels, (std::vector<std::int64_t>{8, 8, 8, 5, 5, 5}));
    QVERIFY(!dit.timbreTokenFirst);
    const auto vae = readVaeConfig(root());
    QCOMPARE(vae.decoderChannels, 128);
    QCOMPARE(vae.downsamplingRatios, (std::vector<std::int64_t>{2, 4, 4, 6, 10}));
    const auto qwen = readQwenConfig(root());
    QCOMPARE(qwen.transformer.hiddenSize, 1024);
    QCOMPARE(qwen.vocabularySize, 151'669);
    QVERIFY(qwen.tiedEmbeddings);
}

void TestModelConfig::demoModelIsRead() {
    const auto config = readDitConfig(ditFolder("acestep-v15-turbo"));
    QCOMPARE(config.decoder.hiddenSize, 64);
    QCOMPARE(config.decoder.headDim, 16);
    QVERIFY(config.isTurbo);
    QVERIFY(!config.timbreTokenFirst);
    QCOMPARE(config.lyricAlignmentHeads.size(), std::size_t{2});
    QCOMPARE(config.lyricAlignmentHeads.at(2), (std::vector<std::int64_t>{0, 3}));
}

void TestModelConfig::aSeparateEncoderWidthMeansXl() {
    write(R"({"hidden_size": 2560, "encoder_hidden_size": 2048})");
    const auto config = readDitConfig(root());
    QVERIFY(config.timbreTokenFirst);
    QCOMPARE(config.encoder.hiddenSize, 2048);
    QVERIFY(readDitConfig(ditFolder("acestep-v15-xl-turbo")).timbreTokenFirst);
}

void TestModelConfig::unknownKeysAreIgnored() {
    write(R"({"hidden_size": 128, "invented": {"deep": [1, 2]}, "rope_scaling": null, "head_dim": null})");
    const auto config = readDitConfig(root());
    QCOMPARE(config.decoder.hiddenSize, 128);
    QCOMPARE(config.decoder.headDim, 128);
}

void TestModelConfig::strangeAlignmentHeadsAreIgnored() {
    write(R"({"lyric_alignment_layers_config": {"1": [2], "2": ["x"], "3": 4, "-1": [0], "one": [1],
              "99999999999999999999999": [0]}})");
    const auto config = readDitConfig(root());
    QCOMPARE(config.lyricAlignmentHeads.size(), std::size_t{1});
    QCOMPARE(config.lyricAlignmentHeads.at(1), (std::vector<std::int64_t>{2}));
    write(R"({"lyric_alignment_layers_config": "none"})");
    QVERIFY(readDitConfig(root()).lyricAlignmentHeads.empty());
}

void TestModelConfig::windowsFollowTheLayerTypes() {
    write(R"({"num_hidden_layers": 1, "num_lyric_encoder_hidden_layers": 3})");
    const auto defaults = readDitConfig(root());
    QVERIFY(defaults.encoder.slides(0) && !defaults.encoder.slides(1) && defaults.encoder.slides(2));
    write(R"({"use_sliding_window": false})");
    QVERIFY(!readDitConfig(root()).decoder.slides(0));
    write(R"({"sliding_window": 0})");
    QVERIFY(!readDitConfig(root()).decoder.slides(0));
}

QTEST_GUILESS_MAIN(TestModelConfig)
#include "tst_model_config.moc"
