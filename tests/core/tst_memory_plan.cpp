#include "core/base/resources.h"
#include "core/base/units.h"
#include "core/engine/full_size_models.h"
#include "core/engine/memory_text.h"
#include "core/engine/song_size.h"
#include "core/engine/tier_plans.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace ottava;

namespace {

TierTable table() {
    return TierTable::load(OTTAVA_RESOURCES "/tiers.json");
}

MemoryModels fullSize(std::optional<LmSize> lm = std::nullopt) {
    const NumberFormat half{.name = "bf16", .bytes = 2, .weightBytes = 2};
    MemoryModels models{.dit = fullSizeDit(/*xl=*/false),
                        .vae = {},
                        .text = fullSizeTextEncoder(),
                        .lm = std::nullopt,
                        .music = half,
                        .decoding = {},
                        .planning = half,
                        .ditLayout = {.numberBytes = 2, .int8 = false, .fused = false, .flash = true},
                        .onProcessor = false};
    if (lm)
        models.lm = fullSizePlanner(*lm);
    return models;
}

SongSize song(double seconds, std::int64_t items, bool guided = false) {
    SongSize size;
    size.frames = latentFramesFor(seconds);
    size.items = items;
    size.guided = guided;
    return size;
}

double gb(std::int64_t bytes) {
    return static_cast<double>(bytes) / kBytesPerGiB;
}

} // namespace

class TestMemoryPlan : public QObject {
    Q_OBJECT

private slots:
    void everyTierHoldsItsLargestJob_data();
    void everyTierHoldsItsLargestJob();
    void weightsAreThePublishedSizes_data();
    void weightsAreThePublishedSizes();
    void aLargeCardChangesNothing();
    void whatIsTooMuchForMainMemoryIsSaid();
    void offloadIsObeyed_data();
    void offloadIsObeyed();
    void everyReliefNeedsLess_data();
    void everyReliefNeedsLess();
    void theLadderIsInOrder_data();
    void theLadderIsInOrder();
    void moreSongNeedsMore();
    void suggestionsFit();
    void jsonNamesEverything();
    void songsAreAsLargeAsTheirRequests_data();
    void songsAreAsLargeAsTheirRequests();
    void thePageIsUpToDate();
    void theTightestPlansAreOfEveryTier();
    void countedRowsSayWhatWasForetold();
};

void TestMemoryPlan::everyTierHoldsItsLargestJob_data() {
    QTest::addColumn<int>("index");
    const auto plans = tierPlans(table());
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const auto& entry = plans[i];
        QTest::addRow("%g GB, %s, %s", entry.cardGb, entry.model.c_str(), entry.lm.value_or("no LM").c_str())
            << static_cast<int>(i);
    }
}

void TestMemoryPlan::everyTierHoldsItsLargestJob() {
    QFETCH(int, index);
    static const auto plans = tierPlans(table());
    const auto& entry = plans[static_cast<std::size_t>(index)];
    QVERIFY2(entry.plan.fits(), memoryPlanLine(entry.plan).c_str());
    QVERIFY(gb(entry.plan.peakBytes()) <= entry.cardGb);
    // The largest job of a tier runs on the card that the tier is for: nothing but a planner beyond it may leave.
    QVERIFY(entry.plan.choices.dit != Residency::Host);
    QVERIFY(entry.plan.choices.vae != Residency::Host);
}

void TestMemoryPlan::weightsAreThePublishedSizes_data() {
    QTest::addColumn<double>("actual");
    QTest::addColumn<double>("published");
    const auto models = fullSize();
    const auto billions = [](std::int64_t bytes) { return static_cast<double>(bytes) / 2e9; };
    QTest::newRow("text encoder: 0.6 billion") << billions(weights::textEncoder(models)) << 0.596;
    QTest::newRow("LM 0.6B with its audio tokens")
        << billions(weights::languageModel(fullSize(LmSize::Small))) << 0.663;
    QTest::newRow("LM 1.7B") << billions(weights::languageModel(fullSize(LmSize::Medium))) << 1.854;
    QTest::newRow("LM 4B") << billions(weights::languageModel(fullSize(LmSize::Large))) << 4.190;
    QTest::newRow("DiT layers: 24 of 62.9 million")
        << billions(24 * ditLayerBytes(models.dit, models.ditLayout)) << 1.510;
}

