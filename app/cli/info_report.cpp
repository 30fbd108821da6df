#include "app/cli/info_report.h"

#include "app/cli/report.h"
#include "core/engine/memory_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ottava::cli {
namespace {

using nlohmann::json;

const char* kindName(InstalledModel::Kind kind) {
    switch (kind) {
    case InstalledModel::Kind::Dit:
        return "dit";
    case InstalledModel::Kind::Vae:
        return "vae";
    case InstalledModel::Kind::TextEncoder:
        return "text_encoder";
    case InstalledModel::Kind::LanguageModel:
        return "language_model";
    }
    return "";
}

std::string row(std::string_view name, std::string_view value) {
    return fmt::format("{:<16}{}\n", name, value);
}

const char* onOff(bool on) {
    return on ? "on" : "off";
}

std::string deviceText(const Device& device) {
    return fmt::format("{}, {} threads, {:.1f} GB of main memory, bf16 {}", device.name, device.threads, device.ramGb,
                       device.nativeBf16 ? "in hardware" : "not in hardware");
}

std::string videoMemoryText(const Device& device) {
    if (device.simulated)
        return fmt::format("{} GB, simulated by MAX_CUDA_VRAM", device.vramGb);
    if (device.kind == Device::Kind::Cpu)
        return "none";
    return fmt::format("{:.1f} GB, {:.1f} GB free", device.vramGb, device.freeVramGb);
}

std::string limitText(const TierLimit& limit) {
    return fmt::format("{} s, batch {}", limit.maxDurationSeconds, limit.maxBatch);
}

std::string lmText(const Limits& limits) {
    if (!limits.lmAllowed())
        return "none in this tier";
    std::string text;
    for (const auto& lm : limits.tier.lms)
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", lm.name,
                            lm.memoryGb ? fmt::format("{} GB", *lm.memoryGb) : "no memory limit");
    const auto preset = limits.defaultLm();
    if (!preset)
        return "allowed beyond the tier";
    return fmt::format("{}; default {}, {}", text, *preset, limits.lmOnByDefault() ? "on" : "optional");
}

std::string modelsText(const InfoFacts& facts) {
    auto text = row("Models", facts.modelsDir.string());
    for (const auto& model : facts.models)
        text += fmt::format("  {:<14}{:<28}{:>10.1f} MB{}\n", kindName(model.kind), model.name, model.sizeMb,
                            model.demo ? "  demo, untrained" : "");
    return facts.models.empty() ? text + "  none installed\n" : text;
}

} // namespace

std::string infoToJson(const InfoFacts& facts) {
    auto info = json::parse(limitsToJson(facts.limits));
    auto models = json::array();
    for (const auto& model : facts.models)
        models.push_back({{"name", model.name},
                          {"kind", kindName(model.kind)},
                          {"path", model.path.string()},
                          {"size_mb", model.sizeMb},
                          {"demo", model.demo}});
    info["models"] = models;
    info["memory_plan"] = facts.memory ? memoryPlanJson(*facts.memory) : json();
    info["models_dir"] = facts.modelsDir.string();
    info["versions"] = {{"ottava", OTTAVA_VERSION}, {"libtorch", facts.libtorch}};
    info["warnings"] = warningsToJson(facts.warnings);
    return jsonLine(info);
}

std::string infoToText(const InfoFacts& facts) {
    const auto& limits = facts.limits;
    const auto& defaults = limits.defaults;
    auto text = row("Device", deviceText(limits.device)) + row("Video memory", videoMemoryText(limits.device))
                + row("Tier", limits.rule);
    if (limits.lmAllowed())
        text += row("With LM", limitText(limits.inForce(/*withLm=*/true)));
    text += row("Without LM", limitText(limits.inForce(/*withLm=*/false))) + row("Language model", lmText(limits));
    text += row("Defaults", fmt::format("flash attention {}, offload {}, compile {}, quantization {}",
                                        onOff(defaults.flashAttention), onOff(defaults.offload),
                                        onOff(defaults.compile), onOff(defaults.quantization)));
    if (facts.memory)
        text += row("Memory plan", memoryPlanLine(*facts.memory));
    text += modelsText(facts);
    return text + row("Versions", fmt::format("ottava {}, libtorch {}", OTTAVA_VERSION, facts.libtorch));
}

} // namespace ottava::cli
