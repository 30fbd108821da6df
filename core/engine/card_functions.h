#pragma once

#include "core/models/work_recorder.h"
#include "core/nn/card_allocator.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace ottava {

/// What a library of its own, built where CUDA's headers are (core/cuda), does on NVIDIA cards.
struct CardFunctions {
    std::shared_ptr<const MakeWorkRecorder> recorder;         ///< none: it records no work
    std::function<CardAllocator*(at::Device)> allocator = {}; ///< none: it does not tell of memory
};

/// To be asked once libtorch's CUDA part is loaded; the same for ever. Empty when the library is not there or cannot be
/// loaded.
const CardFunctions& cardFunctions();

/// The first of the files that is there is loaded; the log says why it came to nothing.
CardFunctions cardFunctionsFrom(const std::vector<std::filesystem::path>& files);

} // namespace ottava
