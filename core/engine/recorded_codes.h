#pragma once

#include "core/hardware/limits.h"
#include "core/tasks/model_store.h"

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <stop_token>
#include <string>

namespace ottava {

/// As much of a recording as a song may last here with a planner, [1, 2, samples] at 48 kHz. Needs no model. Throws
/// Error (FileFault) when the file cannot be read, (BadRequest) when it is too short or silent.
at::Tensor recordingToUnderstand(const std::filesystem::path& file, const Limits& limits, Warnings& warnings);

/// The `<|audio_code_N|>`… of such a recording, five a second. Throws Cancelled.
std::string codesOfRecording(ModelStore& models, const at::Tensor& recording, const std::stop_token& stop);

} // namespace ottava