void TestMemoryPlan::weightsAreThePublishedSizes() {
    QFETCH(double, actual);
    QFETCH(double, published);
    QVERIFY2(std::abs(actual - published) < 0.01 * published, qPrintable(QString::number(actual)));
}

void TestMemoryPlan::aLargeCardChangesNothing() {
    auto size = song(600, 8);
    size.lmRows = 16;
    size.lmTokens = 4096;
    const auto plan = planMemory(fullSize(LmSize::Large), size, cardBudget(80), OffloadWish::WhereNeeded);
    QVERIFY(plan.fits());
    QVERIFY(plan.reliefs.empty());
    QVERIFY(plan.choices == (MemoryChoices{.itemsAtOnce = 8}));
}

void TestMemoryPlan::whatIsTooMuchForMainMemoryIsSaid() {
    const auto plan = planMemory(fullSize(), song(600, 8), mainMemoryBudget(2), OffloadWish::WhereNeeded);
    QVERIFY(!plan.fits());
    // There is no card to move things off.
    for (const auto& module : plan.modules)
        QVERIFY(module.residency == Residency::Stays || module.residency == Residency::Leaves);
}

void TestMemoryPlan::offloadIsObeyed_data() {
    QTest::addColumn<double>("card");
    QTest::addColumn<int>("wish");
    QTest::addColumn<int>("dit");
    QTest::newRow("never, although it does not fit") << 4.0 << 0 << static_cast<int>(Residency::Stays);
    QTest::newRow("where needed, and it is") << 5.5 << 1 << static_cast<int>(Residency::Leaves);
    QTest::newRow("where needed, and it is not") << 24.0 << 1 << static_cast<int>(Residency::Stays);
    QTest::newRow("always") << 24.0 << 2 << static_cast<int>(Residency::Leaves);
}

void TestMemoryPlan::offloadIsObeyed() {
    QFETCH(double, card);
    QFETCH(int, wish);
    QFETCH(int, dit);
    const auto plan = planMemory(fullSize(), song(60, 1), cardBudget(card), static_cast<OffloadWish>(wish));
    QCOMPARE(static_cast<int>(plan.choices.dit), dit);
}

void TestMemoryPlan::everyReliefNeedsLess_data() {
    QTest::addColumn<int>("stage");
    QTest::addColumn<bool>("guided");
    for (const bool guided : {false, true})
        for (const auto stage :
             {MemoryStage::Planning, MemoryStage::Encoding, MemoryStage::Diffusion, MemoryStage::Decoding})
            QTest::addRow("%s%s", memoryStageName(stage), guided ? ", guided" : "")
                << static_cast<int>(stage) << guided;
}

/// Down the whole ladder: no step needs more of the card than the one before, and at its end the stage needs nothing.
void TestMemoryPlan::everyReliefNeedsLess() {
    QFETCH(int, stage);
    QFETCH(bool, guided);
    const auto models = fullSize(LmSize::Medium);
    auto size = song(240, 4, guided);
    size.lmRows = 8;
    size.lmTokens = 2'000;
    const auto at = static_cast<MemoryStage>(stage);
    MemoryChoices choices{.itemsAtOnce = 4};
    auto before = stageBytes(at, choices, models, size);
    int steps = 0;
    while (const auto step = nextRelief(at, choices, size, cardBudget(8))) {
        choices = step->choices;
        const auto now = stageBytes(at, choices, models, size);
        QVERIFY2(now <= before, memoryReliefText(step->relief));
        before = now;
        QVERIFY(++steps < 20);
    }
    QCOMPARE(before, std::int64_t{0});
}

