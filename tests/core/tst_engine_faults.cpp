#include "core/audio/audio_file.h"
#include "core/checkpoints/safetensors.h"
#include "core/engine/engine.h"
#include "core/nn/sliding_kernels.h"
#include "support/close.h"
#include "support/engine_runs.h"
#include "support/faults.h"

#include <sys/resource.h>

#include <csignal>

using namespace ottava;
using namespace ottava::test;

namespace {

/// While it lives no file may grow beyond `bytes`: what a full disk looks like to a program.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit narrow{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &narrow);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int);
};

/// Rewrites one tensor of a safetensors file.
void change(const std::filesystem::path& file, const std::string& name, const at::Tensor& value) {
    TensorMap tensors;
    {
        const auto stored = Safetensors::open(file);
        for (const auto& known : stored.names())
            tensors[known] = stored[known].clone();
    }
    tensors.at(name) = value.expand_as(tensors.at(name)).to(tensors.at(name).scalar_type());
    saveSafetensors(file, tensors);
}

/// Rewrites tensors of a safetensors file, in float32 whatever they were.
void changeExactly(const std::filesystem::path& file, const TensorMap& changes) {
    TensorMap tensors;
    {
        const auto stored = Safetensors::open(file);
        for (const auto& known : stored.names())
            tensors[known] = stored[known].clone();
    }
    for (const auto& [name, value] : changes) {
        Q_ASSERT(tensors.contains(name));
        tensors[name] = value;
    }
    saveSafetensors(file, tensors);
}

void cutInHalf(const std::filesystem::path& file) {
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
}

void replaceIn(const std::filesystem::path& file, const QByteArray& before, const QByteArray& after) {
    auto text = QByteArray::fromStdString(readBytes(file));
    writeBytes(file, text.replace(before, after).toStdString());
}

constexpr const char* kDit = "acestep-v15-turbo/model.safetensors";
constexpr const char* kDitConfig = "acestep-v15-turbo/config.json";
constexpr const char* kVae = "vae/diffusion_pytorch_model.safetensors";

} // namespace

class TestEngineFaults : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { qunsetenv("MAX_CUDA_VRAM"); }
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        engine_.configure(demoSettings());
        engine_.releaseModels(); // each fault must be met on the way in
    }

    void aStageWithInvalidNumbersIsDoneAgainInFp32_data();
    void aStageWithInvalidNumbersIsDoneAgainInFp32();
    void missingPartsAreNamed_data();
    void missingPartsAreNamed();
    void damagedPartsAreNamed_data();
    void damagedPartsAreNamed();
    void badWishesOfTheSettingsAreRefused_data();
    void badWishesOfTheSettingsAreRefused();
    void unwritableFolderIsReportedBeforeTheWork();
    void unwritableDumpKeepsTheTakes();
    void fullDiskKeepsEarlierTakes_data();
    void fullDiskKeepsEarlierTakes();

private:
    std::filesystem::path root() const { return folder_->path().toStdString(); }
    std::filesystem::path out() const { return root() / "takes"; }
    std::filesystem::path copied(const QString& part) const { return models_.own(part.toStdString()); }

    ModelsCopy models_;
    Engine engine_{demoSettings()};
    std::unique_ptr<QTemporaryDir> folder_;
};

void TestEngineFaults::aStageWithInvalidNumbersIsDoneAgainInFp32_data() {
    QTest::addColumn<bool>("decoding");
    QTest::newRow("diffusing") << false;
    QTest::newRow("decoding") << true;
}

