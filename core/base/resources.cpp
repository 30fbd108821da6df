#include "core/base/resources.h"

#include "core/base/error.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace ottava {
namespace {

std::filesystem::path environmentPath(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::filesystem::path{} : std::filesystem::path{value};
}

/// XDG rule: a relative path in the variable counts as unset.
std::filesystem::path xdgDir(const char* variable, const char* fallbackBelowHome) {
    auto base = environmentPath(variable);
    if (!base.is_absolute())
        base = environmentPath("HOME") / fallbackBelowHome;
    return base / "ottava";
}

} // namespace

std::filesystem::path resourceDir() {
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
    auto dir = program.parent_path().parent_path() / "share" / "ottava";
    if (failed || !std::filesystem::exists(dir / "tiers.json"))
        throw Error{ErrorCode::FileFault, "The program's own data folder is missing: " + dir.string(),
                    sentence("Install Ottava again, or start it from its build folder.")};
    return dir;
}

std::filesystem::path demoModelDir() {
    return resourceDir() / "demo-model";
}

std::filesystem::path dataDir() {
    return xdgDir("XDG_DATA_HOME", ".local/share");
}
std::filesystem::path configDir() {
    return xdgDir("XDG_CONFIG_HOME", ".config");
}
std::filesystem::path stateDir() {
    return xdgDir("XDG_STATE_HOME", ".local/state");
}
std::filesystem::path cacheDir() {
    return xdgDir("XDG_CACHE_HOME", ".cache");
}

std::filesystem::path defaultModelsDir() {
    const auto chosen = environmentPath("OTTAVA_MODELS");
    return chosen.empty() ? dataDir() / "checkpoints" : chosen;
}

} // namespace ottava