void TestMemoryPlan::theLadderIsInOrder_data() {
    QTest::addColumn<int>("stage");
    QTest::addColumn<QString>("steps");
    QTest::newRow("planning") << static_cast<int>(MemoryStage::Planning)
                              << "one model loaded at a time, the language model on the processor";
    QTest::newRow("diffusion") << static_cast<int>(MemoryStage::Diffusion)
                               << "the language model moved out, one model loaded at a time, the batch split, the "
                                  "batch split, the diffusion model loaded layer by layer, everything on the processor";
    QTest::newRow("decoding") << static_cast<int>(MemoryStage::Decoding)
                              << "the language model moved out, one model loaded at a time, shorter decoding tiles, "
                                 "shorter decoding tiles, shorter decoding tiles, decoding on the processor, "
                                 "everything on the processor";
}

void TestMemoryPlan::theLadderIsInOrder() {
    QFETCH(int, stage);
    QFETCH(QString, steps);
    auto size = song(60, 4);
    size.lmRows = 1;
    MemoryChoices choices{.itemsAtOnce = 4};
    QStringList taken;
    while (const auto step = nextRelief(static_cast<MemoryStage>(stage), choices, size, cardBudget(8))) {
        choices = step->choices;
        taken << memoryReliefText(step->relief);
    }
    QCOMPARE(taken.join(", "), steps);
}

void TestMemoryPlan::moreSongNeedsMore() {
    const auto models = fullSize();
    const MemoryChoices choices{.itemsAtOnce = 8};
    const auto bytes = [&](double seconds, std::int64_t items, bool guided) {
        return stageBytes(MemoryStage::Diffusion, choices, models, song(seconds, items, guided));
    };
    QVERIFY(bytes(60, 1, false) < bytes(120, 1, false));
    QVERIFY(bytes(60, 1, false) < bytes(60, 2, false));
    QVERIFY(bytes(60, 2, false) < bytes(60, 2, true));
}

void TestMemoryPlan::suggestionsFit() {
    const auto models = fullSize();
    const auto budget = mainMemoryBudget(9);
    const auto large = song(600, 8);
    QVERIFY(!planMemory(models, large, budget, OffloadWish::Never).fits());
    QCOMPARE(outOfMemoryText(song(240, 4), cardBudget(4)), std::string{"Not enough GPU memory for 240 s × 4 takes."});
    QCOMPARE(outOfMemoryText(song(60, 1), mainMemoryBudget(4)), std::string{"Not enough memory for 60 s × 1 take."});
    QVERIFY(fitsWithText(models, large, budget).starts_with("It fits with "));
    QCOMPARE(fitsWithText(models, large, mainMemoryBudget(1)),
             std::string{"Close other programs, or choose smaller models."});
}

void TestMemoryPlan::jsonNamesEverything() {
    auto size = song(60, 2);
    size.lmRows = 4;
    size.lmTokens = 1'500;
    auto plan = planMemory(fullSize(LmSize::Small), size, cardBudget(8), OffloadWish::WhereNeeded);
    plan.stages.front().measured = 1 << 30;
    const auto json = memoryPlanJson(plan);
    QCOMPARE(json.at("memory_gb").get<double>(), 8.0);
    QCOMPARE(json.at("measured_tensors_gb").get<double>(), 1.0);
    QVERIFY(json.at("fits").get<bool>());
    QVERIFY(json.at("predicted_peak_gb").get<double>() <= 8);
    QStringList names, stages;
    for (const auto& module : json.at("modules"))
        names << QString::fromStdString(module.at("name").get<std::string>());
    for (const auto& stage : json.at("stages"))
        stages << QString::fromStdString(stage.at("stage").get<std::string>());
    QCOMPARE(names, (QStringList{"lm", "text_encoder", "condition_encoder", "dit", "vae"}));
    QCOMPARE(stages, (QStringList{"planning", "encoding", "diffusion", "decoding"}));
}

