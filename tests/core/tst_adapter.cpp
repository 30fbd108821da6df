#include "core/checkpoints/adapter.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/adapter_choice.h"
#include "core/engine/adapter_report.h"
#include "core/engine/probe.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"

using namespace ottava;
using namespace ottava::test;

namespace {

constexpr auto kTurbo = "acestep-v15-turbo", kXl = "acestep-v15-xl-turbo";
constexpr auto kWeights = "adapter_model.safetensors", kConfig = "adapter_config.json";

/// A copy of the reference's adapter that a test may damage.
class AdapterCopy {
public:
    AdapterCopy() {
        for (const auto* file : {kWeights, kConfig})
            writeBytes(path() / file, readBytes(ditFolder("lora") / file));
    }
    std::filesystem::path path() const { return folder_.path().toStdString(); }

    TensorMap tensors() const {
        const auto file = Safetensors::open(path() / kWeights);
        TensorMap all;
        for (const auto& name : file.names())
            all[name] = file[name].clone();
        return all;
    }
    void write(const TensorMap& tensors) const {
        saveSafetensors(path() / "new.safetensors", tensors);
        std::filesystem::rename(path() / "new.safetensors", path() / kWeights);
    }
    void configure(const QByteArray& from, const QByteArray& to) const {
        auto text = QByteArray::fromStdString(readBytes(path() / kConfig));
        text.replace(from, to);
        writeBytes(path() / kConfig, text.toStdString());
    }

private:
    QTemporaryDir folder_;
};

at::Tensor probeDit(const std::filesystem::path& adapter, double strength) {
    const QTemporaryDir folder;
    const auto out = std::filesystem::path{folder.path().toStdString()} / "out.safetensors";
    probe("dit", demoSettings(),
          {.in = golden("lora_dit.safetensors"),
           .out = out,
           .options = {},
           .adapter = adapter,
           .adapterScale = strength});
    return Safetensors::open(out)["output"].clone();
}

} // namespace

class TestAdapter : public QObject {
    Q_OBJECT
private slots:
    void matchesTheReference_data();
    void matchesTheReference();
    void oneFileIsTheSameAsAFolder();
    void kroneckerFactorsAddTheirProduct();
    void namesOfOtherTrainersAreUnderstood();
    void patternsGiveLayersTheirOwnRankAndAlpha();
    void damagedAdaptersAreRefused_data();
    void damagedAdaptersAreRefused();
    void anotherModelsAdapterNamesTheModelItFits();
    void aReportSaysWhichModelsItFits();
    void aModelsVariantComesFromItsConfigurationAndName_data();
    void aModelsVariantComesFromItsConfigurationAndName();
    void isTakenOffWithoutLoadingTheModelAgain();
};

void TestAdapter::matchesTheReference_data() {
    QTest::addColumn<double>("strength");
    QTest::addColumn<QString>("expected");
    QTest::newRow("off") << 0.0 << "output_base";
    QTest::newRow("half") << 0.5 << "output_scale_0_5";
    QTest::newRow("whole") << 1.0 << "output_scale_1";
}

void TestAdapter::matchesTheReference() {
    QFETCH(double, strength);
    QFETCH(QString, expected);
    const auto file = Safetensors::open(golden("lora_dit.safetensors"));
    QVERIFY_CLOSE(probeDit(ditFolder("lora"), strength), file[expected.toStdString()], (Tolerance{.atol = 5e-5}));
}

void TestAdapter::oneFileIsTheSameAsAFolder() {
    const AdapterCopy copy;
    const auto file = Safetensors::open(golden("lora_dit.safetensors"));
    QVERIFY_CLOSE(probeDit(copy.path() / kWeights, 1), file["output_scale_1"], (Tolerance{.atol = 5e-5}));
}

void TestAdapter::kroneckerFactorsAddTheirProduct() {
    const auto outer = at::randn({3, 4}), inner = at::randn({5, 2}), x = at::randn({2, 7, 8});
    const AdapterDelta delta{KroneckerDelta{outer, inner}, 0.5};
    QCOMPARE(delta.inputs(), 8);
    QCOMPARE(delta.outputs(), 15);
    const auto expected = at::linear(x, 2 * 0.5 * at::kron(outer, inner));
    QVERIFY_CLOSE(delta.readyFor(x.options(), 2)(x), expected, (Tolerance{.atol = 1e-5}));
}

