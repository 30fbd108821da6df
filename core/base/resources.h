#pragma once

#include <filesystem>

namespace ottava {

/// The program's data folder: ../share/ottava beside the folder of the running program (build and installed trees have
/// the same shape). Throws Error (FileFault) when it is not there.
std::filesystem::path resourceDir();

/// The embedded demo model, in the checkpoints/ layout.
std::filesystem::path demoModelDir();

/// XDG folders with their standard fallbacks: $XDG_DATA_HOME/ottava, $XDG_CONFIG_HOME/ottava, $XDG_STATE_HOME/ottava,
/// $XDG_CACHE_HOME/ottava.
std::filesystem::path dataDir();
std::filesystem::path configDir();
std::filesystem::path stateDir();
std::filesystem::path cacheDir();

/// Where models are looked for: OTTAVA_MODELS, else dataDir()/checkpoints.
std::filesystem::path defaultModelsDir();

} // namespace ottava
