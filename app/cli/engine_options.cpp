#include "app/cli/engine_options.h"

#include "core/engine/settings.h"

namespace ottava::cli {

EngineSettings engineOptions(const Arguments& arguments) {
    EngineSettings settings;
    settings.dit = arguments.value("dit").value_or(settings.dit);
    settings.vae = arguments.value("vae").value_or(settings.vae);
    settings.device = arguments.value("device").value_or(settings.device);
    if (const auto name = arguments.value("precision"))
        settings.precision = precisionFromName(*name).value_or(settings.precision);
    settings.offload = arguments.onOff("offload");
    settings.compile = arguments.onOff("compile").value_or(settings.compile);
    settings.flashAttention = arguments.onOff("flash-attention").value_or(settings.flashAttention);
    settings.overrides.maxDurationSeconds =
        arguments.integer("max-duration", kShortestDurationLimit, kLongestDurationLimit);
    settings.overrides.maxBatch = arguments.integer("max-batch", 1, kLargestBatchLimit);
    if (const auto lm = arguments.value("lm")) {
        settings.lmEnabled = *lm != "none";
        if (settings.lmEnabled) {
            settings.lm = lm;
            settings.overrides.allowLm = true;
        }
    }
    return settings;
}

} // namespace ottava::cli
