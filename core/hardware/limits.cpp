#include "core/hardware/limits.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ottava {
namespace {

using nlohmann::json;

void warnOverridden(Warnings& warnings, const Sentence& excess) {
    warnings.push_back(
        {WarningCode::LimitOverridden, sentence("{} This was allowed in the settings or on the command line, and is "
                                                "obeyed; memory may run out.",
                                                excess)});
}

Sentence secondsText(int withLm, int withoutLm, bool hasLm) {
    if (!hasLm || withLm == withoutLm)
        return sentence("{} s", withoutLm);
    return sentence("{} s with the language model and {} s without", withLm, withoutLm);
}

Sentence takesText(int withLm, int withoutLm, bool hasLm) {
    if (!hasLm || withLm == withoutLm)
        return sentence("{} takes", withoutLm);
    return sentence("{} takes with the language model and {} takes without", withLm, withoutLm);
}

json limitJson(const TierLimit& limit) {
    return {{"max_duration_s", limit.maxDurationSeconds}, {"max_batch", limit.maxBatch}};
}

std::string deviceId(const Device& device) {
    return device.kind == Device::Kind::Cuda ? fmt::format("cuda:{}", device.index) : "cpu";
}

} // namespace

TierLimit Limits::ofTier(bool withLm) const {
    return withLm ? tier.withLm.value_or(tier.withoutLm) : tier.withoutLm;
}

TierLimit Limits::inForce(bool withLm) const {
    const auto own = ofTier(withLm);
    return {.maxDurationSeconds = overrides.maxDurationSeconds.value_or(own.maxDurationSeconds),
            .maxBatch = overrides.maxBatch.value_or(own.maxBatch)};
}

bool Limits::lmAllowed() const {
    return overrides.allowLm.value_or(tier.withLm.has_value());
}

std::optional<std::string> Limits::defaultLm() const {
    if (!lmAllowed() || tier.lms.empty())
        return std::nullopt;
    return tier.lms.back().name;
}

bool Limits::lmOnByDefault() const {
    return lmAllowed() && tier.lmOnByDefault;
}

Limits limitsFor(const Device& device, const TierTable& table, const LimitOverrides& overrides) {
    std::string rule;
    const auto& tier = table.forVram(device.vramGb, &rule);
    return {.device = device, .tier = tier, .defaults = table.defaults(), .rule = rule, .overrides = overrides};
}

void warnOfOverrides(const Limits& limits, const std::optional<std::string>& lm, Warnings& warnings) {
    const auto title = tierTitle(limits.tier);
    const auto with = limits.ofTier(true), without = limits.ofTier(false);
    const bool hasLm = limits.tier.withLm.has_value();
    const auto& wish = limits.overrides;
    if (wish.maxDurationSeconds.value_or(0) > with.maxDurationSeconds)
        warnOverridden(warnings, sentence("{} allows up to {}; the limit was set to {} s.", title,
                                          secondsText(with.maxDurationSeconds, without.maxDurationSeconds, hasLm),
                                          *wish.maxDurationSeconds));
    if (wish.maxBatch.value_or(0) > with.maxBatch)
        warnOverridden(warnings, sentence("{} allows up to {}; the limit was set to {} takes at once.", title,
                                          takesText(with.maxBatch, without.maxBatch, hasLm), *wish.maxBatch));
    if (wish.allowLm.value_or(false) && !hasLm)
        warnOverridden(warnings, sentence("{} allows no language model; {} was asked for.", title,
                                          lm ? Sentence{*lm} : sentence("one")));
    else if (lm && hasLm && limits.lmAllowed() && limits.tier.lm(*lm) == nullptr)
        warnOverridden(warnings, sentence("{} allows language models up to {}; {} was asked for.", title,
                                          limits.tier.lms.back().name, *lm));
}

std::string limitsToJson(const Limits& limits) {
    const auto& device = limits.device;
    auto names = json::array();
    auto memory = json::object();
    if (limits.lmAllowed()) {
        for (const auto& lm : limits.tier.lms) {
            names.push_back(lm.name);
            memory[lm.name] = lm.memoryGb ? json(*lm.memoryGb) : json();
        }
    }
    const auto lm = limits.defaultLm();
    const json info = {
        {"device", deviceId(device)},
        {"device_name", device.name},
        {"vram_gb", device.vramGb},
        {"simulated", device.simulated},
        {"ram_gb", device.ramGb},
        {"threads", device.threads},
        {"native_bf16", device.nativeBf16},
        {"tier", limits.tier.id},
        {"rule", limits.rule},
        {"limits",
         {{"with_lm", limits.lmAllowed() ? limitJson(limits.inForce(true)) : json()},
          {"without_lm", limitJson(limits.inForce(false))}}},
        {"lm_models", names},
        {"lm_default", lm ? json(*lm) : json()},
        {"lm_on_by_default", limits.lmOnByDefault()},
        {"lm_memory_gb", memory},
        {"defaults",
         {{"flash_attention", limits.defaults.flashAttention},
          {"offload", limits.defaults.offload},
          {"compile", limits.defaults.compile},
          {"quantization", limits.defaults.quantization}}},
    };
    return info.dump();
}

} // namespace ottava