/// A weight that float32 holds and bfloat16 does not, where it meets nothing but zeros.
void TestEngineFaults::aStageWithInvalidNumbersIsDoneAgainInFp32() {
    QFETCH(bool, decoding);
    constexpr float kBeyondBf16 = 3.4e38F;
    const ModelsCopy models;
    auto request = shortRequest();
    if (decoding) {
        const auto vae = models.own(kVae);
        const auto stored = Safetensors::open(vae);
        const std::string before = "decoder.block.0.conv_t1.", unit = "decoder.block.0.res_unit1.conv1.";
        const auto zeros = [&](const std::string& name) { return at::zeros_like(stored[name], at::kFloat); };
        auto gain = stored[unit + "weight_g"].to(at::kFloat).clone();
        auto direction = stored[unit + "weight_v"].to(at::kFloat).clone();
        gain[0] = kBeyondBf16;
        direction[0].zero_();
        direction[0][0][0] = 1;
        changeExactly(vae, {{before + "weight_g", zeros(before + "weight_g")},
                            {before + "bias", zeros(before + "bias")},
                            {unit + "weight_g", gain},
                            {unit + "weight_v", direction}});
    } else {
        const auto dit = models.own(kDit);
        auto weight = Safetensors::open(dit)["decoder.time_embed_r.linear_1.weight"].to(at::kFloat).clone();
        weight.slice(1, 128, 256).fill_(kBeyondBf16); // sines, of a difference that is 0
        changeExactly(dit, {{"decoder.time_embed_r.linear_1.weight", weight}});
    }
    std::vector<std::vector<float>> audio;
    std::vector<std::int64_t> heard;
    for (const auto precision : {Precision::Fp32, Precision::Bf16}) {
        auto settings = demoSettings(models.root());
        settings.precision = precision;
        engine_.configure(settings);
        heard.clear();
        const auto result = engine_.generate(
            request, out(), onAudio([&](const AudioChunk& chunk) { heard.push_back(chunk.firstFrame); }), {});
        audio.push_back(readAudio(result.takes.front().audio).samples);
        const bool raised = std::ranges::any_of(
            result.warnings, [](const Warning& warning) { return warning.code == WarningCode::PrecisionRaised; });
        const bool rounds = !decoding || nn::hasSlidingKernel(nn::Numbers::Bf16, nn::vectorLevel());
        QCOMPARE(raised, rounds && precision == Precision::Bf16);
        QVERIFY(std::ranges::is_sorted(heard) && !heard.empty());
    }
    if (!decoding)
        QVERIFY(audio[0] == audio[1]);
    else
        QCOMPARE(audio[0].size(), audio[1].size());
}

void TestEngineFaults::missingPartsAreNamed_data() {
    QTest::addColumn<QString>("part");
    for (const auto* part : {kDit, kDitConfig, kVae, "acestep-v15-turbo/silence_latent.pt", "vae/config.json",
                             "Qwen3-Embedding-0.6B/model.safetensors", "Qwen3-Embedding-0.6B/config.json",
                             "Qwen3-Embedding-0.6B/tokenizer.json"})
        QTest::newRow(part) << part;
}

void TestEngineFaults::missingPartsAreNamed() {
    QFETCH(QString, part);
    models_.remove(part.toStdString());
    engine_.configure(demoSettings(models_.root()));
    const auto folder = part.section('/', 0, 0);
    QVERIFY_FAULT(engine_.generate(shortRequest(), out(), {}, {}), ErrorCode::ModelMissing, folder);
    QVERIFY(entriesOf(out()).empty());
    models_.restore(part.toStdString());
    QCOMPARE(engine_.generate(shortRequest(), out(), {}, {}).takes.size(), std::size_t{1});
}

void TestEngineFaults::damagedPartsAreNamed_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("damage");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* part, const char* damage, const char* word) {
        QTest::addRow("%s: %s", part, damage) << part << damage << word;
    };
    row(kDit, "cut", "acestep-v15-turbo/model.safetensors");
    row(kDit, "nan", "invalid numbers");
    row(kDitConfig, "other width", "[128");
    row(kDitConfig, "cut", kDitConfig);
    row(kVae, "cut", "vae/diffusion_pytorch_model.safetensors");
    row(kVae, "nan", "invalid numbers");
    row("vae/config.json", "other width", "[32");
    row("Qwen3-Embedding-0.6B/model.safetensors", "cut", "Qwen3-Embedding-0.6B/model.safetensors");
    row("Qwen3-Embedding-0.6B/config.json", "cut", "Qwen3-Embedding-0.6B/config.json");
    row("Qwen3-Embedding-0.6B/tokenizer.json", "cut", "tokenizer.json");
    row("acestep-v15-turbo/silence_latent.pt", "cut", "silence_latent.pt");
}

