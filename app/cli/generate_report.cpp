#include "app/cli/generate_report.h"

#include "app/cli/report.h"
#include "core/engine/memory_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ottava::cli {
namespace {

using nlohmann::json;

json takeJson(const Take& take) {
    json written{{"audio", take.audio.string()},
                 {"sidecar", take.sidecar.string()},
                 {"latents", take.latents.string()},
                 {"seed", take.seed},
                 {"duration_s", take.durationSeconds}};
    if (take.lrc)
        written["lrc"] = take.lrc->string();
    for (const auto& [name, score] : take.scores)
        written["scores"][name] = score;
    return written;
}

json timingsJson(const Timings& timings) {
    return {{"plan_s", timings.planSeconds},
            {"text_s", timings.textSeconds},
            {"dit_s", timings.ditSeconds},
            {"vae_s", timings.vaeSeconds},
            {"total_s", timings.totalSeconds},
            {"first_audio_s", timings.firstAudioSeconds ? json(*timings.firstAudioSeconds) : json()}};
}

} // namespace

std::string resultToJson(const GenerateResult& result) {
    auto takes = json::array();
    for (const auto& take : result.takes)
        takes.push_back(takeJson(take));
    return jsonLine({{"takes", takes},
                     {"request", json::parse(requestToJson(result.request))},
                     {"warnings", warningsToJson(result.warnings)},
                     {"timings", timingsJson(result.timings)},
                     {"memory_plan", memoryPlanJson(result.memory)},
                     {"peak_rss_mb", result.peakRssMb}});
}

std::string resultToText(const GenerateResult& result) {
    std::string text;
    for (const auto& take : result.takes)
        text += fmt::format("{}  ({:.1f} s, seed {})\n", take.audio.string(), take.durationSeconds, take.seed);
    const auto& timings = result.timings;
    return text
           + fmt::format("{:.1f} s in all: plan {:.1f} s, text {:.1f} s, diffusion {:.1f} s, decoding {:.1f} s; "
                         "at most {:.0f} MB of memory\nmemory plan: {}\n",
                         timings.totalSeconds, timings.planSeconds, timings.textSeconds, timings.ditSeconds,
                         timings.vaeSeconds, result.peakRssMb, memoryPlanLine(result.memory));
}

} // namespace ottava::cli
