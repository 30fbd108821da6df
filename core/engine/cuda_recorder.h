#pragma once

#include "core/models/work_recorder.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace ottava {

/// How work is recorded on NVIDIA cards: by a library of its own, built where CUDA's headers are (core/cuda). None
/// when it is not there or cannot be loaded. To be asked once libtorch's CUDA part is loaded; the same for ever.
std::shared_ptr<const MakeWorkRecorder> cudaRecorder();

/// The first of the files that is there is loaded; the log says why it came to nothing.
std::shared_ptr<const MakeWorkRecorder> recorderFrom(const std::vector<std::filesystem::path>& files);

} // namespace ottava
