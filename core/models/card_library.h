#pragma once

#include "core/models/work_recorder.h"
#include "core/nn/card_allocator.h"

namespace ottava {

/// What a library for graphics cards offers: the caller owns the recorder. Throws c10::Error.
using MakeRecorderFunction = WorkRecorder* (*)(at::Device device);
/// The allocator of a card; it stays the library's.
using CardAllocatorFunction = CardAllocator* (*)(at::Device device);

/// The names that they are looked up by.
inline constexpr const char* kMakeRecorderName = "ottavaMakeRecorder";
inline constexpr const char* kCardAllocatorName = "ottavaCardAllocator";

} // namespace ottava
