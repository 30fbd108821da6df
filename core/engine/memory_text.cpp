#include "core/engine/memory_text.h"

#include "core/base/units.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace ottava {
namespace {

using nlohmann::json;

constexpr double kThousandths = 1000;

double gigabytes(std::int64_t bytes) {
    return static_cast<double>(bytes) / kBytesPerGiB;
}

/// Rounded for readers of JSON.
double gbJson(std::int64_t bytes) {
    return std::round(gigabytes(bytes) * kThousandths) / kThousandths;
}

double secondsOf(const SongSize& song) {
    return static_cast<double>(song.frames) / kLatentRate;
}

bool fits(const MemoryModels& models, const SongSize& song, const MemoryBudget& budget) {
    return planMemory(models, song, budget, OffloadWish::WhereNeeded).fits();
}

} // namespace

const char* memoryStageName(MemoryStage stage) {
    switch (stage) {
    case MemoryStage::Planning:
        return "planning";
    case MemoryStage::Encoding:
        return "encoding";
    case MemoryStage::Diffusion:
        return "diffusion";
    case MemoryStage::Decoding:
        return "decoding";
    }
    return "";
}

const char* memoryStageText(MemoryStage stage) {
    switch (stage) {
    case MemoryStage::Planning:
        return "planning the song";
    case MemoryStage::Encoding:
        return "reading text and sources";
    case MemoryStage::Diffusion:
        return "diffusing";
    case MemoryStage::Decoding:
        return "decoding the audio";
    }
    return "";
}

const char* memoryReliefText(MemoryRelief relief) {
    switch (relief) {
    case MemoryRelief::LmLeaves:
        return "the language model moved out";
    case MemoryRelief::ModelsTakeTurns:
        return "one model loaded at a time";
    case MemoryRelief::SmallerTiles:
        return "shorter decoding tiles";
    case MemoryRelief::BatchSplit:
        return "the batch split";
    case MemoryRelief::DitByLayer:
        return "the diffusion model loaded layer by layer";
    case MemoryRelief::LmOnHost:
        return "the language model on the processor";
    case MemoryRelief::VaeOnHost:
        return "decoding on the processor";
    case MemoryRelief::AllOnHost:
        return "everything on the processor";
    }
    return "";
}

const char* residencyName(Residency residency) {
    switch (residency) {
    case Residency::Stays:
        return "stays";
    case Residency::Leaves:
        return "leaves";
    case Residency::ByLayer:
        return "by_layer";
    case Residency::Host:
        return "host";
    }
    return "";
}

std::string memoryRelievedText(MemoryStage stage, const std::vector<MemoryRelief>& reliefs, bool isCard) {
    std::vector<std::string> changes;
    for (const auto relief : reliefs)
        if (const std::string text = memoryReliefText(relief); std::ranges::find(changes, text) == changes.end())
            changes.push_back(text);
    return fmt::format("{} ran out while {}; finished with {}. Quality is the same.", isCard ? "GPU memory" : "Memory",
                       memoryStageText(stage), fmt::join(changes, ", "));
}

std::string outOfMemoryText(const SongSize& song, const MemoryBudget& budget) {
    return fmt::format("Not enough {} for {:.0f} s × {} {}.", budget.isCard ? "GPU memory" : "memory", secondsOf(song),
                       song.items, song.items == 1 ? "take" : "takes");
}

std::string fitsWithText(const MemoryModels& models, const SongSize& song, const MemoryBudget& budget) {
    auto smaller = song;
    while (smaller.items > 1) {
        --smaller.items;
        if (fits(models, smaller, budget))
            return fmt::format("It fits with {} {} at a time.", smaller.items, smaller.items == 1 ? "take" : "takes");
    }
    constexpr std::int64_t kStep = 30 * kLatentRate;
    while (smaller.frames > 2 * kStep) {
        smaller.frames = (smaller.frames - 1) / kStep * kStep;
        if (fits(models, smaller, budget))
            return fmt::format("It fits with 1 take of {:.0f} s.", secondsOf(smaller));
    }
    return "Close other programs, or choose smaller models.";
}

std::string memoryPlanLine(const MemoryPlan& plan) {
    auto line =
        fmt::format("{:.1f} of {:.1f} GB at most", gigabytes(plan.peakBytes()), gigabytes(plan.budget.totalBytes));
    for (const auto& module : plan.modules)
        line += fmt::format("; {} {} ({}, {:.1f} GB)", module.name, residencyName(module.residency), module.precision,
                            gigabytes(module.bytes));
    return line
           + fmt::format("; tiles of {:.1f} s, {} at once{}",
                         static_cast<double>(plan.choices.tileFrames) / kLatentRate, plan.choices.itemsAtOnce,
                         plan.choices.guidanceApart ? ", guidance apart" : "");
}

json memoryPlanJson(const MemoryPlan& plan) {
    const auto measured = plan.measuredBytes();
    auto modules = json::array(), stages = json::array(), reliefs = json::array();
    for (const auto& module : plan.modules)
        modules.push_back({{"name", module.name},
                           {"precision", module.precision},
                           {"weights_gb", gbJson(module.bytes)},
                           {"residency", residencyName(module.residency)}});
    for (const auto& stage : plan.stages)
        stages.push_back({{"stage", memoryStageName(stage.stage)},
                          {"predicted_gb", gbJson(stage.bytes)},
                          {"measured_gb", stage.measured ? json(gbJson(*stage.measured)) : json()}});
    for (const auto relief : plan.reliefs)
        reliefs.push_back(memoryReliefText(relief));
    return {{"memory_gb", gbJson(plan.budget.totalBytes)},
            {"reserve_gb", gbJson(plan.budget.reserveBytes)},
            {"on_card", plan.budget.isCard},
            {"predicted_peak_gb", gbJson(plan.peakBytes())},
            {"predicted_tensors_gb", gbJson(plan.allocatedBytes())},
            {"measured_tensors_gb", measured ? json(gbJson(*measured)) : json()},
            {"fits", plan.fits()},
            {"modules", modules},
            {"stages", stages},
            {"tile_s", static_cast<double>(plan.choices.tileFrames) / kLatentRate},
            {"takes_at_once", plan.choices.itemsAtOnce},
            {"guidance_apart", plan.choices.guidanceApart},
            {"changes", reliefs}};
}

} // namespace ottava
