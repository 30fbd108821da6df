#pragma once

#include "core/engine/device_choice.h"
#include "core/engine/memory_plan.h"

namespace ottava {

// From what the engine knows (settings, request, machine, model folders) to what a memory plan is made of.

NumberFormat numberFormat(at::ScalarType dtype);
OffloadWish offloadWish(const EngineSettings& settings);
/// The card that this device has or simulates, less what other programs hold of it, else main memory; or what the
/// settings say.
MemoryBudget memoryBudget(const EngineSettings& settings, const Device& hardware, double takenGb = 0);
/// Rows that the DiT takes at once under these choices: of items, or of items and their unconditional halves.
std::int64_t rowsAtOnce(const MemoryChoices& choices, const SongSize& song);

/// Shapes of the models in `settings.models`; `lm`: folder name of the planner, if the job has one. Throws Error
/// (ModelMissing, ModelCorrupt).
MemoryModels memoryModels(const EngineSettings& settings, const DeviceChoice& device,
                          const std::optional<std::string>& lm);

} // namespace ottava
