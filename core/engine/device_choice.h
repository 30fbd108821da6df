#pragma once

#include "core/engine/engine.h"
#include "core/nn/card_allocator.h"
#include "core/tasks/model_store.h"

namespace ottava {

/// Where a job runs and in which precision.
struct DeviceChoice {
    at::Device device = at::kCPU;
    at::ScalarType dtype = at::kFloat;
    at::ScalarType vaeDtype = at::kFloat; ///< fp32 unless bf16 is asked for: bf16 decoding is audibly worse
    at::ScalarType lmDtype = at::kFloat;
    LmWeights lmWeights = LmWeights::Plain;
    DitOptions ditOptions{};
    std::shared_ptr<const MakeWorkRecorder> recorder{}; ///< none: the device records no work
    CardAllocator* allocator = nullptr;                 ///< the card's memory; none: nobody tells of it
    Device hardware;                                    ///< what the tiers see; MAX_CUDA_VRAM may simulate it
    Warnings warnings;
};

/// Looks at the machine and loads libtorch's CUDA part when an NVIDIA driver is there, before any other libtorch call.
/// A CUDA wish that cannot be met falls back to the CPU with a warning. int8 is for the layers of the diffusion
/// transformer and the weights of the language model; everything else is then kept as with Precision::Auto. Throws
/// Error (BadRequest) for an unknown device and for int8 on a graphics card.
DeviceChoice chooseDevice(const EngineSettings& settings);

ModelChoice modelChoice(const EngineSettings& settings, const DeviceChoice& device);

} // namespace ottava