void TestAdapter::namesOfOtherTrainersAreUnderstood() {
    const AdapterCopy copy;
    const auto rank4 = at::randn({4, 64}), up = at::randn({64, 4});
    copy.write({{"lycoris_layers_0_self_attn_q_proj.lokr_w1", at::randn({8, 8})},
                {"lycoris_layers_0_self_attn_q_proj.lokr_w2_a", at::randn({8, 2})},
                {"lycoris_layers_0_self_attn_q_proj.lokr_w2_b", at::randn({2, 8})},
                {"lycoris_layers_0_self_attn_q_proj.alpha", at::full({1}, 4.0)},
                {"diffusion_model.decoder.layers.1.cross_attn.o_proj.lora_down.weight", rank4},
                {"diffusion_model.decoder.layers.1.cross_attn.o_proj.lora_up.weight", up},
                {"diffusion_model.decoder.layers.1.cross_attn.o_proj.alpha", at::full({}, 2.0)},
                {"base_model.model.layers.2.self_attn.o_proj.lora_A.default.weight", rank4},
                {"base_model.model.layers.2.self_attn.o_proj.lora_B.default.weight", up}});
    std::filesystem::remove(copy.path() / kConfig);
    const auto adapter = readAdapter(copy.path() / kWeights);
    QCOMPARE(adapter.layers.size(), 3U);
    QCOMPARE(adapter.layers.at("layers.0.self_attn.q_proj").scaling, 2.0);  // 4 / 2
    QCOMPARE(adapter.layers.at("layers.1.cross_attn.o_proj").scaling, 0.5); // 2 / 4
    QCOMPARE(adapter.layers.at("layers.2.self_attn.o_proj").scaling, 1.0);
    QVERIFY(!adapterMismatch(adapter, readDitConfig(ditFolder(kTurbo))));
}

void TestAdapter::patternsGiveLayersTheirOwnRankAndAlpha() {
    const AdapterCopy copy;
    auto tensors = copy.tensors();
    const std::string part = "base_model.model.layers.1.self_attn.q_proj.lora_";
    tensors[part + "A.weight"] = at::randn({2, 64});
    tensors[part + "B.weight"] = at::randn({64, 2});
    copy.write(tensors);
    QVERIFY_FAULT(readAdapter(copy.path()), ErrorCode::ModelCorrupt, "rank 2", "4");
    copy.configure(R"("rank_pattern": {})", R"("rank_pattern": {"layers.1.self_attn.q_proj": 2})");
    copy.configure(R"("alpha_pattern": {})", R"("alpha_pattern": {".*\\.cross_attn\\.k_proj": 32})");
    const auto adapter = readAdapter(copy.path());
    QCOMPARE(adapter.layers.at("layers.1.self_attn.q_proj").scaling, 4.0);  // 8 / 2
    QCOMPARE(adapter.layers.at("layers.0.cross_attn.k_proj").scaling, 8.0); // 32 / 4
    QCOMPARE(adapter.layers.at("layers.0.cross_attn.v_proj").scaling, 2.0); // 8 / 4
    copy.configure(R"("use_rslora": false)", R"("use_rslora": true)");
    QCOMPARE(readAdapter(copy.path()).layers.at("layers.0.cross_attn.v_proj").scaling, 4.0); // 8 / √4
}

void TestAdapter::damagedAdaptersAreRefused_data() {
    QTest::addColumn<int>("what");
    QTest::addColumn<QString>("word");
    QTest::newRow("a factor is missing") << 0 << "has no lora_B";
    QTest::newRow("a tensor too many") << 1 << "none of an adapter's";
    QTest::newRow("not a number") << 2 << "not numbers";
    QTest::newRow("cut short") << 3 << "";
    QTest::newRow("another method") << 4 << "peft_type";
    QTest::newRow("DoRA") << 5 << "DoRA";
    QTest::newRow("configuration is no JSON") << 6 << "cannot be read";
    QTest::newRow("rank is text") << 7 << "no number";
    QTest::newRow("ranks disagree") << 8 << "rank";
    QTest::newRow("no tensors") << 9 << "empty";
}

