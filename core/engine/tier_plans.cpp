#include "core/engine/tier_plans.h"

#include "core/base/units.h"
#include "core/engine/full_size_models.h"
#include "core/engine/memory_text.h"
#include "core/engine/song_size.h"

#include <fmt/format.h>

#include <map>

namespace ottava {
namespace {

constexpr double kLeastForXl = 12; // GB. Source: the compatibility guide

struct Model {
    const char* name;
    bool xl, guided;
};
constexpr Model kModels[] = {{"2B turbo", false, false}, {"2B base, guided", false, true}, {"XL turbo", true, false}};

MemoryModels modelsOn(const Model& model, const std::optional<std::string>& lm) {
    const NumberFormat half{.name = "bf16", .bytes = 2, .weightBytes = 2};
    MemoryModels models{.dit = fullSizeDit(model.xl),
                        .vae = {},
                        .text = fullSizeTextEncoder(),
                        .lm = std::nullopt,
                        .music = half,
                        .decoding = {},
                        .planning = half,
                        .ditLayout = {.numberBytes = 2, .int8 = false, .fused = false, .flash = true},
                        .onProcessor = false};
    if (lm)
        models.lm = fullSizePlanner(lmSizeOf(*lm));
    return models;
}

SongSize largestSong(const TierLimit& limit, bool guided, bool planned) {
    Request request;
    request.duration = limit.maxDurationSeconds;
    request.batchSize = limit.maxBatch;
    auto song = songSize(request, {.turbo = !guided, .planned = planned});
    song.lyricTokens = 2'048; // as many as there may be
    return song;
}

TierPlan planOn(double cardGb, const Tier& tier, const Model& model, const std::optional<std::string>& lm) {
    const auto limit = lm ? *tier.withLm : tier.withoutLm;
    TierPlan entry{.cardGb = cardGb,
                   .tier = tier.id,
                   .model = model.name,
                   .lm = lm,
                   .limit = limit,
                   .models = modelsOn(model, lm),
                   .song = largestSong(limit, model.guided, lm.has_value()),
                   .plan = {}};
    entry.plan = planMemory(entry.models, entry.song, cardBudget(cardGb), OffloadWish::WhereNeeded);
    return entry;
}

double gb(std::int64_t bytes) {
    return static_cast<double>(bytes) / kBytesPerGiB;
}

std::string peakText(const MemoryPlan& plan, MemoryStage stage) {
    for (const auto& peak : plan.stages)
        if (peak.stage == stage)
            return fmt::format("{:.1f}", gb(peak.bytes));
    return "–";
}

std::string lmText(const TierPlan& entry) {
    return entry.lm ? entry.lm->substr(entry.lm->rfind('-') + 1) : "–";
}

std::string row(const TierPlan& entry) {
    const auto& choices = entry.plan.choices;
    const auto& plan = entry.plan;
    return fmt::format(
        "| {:g} | {} | {} | {} | {} × {} | {} | {} | {} | {} | {:.1f} | {}{} | {} | {} | {} | {} | **{:.1f}** |\n",
        entry.cardGb, entry.tier, entry.model, lmText(entry), entry.limit.maxDurationSeconds, entry.limit.maxBatch,
        entry.lm ? residencyName(choices.lm) : "–", residencyName(choices.encoders), residencyName(choices.dit),
        residencyName(choices.vae), static_cast<double>(choices.tileFrames) / kLatentRate, choices.itemsAtOnce,
        choices.guidanceApart ? ", halves apart" : "", peakText(plan, MemoryStage::Planning),
        peakText(plan, MemoryStage::Encoding), peakText(plan, MemoryStage::Diffusion),
        peakText(plan, MemoryStage::Decoding), gb(plan.peakBytes()));
}

/// What a stage held, and its share of what was foretold.
std::string countText(const MemoryPlan& plan, MemoryStage stage) {
    for (const auto& peak : plan.stages)
        if (peak.stage == stage && peak.measured)
            return fmt::format("{:.0f} ({:.0f} %)", static_cast<double>(*peak.measured) / kBytesPerMiB,
                               100 * static_cast<double>(*peak.measured) / static_cast<double>(peak.bytes));
    return "–";
}

constexpr const char* kIntroduction = R"(# Memory by tier

This page is written by `ottava-cli info --tiers`; do not edit it by hand.

Each row is the largest job that a tier allows (seconds × takes in one batch) on a card of that size, and how Ottava
plans it: where each model is, how long a decoding tile is, how many takes pass through the diffusion model at once, and
what each stage holds at most. Sizes are GiB; weights are bf16, the autoencoder fp32. The last column is the whole peak
with the 0.5 GB that driver and kernels take; it never exceeds the card.

*stays*: on the card for good · *leaves*: on the card for its stage only · *by_layer*: in main memory, each layer visits
the card · *host*: works on the processor.

When memory runs out all the same, because another program took it, the job climbs down the same steps, finishes, and
says in the take what was changed. `ottava-cli bench --memory` counts at the allocator what each stage really holds and
sets it beside the prediction; what it counted of every tier: [memory-counted.md](memory-counted.md).

| card | tier | model | LM | s × takes | LM | encoders | DiT | VAE | tile s | at once | planning | encoding | diffusion | decoding | peak |
|--:|---|---|---|--:|---|---|---|---|--:|---|--:|--:|--:|--:|--:|
)";

constexpr const char* kCountedIntroduction = R"(# Memory by tier, counted

This page is written by `ottava-cli bench --memory --tiers`; do not edit it by hand.

The largest jobs of [the table of tiers](memory.md), on the smallest card of each tier, without a language model and
with the largest one: run for one unit of each stage (a prompt and a token, a denoising step, three decoding tiles) with
random weights of the full width, while libtorch's allocator counts. The processor stands in for the card and runs the
same layers of libtorch as a card would. All layers of a stack take turns with the same working memory, so that {} of
the diffusion transformer and of the language model tell what all of them would need; the plans beside them are made for
as many. MiB at most, and the share of what the plan foretold.

| card | model | LM | s × takes | planning | encoding | diffusion | decoding |
|--:|---|---|--:|--:|--:|--:|--:|
)";

} // namespace

