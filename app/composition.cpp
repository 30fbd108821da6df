#include "app/composition.h"

#include "core/audio/player.h"
#include "core/base/resources.h"
#include "core/engine/adapter_report.h"
#include "core/engine/settings.h"

#include <memory>
#include <utility>

namespace ottava::app {

namespace {

/// Holds the engine that comes into being with the first settings.
struct LateEngine {
    std::unique_ptr<Engine> engine;

    void configure(EngineSettings settings) {
        if (engine)
            engine->configure(std::move(settings));
        else
            engine = std::make_unique<Engine>(std::move(settings));
    }
};

std::vector<std::string> audioDeviceNames() {
    std::vector<std::string> names;
    for (const auto& device : Player::devices())
        names.push_back(device.name);
    return names;
}

} // namespace

ui::EnginePort enginePort() {
    const auto late = std::make_shared<LateEngine>();
    return {.configure = [late](EngineSettings settings) { late->configure(std::move(settings)); },
            .generate =
                [late](const Request& request, const std::filesystem::path& outDir, const JobCallbacks& callbacks,
                       std::stop_token stop) {
                    return late->engine->generate(request, outDir, callbacks, std::move(stop));
                },
            .plan = [late](const PlannerJob& job, const JobCallbacks& callbacks,
                           std::stop_token stop) { return late->engine->plan(job, callbacks, std::move(stop)); },
            .release =
                [late] {
                    if (late->engine)
                        late->engine->releaseModels();
                }};
}

ui::HardwareReport probeMachine(const EngineSettings& settings) {
    ui::HardwareReport report;
    const auto device = probeDevice(settings.device, report.warnings);
    report.limits = limitsFor(device, TierTable::load(resourceDir() / "tiers.json"), settings.overrides);
    report.models = installedModels(settings.models);
    report.canGenerate = canGenerate(settings.models);
    return report;
}

ui::SessionPaths sessionPaths() {
    return {.settingsFile = settingsFile(),
            .demoModels = demoModelDir(),
            .defaultModels = defaultModelsDir(),
            .defaultLibrary = dataDir() / "library"};
}

ui::WindowServices windowServices() {
    return {.engine = enginePort(),
            .audioDevices = audioDeviceNames,
            .estimate = [](const EngineSettings& settings,
                           const Request& request) { return Engine{settings}.estimate(request); },
            .inspectAdapter = inspectAdapter,
            .libtorchVersion = libtorchVersion(),
            .logFile = stateDir() / "ottava.log",
            .geometryFile = configDir() / "window.ini"};
}

} // namespace ottava::app
