#pragma once

#include "core/engine/bench.h"
#include "core/engine/device_choice.h"

#include <functional>

namespace ottava {

/// Times `work` `repeats` times under this name, and says so.
using BenchTimer = std::function<BenchStage(const std::string& name, int repeats, const std::function<void()>& work)>;

/// Prefill of a prompt and decoding of audio codes, alone and as the pair that guidance needs, with random weights of
/// the real size.
std::vector<BenchDecode> benchLanguageModel(BenchLm size, const DeviceChoice& device, const BenchTimer& time);

} // namespace ottava