void TestMemoryPlan::songsAreAsLargeAsTheirRequests_data() {
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<bool>("turbo");
    QTest::addColumn<bool>("planned");
    QTest::addColumn<int>("frames");
    QTest::addColumn<bool>("guided");
    QTest::addColumn<int>("lmRows");
    QTest::newRow("turbo") << QByteArray(R"({"duration":30})") << true << false << 750 << false << 0;
    QTest::newRow("base") << QByteArray(R"({"duration":30})") << false << false << 750 << true << 0;
    QTest::newRow("base without guidance")
        << QByteArray(R"({"duration":30,"guidance_scale":1})") << false << false << 750 << false << 0;
    QTest::newRow("open length") << QByteArray("{}") << true << false << 3000 << false << 0;
    QTest::newRow("planned with guidance")
        << QByteArray(R"({"duration":30,"batch_size":3})") << true << true << 750 << false << 6;
    QTest::newRow("planned in pieces") << QByteArray(R"({"duration":30,"batch_size":4,"lm_batch_chunk_size":2,)"
                                                     R"("lm_cfg_scale":1})")
                                       << true << true << 750 << false << 2;
    QTest::newRow("as long as its codes")
        << QByteArray(R"({"duration":1,"audio_codes":")" + QByteArray("<|audio_code_1|>").repeated(40) + R"("})")
        << true << false << 200 << false << 0;
    QTest::newRow("open, as long as its codes")
        << QByteArray(R"({"duration":-1,"audio_codes":")" + QByteArray("<|audio_code_1|>").repeated(40) + R"("})")
        << true << false << 200 << false << 0;
}

void TestMemoryPlan::songsAreAsLargeAsTheirRequests() {
    QFETCH(QByteArray, request);
    QFETCH(bool, turbo);
    QFETCH(bool, planned);
    Warnings warnings;
    const auto size = songSize(requestFromJson(request.toStdString(), warnings), {.turbo = turbo, .planned = planned});
    QTEST(static_cast<int>(size.frames), "frames");
    QTEST(size.guided, "guided");
    QTEST(static_cast<int>(size.lmRows), "lmRows");
}

/// `ottava-cli info --tiers > docs/memory.md` writes it.
void TestMemoryPlan::thePageIsUpToDate() {
    QFile page{OTTAVA_SOURCE_DIR "/docs/memory.md"};
    QVERIFY(page.open(QIODevice::ReadOnly));
    QCOMPARE(page.readAll().split('\n'), QByteArray::fromStdString(tierPlansPage(tierPlans(table()))).split('\n'));
}

void TestMemoryPlan::theTightestPlansAreOfEveryTier() {
    const auto all = tierPlans(table());
    std::map<std::string, std::set<std::string>> kept, offered;
    for (const auto& entry : tightestPlans(all)) {
        kept[entry.tier + ' ' + entry.model].insert(entry.lm.value_or(""));
        for (const auto& other : all)
            QVERIFY(other.tier != entry.tier || other.cardGb >= entry.cardGb);
    }
    for (const auto& entry : all)
        offered[entry.tier + ' ' + entry.model].insert(entry.lm.value_or(""));
    QCOMPARE(kept.size(), offered.size());
    for (const auto& [job, planners] : offered) {
        QCOMPARE(kept.at(job).size(), std::min<std::size_t>(planners.size(), 2));
        QVERIFY(kept.at(job).contains(""));
        QVERIFY(kept.at(job).contains(*planners.rbegin())); // by name: 0.6B, 1.7B, 4B
    }
}

void TestMemoryPlan::countedRowsSayWhatWasForetold() {
    auto entry = tierPlans(table()).front();
    const auto needed = [&](MemoryStage stage) -> StagePeak& {
        return *std::ranges::find(entry.plan.stages, stage, &StagePeak::stage);
    };
    needed(MemoryStage::Encoding).bytes = 200 << 20;
    needed(MemoryStage::Encoding).measured = 150 << 20;
    QCOMPARE(QString::fromStdString(countedTierRow(entry)),
             QStringLiteral("| 4 | 2B turbo | – | 180 × 1 | – | 150 (75 %) | – | – |\n"));
}

QTEST_GUILESS_MAIN(TestMemoryPlan)
#include "tst_memory_plan.moc"
