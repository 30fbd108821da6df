#pragma once

#include "core/checkpoints/model_config.h"
#include "core/planner/decoding_limits.h"

namespace ottava {

// What the config.json files of the published models say, for plans and measurements without them.
// Source: the publisher's files; synthesis specification §1, language-model specification §1.

DitConfig fullSizeDit(bool xl);
QwenConfig fullSizeTextEncoder();
QwenConfig fullSizePlanner(LmSize size);

} // namespace ottava