void TestEngineFaults::damagedPartsAreNamed() {
    QFETCH(QString, part);
    QFETCH(QString, damage);
    QFETCH(QString, word);
    const auto file = copied(part);
    if (damage == "cut")
        cutInHalf(file);
    else if (damage == "nan" && part == kDit)
        change(file, "decoder.proj_in.1.weight", at::full({}, NAN));
    else if (damage == "nan")
        change(file, "decoder.conv1.bias", at::full({}, NAN));
    else if (part == kDitConfig)
        replaceIn(file, "\"hidden_size\": 64", "\"hidden_size\": 128");
    else
        replaceIn(file, "\"decoder_channels\": 16", "\"decoder_channels\": 32");
    engine_.configure(demoSettings(models_.root()));
    int chunks = 0;
    const auto callbacks = onAudio([&](const AudioChunk&) { ++chunks; });
    QVERIFY_FAULT(engine_.generate(shortRequest(), out(), callbacks, {}), ErrorCode::ModelCorrupt, word);
    QCOMPARE(chunks, 0); // nobody hears a damaged model
    QVERIFY(entriesOf(out()).empty());
    models_.restore(part.toStdString());
    QCOMPARE(engine_.generate(shortRequest(), out(), {}, {}).takes.size(), std::size_t{1}); // without a restart
}

void TestEngineFaults::badWishesOfTheSettingsAreRefused_data() {
    QTest::addColumn<QString>("models");
    QTest::addColumn<QString>("dit");
    QTest::newRow("no such folder") << "/nowhere"
                                    << "acestep-v15-turbo";
    QTest::newRow("no such model") << QString::fromStdString(demoModel()) << "acestep-v15-sft";
    QTest::newRow("a name too long for a file") << QString::fromStdString(demoModel()) << QString(300, 'x');
    QTest::newRow("a file, not a folder") << QString::fromStdString(demoModel() / kDitConfig) << "acestep-v15-turbo";
}

void TestEngineFaults::badWishesOfTheSettingsAreRefused() {
    QFETCH(QString, models);
    QFETCH(QString, dit);
    auto settings = demoSettings(models.toStdString());
    settings.dit = dit.toStdString();
    engine_.configure(settings);
    QVERIFY_FAULT(engine_.generate(shortRequest(), out(), {}, {}), ErrorCode::ModelMissing, dit, models);
}

void TestEngineFaults::unwritableFolderIsReportedBeforeTheWork() {
    writeBytes(root() / "file", "precious");
    int reports = 0;
    const auto callbacks = onProgress([&](const Progress&) { ++reports; });
    QVERIFY_FAULT(engine_.generate(shortRequest(), root() / "file" / "takes", callbacks, {}), ErrorCode::FileFault,
                  "file/takes");
    QVERIFY_FAULT(engine_.generate(shortRequest(), root() / "file", callbacks, {}), ErrorCode::FileFault, "file");
    QCOMPARE(reports, 0);
    QCOMPARE(readBytes(root() / "file"), std::string{"precious"});
}

void TestEngineFaults::unwritableDumpKeepsTheTakes() {
    writeBytes(root() / "file", "");
    QVERIFY_FAULT(engine_.generate(shortRequest(), out(), {}, {}, root() / "file" / "dump.safetensors"),
                  ErrorCode::FileFault, "dump.safetensors");
    QCOMPARE(TakeLibrary{out()}.list().size(), std::size_t{1});
}

void TestEngineFaults::fullDiskKeepsEarlierTakes_data() {
    QTest::addColumn<int>("bytes");
    QTest::newRow("in the audio") << 500'000;
    QTest::newRow("in the first bytes") << 10;
}

void TestEngineFaults::fullDiskKeepsEarlierTakes() {
    QFETCH(int, bytes);
    auto settings = demoSettings();
    settings.overrides.maxBatch = 2;
    engine_.configure(settings);
    auto request = shortRequest();
    request.batchSize = 2;
    request.seeds = {1, 2};
    std::optional<FileSizeLimit> full;
    std::optional<Take> first;
    const auto callbacks = onTake([&](int, const Take& take) {
        first = take;
        full.emplace(static_cast<rlim_t>(bytes));
    });
    const auto fault = faultOf([&] { engine_.generate(request, out(), callbacks, {}); });
    full.reset();
    const auto problem = complaint(fault, ErrorCode::FileFault, {"audio"});
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(fault->remedy.find("full") != std::string::npos, fault->remedy.c_str());
    QVERIFY(first);
    QCOMPARE(entriesOf(out()).size(), std::size_t{1});
    QVERIFY(TakeLibrary::read(first->sidecar.parent_path()).problem.empty());
    QCOMPARE(engine_.generate(shortRequest(), out(), {}, {}).takes.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestEngineFaults)
#include "tst_engine_faults.moc"
