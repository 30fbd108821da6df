#pragma once

#include "core/hardware/limits.h"
#include "core/tasks/model_store.h"

#include <filesystem>
#include <stop_token>
#include <string>

namespace ottava {

/// The `<|audio_code_N|>`… of a recording, five a second; of as much of it as a song may last here with a planner.
/// Throws Error (FileFault) when the file cannot be read, (BadRequest) when it is too short or silent; Cancelled.
std::string codesOfRecording(ModelStore& models, const std::filesystem::path& file, const Limits& limits,
                             Warnings& warnings, const std::stop_token& stop);

} // namespace ottava
