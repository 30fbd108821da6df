#pragma once

#include "app/cli/arguments.h"
#include "core/engine/engine.h"

#include <filesystem>

namespace ottava::cli {

/// What the common options say about the engine; `models` is left to `chooseModels`. A planner that is named counts as
/// allowed, whatever the tier says. Throws Error (BadRequest) for limits outside their hard range.
EngineSettings engineOptions(const Arguments& arguments);

/// Where to look for models: --models as it is given; else the app's folder (environment, saved settings, default) when
/// it can make music; else the embedded demo model, which is announced on stderr.
std::filesystem::path chooseModels(const Arguments& arguments);

} // namespace ottava::cli
