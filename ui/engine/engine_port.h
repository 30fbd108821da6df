#pragma once

#include "core/engine/engine.h"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace ottava::ui {

/// The engine as the window knows it: functions, given by the composition of the program (the real Engine) or by a
/// test. All are called on the engine thread only.
struct EnginePort {
    std::function<void(EngineSettings)> configure;
    std::function<GenerateResult(const Request&, const std::filesystem::path& outDir, const JobCallbacks&,
                                 std::stop_token)>
        generate;
    std::function<PlanResult(const PlannerJob&, const JobCallbacks&, std::stop_token)> plan;
    std::function<void()> release = {}; ///< loaded models leave memory
};

} // namespace ottava::ui
