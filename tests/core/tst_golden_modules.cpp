#include "core/base/error.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/probe.h"
#include "support/close.h"
#include "support/paths.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace ottava;
using namespace ottava::test;

namespace {

EngineSettings settingsFor(const std::string& dit) {
    EngineSettings settings;
    settings.models = ditFolder(dit).parent_path();
    settings.dit = dit;
    settings.device = "cpu";
    return settings;
}

} // namespace

/// Every module against tensors that the reference computed from the same weights, through the same door as
/// `ottava-cli probe`.
class TestGoldenModules : public QObject {
    Q_OBJECT
private slots:
    void matchesReference_data();
    void matchesReference();
    void namesTheTensorThatIsMissing();
    void refusesAnUnknownModule();
    void aMissingInputIsAFileFault();

private:
    TensorMap run(const std::string& module, const std::string& dit, const std::filesystem::path& in);
    QTemporaryDir folder_;
};

TensorMap TestGoldenModules::run(const std::string& module, const std::string& dit, const std::filesystem::path& in) {
    const auto out = std::filesystem::path{folder_.path().toStdString()} / "out.safetensors";
    probe(module, settingsFor(dit), {.in = in, .out = out, .options = {}});
    const auto file = Safetensors::open(out);
    TensorMap tensors;
    for (const auto& name : file.names())
        tensors.emplace(name, file[name]);
    return tensors;
}

void TestGoldenModules::matchesReference_data() {
    QTest::addColumn<QString>("module");
    QTest::addColumn<QString>("dit");
    QTest::addColumn<QString>("golden");
    QTest::addColumn<double>("tolerance");
    const auto row = [](const char* module, const char* dit, const char* golden, double tolerance) {
        QTest::addRow("%s on %s", module, golden) << module << dit << golden << tolerance;
    };
    constexpr auto kTurbo = "acestep-v15-turbo", kBase = "acestep-v15-base", kXl = "acestep-v15-xl-turbo";
    // Processors sum products in different orders; outputs of about 5 were measured 1.4e-5 to 4.8e-5 off.
    constexpr double kDit = 1e-4;
    row("text_encoder", kTurbo, "text_encoder", 2e-5);
    row("condition_encoder", kTurbo, "condition_encoder_turbo", 2e-5);
    row("condition_encoder", kBase, "condition_encoder_base", 2e-5);
    row("condition_encoder", kXl, "condition_encoder_xl", 2e-5);
    row("dit", kTurbo, "dit_forward_turbo_even", kDit);
    row("dit", kTurbo, "dit_forward_turbo_odd", kDit);
    row("dit", kBase, "dit_forward_base_even", kDit);
    row("dit", kBase, "dit_forward_base_odd", kDit);
    row("dit", kXl, "dit_forward_xl_even", kDit);
    row("dit", kXl, "dit_forward_xl_odd", kDit);
    row("audio_tokenizer", kTurbo, "tokenizer_turbo", 2e-5);
    row("audio_tokenizer", kBase, "tokenizer_base", 2e-5);
    row("audio_tokenizer", kXl, "tokenizer_xl", 2e-5);
    row("detokenizer", kTurbo, "tokenizer_turbo", 2e-5);
    row("detokenizer", kBase, "tokenizer_base", 2e-5);
    row("detokenizer", kXl, "tokenizer_xl", 2e-5);
    row("vae_encode", kTurbo, "vae", 3e-5);
    row("vae_decode", kTurbo, "vae", 2e-5);
}

void TestGoldenModules::matchesReference() {
    QFETCH(QString, module);
    QFETCH(QString, dit);
    QFETCH(QString, golden);
    QFETCH(double, tolerance);
    const auto file = test::golden(golden.toStdString() + ".safetensors");
    const auto expected = Safetensors::open(file);
    const auto actual = run(module.toStdString(), dit.toStdString(), file);
    QVERIFY(!actual.empty());
    for (const auto& [name, tensor] : actual) {
        const auto wanted = expected[name];
        const bool exact = !at::isFloatingType(wanted.scalar_type());
        const auto compared = name == "decoded" ? tensor.slice(0, 0, wanted.size(0)) : tensor;
        const auto problem = distance(compared, wanted, {.atol = exact ? 0 : tolerance});
        QVERIFY2(problem.isEmpty(), qPrintable(QString::fromStdString(name) + ": " + problem));
    }
}

void TestGoldenModules::namesTheTensorThatIsMissing() {
    try {
        run("dit", "acestep-v15-turbo", golden("vae.safetensors"));
        QFAIL("a file without the tensors was accepted");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::BadRequest);
        QVERIFY(QString::fromUtf8(e.what()).contains("timestep"));
    }
}

void TestGoldenModules::refusesAnUnknownModule() {
    QVERIFY_THROWS_EXCEPTION(Error, run("drummer", "acestep-v15-turbo", golden("vae.safetensors")));
}

void TestGoldenModules::aMissingInputIsAFileFault() {
    try {
        run("dit", "acestep-v15-turbo", golden("nothing.safetensors"));
        QFAIL("a file that is not there was read");
    } catch (const Error& e) {
        QCOMPARE(e.code, ErrorCode::FileFault);
    }
}

QTEST_GUILESS_MAIN(TestGoldenModules)
#include "tst_golden_modules.moc"
