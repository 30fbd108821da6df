#include "core/hardware/tiers.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/hardware/tier_checks.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ottava {
namespace {

using nlohmann::json;

constexpr double kSecondsPerMinute = 60;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TierSpan readSpan(const json& span) {
    TierSpan read{.fromGb = 0, .toGb = kInfinity, .includesFrom = true, .includesTo = false};
    for (const auto& [key, value] : span.items()) {
        if (key == "from_gb" || key == "above_gb") {
            read.fromGb = value.get<double>();
            read.includesFrom = key == "from_gb";
        } else if (key == "up_to_gb" || key == "below_gb") {
            read.toGb = value.get<double>();
            read.includesTo = key == "up_to_gb";
        } else {
            throw Error{ErrorCode::Internal, sentence("the span has an unknown edge '{}'", key)};
        }
    }
    return read;
}

TierLimit readLimit(const json& limit) {
    const double seconds = limit.at("max_minutes").get<double>() * kSecondsPerMinute;
    // Through double: a batch of 2.5 must not become 2 unseen.
    const double batch = limit.at("max_batch").get<double>();
    if (seconds != std::floor(seconds) || batch != std::floor(batch) || std::abs(seconds) > 1e6
        || std::abs(batch) > 1e6)
        throw Error{ErrorCode::Internal, sentence("a limit is not a whole number")};
    return {.maxDurationSeconds = static_cast<int>(seconds), .maxBatch = static_cast<int>(batch)};
}

std::vector<TierLm> readLms(const json& list) {
    std::vector<TierLm> lms;
    for (const auto& lm : list) {
        const auto& memory = lm.at("memory_gb");
        lms.push_back({.name = lm.at("name").get<std::string>(),
                       .memoryGb = memory.is_null() ? std::nullopt : std::optional{memory.get<double>()}});
    }
    return lms;
}

Tier readTier(const json& row) {
    Tier tier;
    tier.id = row.at("id").get<std::string>();
    tier.span = readSpan(row.at("span"));
    if (!row.at("with_lm").is_null())
        tier.withLm = readLimit(row.at("with_lm"));
    tier.withoutLm = readLimit(row.at("without_lm"));
    tier.lms = readLms(row.at("lm"));
    tier.lmOnByDefault = row.at("lm_on_by_default").get<bool>();
    return tier;
}

/// "row 3 (tier3)": the place in the table for a reader of the error.
std::string rowName(const json& row, std::size_t index) {
    const bool named = row.is_object() && row.contains("id") && row["id"].is_string();
    return named ? fmt::format("row {} ({})", index + 1, row["id"].get<std::string>())
                 : fmt::format("row {}", index + 1);
}

Error unreadable(const std::string& where, const char* why) {
    return Error{ErrorCode::Internal, sentence("The tier table cannot be understood at {}: {}.", where, why),
                 sentence("Install Ottava again: its tiers.json was changed or damaged.")};
}

std::vector<Tier> readTiers(const json& rows) {
    std::vector<Tier> tiers;
    for (std::size_t index = 0; index < rows.size(); ++index) {
        try {
            tiers.push_back(readTier(rows[index]));
        } catch (const json::exception& e) {
            throw unreadable(rowName(rows[index], index), e.what());
        } catch (const Error& e) {
            throw unreadable(rowName(rows[index], index), e.what());
        }
        checkTier(tiers.back());
    }
    return tiers;
}

TierDefaults readDefaults(const json& defaults) {
    return {.flashAttention = defaults.at("flash_attention").get<bool>(),
            .offload = defaults.at("offload").get<bool>(),
            .compile = defaults.at("compile").get<bool>(),
            .quantization = defaults.at("quantization").get<bool>()};
}

std::string spanText(const TierSpan& span) {
    if (span.fromGb == 0)
        return fmt::format("{}{} GB", span.includesTo ? "up to " : "less than ", span.toGb);
    if (std::isinf(span.toGb))
        return fmt::format("{} {} GB", span.includesFrom ? "at least" : "more than", span.fromGb);
    return fmt::format("{}{} to {}{} GB", span.includesFrom ? "" : "more than ", span.fromGb,
                       span.includesTo ? "" : "less than ", span.toGb);
}

} // namespace

bool TierSpan::contains(double gb) const {
    return (includesFrom ? gb >= fromGb : gb > fromGb) && (includesTo ? gb <= toGb : gb < toGb);
}

const TierLm* Tier::lm(std::string_view name) const {
    const auto found = std::find_if(lms.begin(), lms.end(), [name](const TierLm& lm) { return lm.name == name; });
    return found == lms.end() ? nullptr : &*found;
}

Sentence tierTitle(const Tier& tier) {
    constexpr std::string_view kNumbered = "tier";
    if (tier.id.starts_with(kNumbered))
        return sentence("Tier {}", tier.id.substr(kNumbered.size()));
    return tier.id == "unlimited" ? sentence("The unlimited tier") : sentence("The {} tier", tier.id);
}

TierTable TierTable::load(const std::filesystem::path& file) {
    return parse(readTextFile(file));
}

TierTable TierTable::parse(std::string_view text) {
    TierTable table;
    try {
        const auto document = json::parse(text);
        table.tiers_ = readTiers(document.at("tiers"));
        table.defaults_ = readDefaults(document.at("defaults"));
        table.countsAsGb_ = document.at("counts_as_gb").get<std::vector<double>>();
        table.toleranceGb_ = document.at("tolerance_gb").get<double>();
    } catch (const json::exception& e) {
        throw unreadable("its outer level", e.what());
    }
    checkTierOrder(table.tiers_);
    checkNominalSizes(table.countsAsGb_, table.toleranceGb_, table.tiers_);
    return table;
}

double TierTable::nominalGb(double vramGb) const {
    for (const double size : countsAsGb_)
        if (vramGb < size && vramGb >= size - toleranceGb_)
            return size;
    return vramGb;
}

const Tier& TierTable::forVram(double vramGb, std::string* rule) const {
    const double nominal = nominalGb(std::max(vramGb, 0.0));
    const auto row =
        std::find_if(tiers_.begin(), tiers_.end(), [nominal](const Tier& tier) { return tier.span.contains(nominal); });
    if (row == tiers_.end())
        throw Error{ErrorCode::Internal, sentence("No tier holds {} GB of video memory.", vramGb)};
    if (rule != nullptr) {
        const auto tier = fmt::format("{} is for cards of {}", tierTitle(*row).text(), spanText(row->span));
        if (vramGb <= 0)
            *rule = tier + " and for machines without a GPU.";
        else if (nominal != vramGb)
            *rule = fmt::format("{:.2f} GB counts as {} GB: {}.", vramGb, nominal, tier);
        else
            *rule = tier + ".";
    }
    return *row;
}

} // namespace ottava