std::vector<TierPlan> tierPlans(const TierTable& table) {
    std::vector<TierPlan> plans;
    for (const double card : kTypicalCards) {
        const auto& tier = table.forVram(card);
        for (const auto& model : kModels) {
            if (model.xl && card < kLeastForXl)
                continue;
            plans.push_back(planOn(card, tier, model, std::nullopt));
            for (const auto& lm : tier.lms)
                plans.push_back(planOn(card, tier, model, lm.name));
        }
    }
    return plans;
}

std::string tierPlansPage(const std::vector<TierPlan>& plans) {
    std::string page = kIntroduction;
    for (const auto& entry : plans)
        page += row(entry);
    return page;
}

std::vector<TierPlan> tightestPlans(const std::vector<TierPlan>& plans) {
    std::map<std::string, double> smallest;
    for (const auto& entry : plans)
        smallest.emplace(entry.tier, entry.cardGb); // cards come in the order of their size, planners, too
    std::vector<TierPlan> tightest;
    for (const auto& entry : plans) {
        if (entry.cardGb != smallest.at(entry.tier))
            continue;
        if (entry.lm && tightest.back().lm)
            tightest.back() = entry;
        else
            tightest.push_back(entry);
    }
    return tightest;
}

std::string countedTiersIntroduction(std::int64_t layers) {
    return fmt::format(fmt::runtime(kCountedIntroduction), layers);
}

std::string countedTierRow(const TierPlan& counted) {
    return fmt::format("| {:g} | {} | {} | {} × {} | {} | {} | {} | {} |\n", counted.cardGb, counted.model,
                       lmText(counted), counted.limit.maxDurationSeconds, counted.limit.maxBatch,
                       countText(counted.plan, MemoryStage::Planning), countText(counted.plan, MemoryStage::Encoding),
                       countText(counted.plan, MemoryStage::Diffusion), countText(counted.plan, MemoryStage::Decoding));
}

} // namespace ottava