void TestAdapter::damagedAdaptersAreRefused() {
    QFETCH(int, what);
    QFETCH(QString, word);
    const AdapterCopy copy;
    const std::string part = "base_model.model.layers.0.self_attn.q_proj.lora_";
    auto tensors = copy.tensors();
    if (what == 0)
        tensors.erase(part + "B.weight");
    if (what == 1)
        tensors["base_model.model.layers.0.something"] = at::zeros({2});
    if (what == 2)
        tensors[part + "A.weight"][0][0] = NAN;
    if (what == 8)
        tensors[part + "B.weight"] = at::zeros({64, 3});
    if (what == 9)
        tensors.clear();
    copy.write(tensors);
    if (what == 3)
        std::filesystem::resize_file(copy.path() / kWeights, 5'000);
    if (what == 4)
        copy.configure("LORA", "LOHA");
    if (what == 5)
        copy.configure(R"("use_dora": false)", R"("use_dora": true)");
    if (what == 6)
        writeBytes(copy.path() / kConfig, "{oops");
    if (what == 7)
        copy.configure(R"("r": 4)", R"("r": "four")");
    QVERIFY_FAULT(readAdapter(copy.path()), ErrorCode::ModelCorrupt, word);
}

void TestAdapter::anotherModelsAdapterNamesTheModelItFits() {
    ModelsCopy models;
    models.link(kXl, ditFolder(kXl));
    const auto fault = faultOf([&] { AdapterShelf{}.take(ditFolder("lora"), 1, models.root(), kXl); });
    QCOMPARE(complaint(fault, ErrorCode::ModelCorrupt, {"lora", kXl, "_proj"}), QString{});
    QVERIFY2(fault->remedy.find(kTurbo) != std::string::npos, fault->remedy.c_str());
    QVERIFY_FAULT(AdapterShelf{}.take("/nowhere", 1, models.root(), kTurbo), ErrorCode::ModelMissing, "/nowhere");
}

void TestAdapter::aReportSaysWhichModelsItFits() {
    ModelsCopy models;
    models.link(kXl, ditFolder(kXl));
    const auto report = inspectAdapter(ditFolder("lora"), models.root());
    QCOMPARE(report.name, std::string("lora"));
    QVERIFY(std::ranges::find(report.fits, kTurbo) != report.fits.end());
    QVERIFY(std::ranges::find(report.fits, kXl) == report.fits.end());
    for (const auto& model : installedModels(models.root()))
        if (model.kind == InstalledModel::Kind::Dit)
            QCOMPARE(model.variant, DitVariant::Turbo); // XL's own configuration says so, too
    QVERIFY_FAULT(inspectAdapter("/nowhere", models.root()), ErrorCode::ModelMissing, "/nowhere");
}

void TestAdapter::aModelsVariantComesFromItsConfigurationAndName_data() {
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QByteArray>("turbo");
    QTest::addColumn<int>("variant");
    QTest::addColumn<bool>("worksOnTracks");
    QTest::addColumn<bool>("addsTracks");
    QTest::newRow("turbo") << "acestep-v15-turbo" << QByteArray{"true"} << static_cast<int>(DitVariant::Turbo) << false
                           << false;
    QTest::newRow("sft") << "acestep-v15-sft" << QByteArray{"false"} << static_cast<int>(DitVariant::Sft) << false
                         << false;
    QTest::newRow("sft that learnt to add tracks")
        << "acestep-v15-sft-lego" << QByteArray{"false, \"is_lego_sft\": true"} << static_cast<int>(DitVariant::Sft)
        << false << true;
    QTest::newRow("base") << "acestep-v15-xl-base" << QByteArray{"false"} << static_cast<int>(DitVariant::Base) << true
                          << true;
    QTest::newRow("a name that misleads")
        << "acestep-my-turbo" << QByteArray{"false"} << static_cast<int>(DitVariant::Base) << true << true;
    QTest::newRow("damaged") << "acestep-v15-base" << QByteArray{"}"} << static_cast<int>(DitVariant::Base) << false
                             << false;
}

void TestAdapter::aModelsVariantComesFromItsConfigurationAndName() {
    QFETCH(QString, folder);
    QFETCH(QByteArray, turbo);
    QFETCH(int, variant);
    QFETCH(bool, worksOnTracks);
    QFETCH(bool, addsTracks);
    const QTemporaryDir models;
    const auto root = std::filesystem::path{models.path().toStdString()};
    const auto dit = root / folder.toStdString();
    std::filesystem::create_directories(dit);
    auto config = QByteArray::fromStdString(readBytes(ditFolder(kXl) / "config.json"));
    config.replace("\"is_turbo\": true", "\"is_turbo\": " + turbo);
    writeBytes(dit / "config.json", config.toStdString());
    writeBytes(dit / "model.safetensors", "weights");
    const auto found = installedModels(root);
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(static_cast<int>(found.front().variant), variant);
    QCOMPARE(found.front().worksOnTracks, worksOnTracks);
    QCOMPARE(found.front().addsTracks, addsTracks);
}

void TestAdapter::isTakenOffWithoutLoadingTheModelAgain() {
    const c10::InferenceMode inference;
    ModelStore models;
    models.choose({.models = demoModel(), .dit = kTurbo});
    const auto plain = models.dit();
    models.chooseAdapter(AdapterShelf{}.take(ditFolder("lora"), 1, demoModel(), kTurbo));
    const auto adapted = models.dit();
    QVERIFY(adapted != plain);
    const auto weight = [](const Dit& dit) { return dit.layers[0].selfAttention.qProj.weight.const_data_ptr(); };
    QVERIFY(weight(*adapted) == weight(*plain)); // shared, not copied
    models.chooseAdapter(std::nullopt);
    QVERIFY(models.dit() == plain);
}

QTEST_GUILESS_MAIN(TestAdapter)
#include "tst_adapter.moc"
