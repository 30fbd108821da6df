#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"

#include <nlohmann/json.hpp>

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr std::int64_t kWindow = 2048; // samples of audio that a golden keeps at each of its starts

/// The request whose parameters the reference was given.
Request requestOf(const nlohmann::json& description) {
    auto fields = description.at("params");
    fields["seeds"] = description.at("seeds");
    fields["batch_size"] = description.at("seeds").size();
    fields["sampling_seed"] = description.at("global_manual_seed");
    fields["thinking"] = false;
    if (!description.at("lora_scale").is_null()) {
        fields["lora_path"] = ditFolder("lora").string();
        fields["lora_scale"] = description.at("lora_scale");
        fields["use_lora"] = true;
    }
    for (const auto* file : {"src_audio", "reference_audio"}) {
        if (fields.contains(file))
            fields[file] = golden("e2e/" + fields[file].get<std::string>()).string();
    }
    if (!fields.contains("shift"))
        fields["shift"] = 1.0; // the reference's own default, not that of its user interface
    Warnings warnings;
    return requestFromJson(fields.dump(), warnings);
}

} // namespace

class TestGoldenE2e : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void matchesTheReference_data();
    void matchesTheReference();

private:
    ModelsCopy models_;
    QTemporaryDir folder_;
};

void TestGoldenE2e::initTestCase() {
    qunsetenv("MAX_CUDA_VRAM");
    for (const auto* dit : {"acestep-v15-base", "acestep-v15-xl-turbo"})
        models_.link(dit, ditFolder(dit));
}

void TestGoldenE2e::matchesTheReference_data() {
    QTest::addColumn<QString>("name");
    for (const auto* name : {"turbo_text2music", "turbo_text2music_codes", "turbo_retake", "xl_text2music",
                             "base_text2music", "turbo_cover", "turbo_cover_nofsq_noise", "turbo_repaint_auto",
                             "turbo_repaint_explicit_conservative", "turbo_outpaint", "turbo_reference_audio",
                             "turbo_flow_edit", "base_lego", "base_extract", "base_complete", "turbo_lora"})
        QTest::newRow(name) << name;
}

void TestGoldenE2e::matchesTheReference() {
    QFETCH(QString, name);
    const auto stem = golden("e2e/" + name.toStdString());
    const auto description = nlohmann::json::parse(readBytes(stem.string() + ".json"));
    const auto expected = Safetensors::open(stem.string() + ".safetensors");
    auto settings = demoSettings(models_.root());
    settings.dit = description.at("model").get<std::string>();
    settings.overrides = {.maxDurationSeconds = 600, .maxBatch = 8};
    const auto root = std::filesystem::path{folder_.path().toStdString()};
    Engine engine{settings};
    engine.generate(requestOf(description), root / "takes", {}, {}, root / "dump.safetensors");

    const auto dump = Safetensors::open(root / "dump.safetensors");
    constexpr Tolerance kClose{.rtol = 0, .atol = 2e-5};
    // The transformer's own rounding on processors that sum in other orders than the reference's did.
    constexpr Tolerance kSampled{.rtol = 0, .atol = 1e-4};
    QVERIFY_CLOSE(dump["src_latents"], expected["src_latents"], kClose);
    QVERIFY_CLOSE(dump["chunk_masks"], expected["chunk_masks"], kClose);
    QVERIFY_CLOSE(dump["encoder_hidden_states"], expected["encoder_hidden_states"], kClose);
    QVERIFY_CLOSE(dump["latents"], expected["target_latents"], kSampled);
    const auto starts = expected["wav_window_starts"].to(at::kLong);
    std::vector<at::Tensor> windows;
    for (std::int64_t i = 0; i < starts.numel(); ++i) {
        const auto start = starts[i].item<std::int64_t>();
        windows.push_back(dump["audio"].slice(2, start, start + kWindow));
    }
    QVERIFY_CLOSE(at::stack(windows, 1), expected["wav_windows"], kSampled);
}

QTEST_GUILESS_MAIN(TestGoldenE2e)
#include "tst_golden_e2e.moc"
