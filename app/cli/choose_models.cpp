#include "app/cli/engine_options.h"
#include "app/cli/report.h"
#include "core/base/resources.h"
#include "core/engine/settings.h"

#include <iostream>

namespace ottava::cli {

std::filesystem::path chooseModels(const Arguments& arguments) {
    if (const auto given = arguments.value("models"))
        return *given;
    Warnings warnings;
    const auto folder = modelsFolder(loadSettings(settingsFile(), warnings));
    printWarnings(std::cerr, warnings);
    if (canGenerate(folder))
        return folder;
    std::cerr << "No models in " << folder.string()
              << ": the embedded demo model is used. It is untrained and makes noise, not music.\n";
    return demoModelDir();
}

} // namespace ottava::cli
