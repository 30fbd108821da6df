#pragma once

#include "core/models/work_recorder.h"

namespace ottava {

/// What a library that records work offers: the caller owns the recorder. Throws c10::Error.
using MakeRecorderFunction = WorkRecorder* (*)(at::Device device);

/// The name that it is looked up by.
inline constexpr const char* kMakeRecorderName = "ottavaMakeRecorder";

} // namespace ottava
