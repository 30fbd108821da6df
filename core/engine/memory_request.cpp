#include "core/engine/memory_request.h"

namespace ottava {

NumberFormat numberFormat(at::ScalarType dtype) {
    switch (dtype) {
    case at::kBFloat16:
        return {.name = "bf16", .bytes = 2, .weightBytes = 2};
    case at::kHalf:
        return {.name = "fp16", .bytes = 2, .weightBytes = 2};
    default:
        return {.name = "fp32", .bytes = 4, .weightBytes = 4};
    }
}

OffloadWish offloadWish(const EngineSettings& settings) {
    if (!settings.offload)
        return OffloadWish::WhereNeeded;
    return *settings.offload ? OffloadWish::Always : OffloadWish::Never;
}

MemoryBudget memoryBudget(const EngineSettings& settings, const Device& hardware, double takenGb) {
    if (settings.memoryGb)
        return cardBudget(*settings.memoryGb, /*reserveGb=*/0);
    const bool card = hardware.kind == Device::Kind::Cuda || (hardware.simulated && hardware.vramGb > 0);
    return card ? cardBudget(hardware.vramGb, kCardReserveGb + takenGb) : mainMemoryBudget(hardware.ramGb);
}

std::int64_t rowsAtOnce(const MemoryChoices& choices, const SongSize& song) {
    return choices.itemsAtOnce * (song.guided && !choices.guidanceApart ? 2 : 1);
}

MemoryModels memoryModels(const EngineSettings& settings, const DeviceChoice& device,
                          const std::optional<std::string>& lm) {
    MemoryModels models{.dit = readDitConfig(settings.models / settings.dit),
                        .vae = readVaeConfig(settings.models / settings.vae),
                        .text = readQwenConfig(settings.models / kTextEncoderFolder),
                        .lm = std::nullopt,
                        .music = numberFormat(device.dtype),
                        .decoding = numberFormat(device.vaeDtype),
                        .planning = numberFormat(device.lmDtype),
                        .ditLayout = layoutOf(device.ditOptions, device.dtype, device.device),
                        .onProcessor = device.device.is_cpu()};
    if (lm)
        models.lm = readQwenConfig(settings.models / *lm);
    if (device.lmWeights == LmWeights::Int8)
        models.planning.weightBytes = 1;
    return models;
}

} // namespace ottava
