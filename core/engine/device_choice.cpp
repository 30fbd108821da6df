#include "core/engine/device_choice.h"

#include "core/base/error.h"
#include "core/base/log.h"
#include "core/engine/card_functions.h"
#include "core/hardware/cpu_probe.h"

#include <ATen/Context.h>

#include <dlfcn.h>

#include <cstdlib>

namespace ottava {
namespace {

/// The CUDA kernels register themselves when their library is opened; without a driver it is not even looked for.
bool cudaUsable(const Device& hardware) {
    if (hardware.kind != Device::Kind::Cuda)
        return false;
    static const bool loaded = [] {
        ::setenv("CUDA_DEVICE_ORDER", "PCI_BUS_ID", /*overwrite=*/0); // the order in which the driver's library counts
        // Small cards are filled to the brim, where blocks that never grow leave gaps that nobody can use.
        if (::getenv("PYTORCH_ALLOC_CONF") == nullptr)
            ::setenv("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True", /*overwrite=*/0);
        if (::dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) != nullptr)
            return true;
        log::warn("libtorch's CUDA part cannot be loaded: {}", ::dlerror());
        return false;
    }();
    return loaded && at::hasCUDA();
}

at::ScalarType chooseDtype(const EngineSettings& settings, bool nativeBf16, at::Device device) {
    switch (settings.precision) {
    case Precision::Fp32:
        return at::kFloat;
    case Precision::Bf16:
        return at::kBFloat16;
    case Precision::Int8:
        if (device.is_cuda())
            throw Error{ErrorCode::BadRequest, sentence("There are no int8 kernels for graphics cards."),
                        sentence("Use precision auto, bf16 or fp32, or device cpu.")};
        break;
    case Precision::Auto:
        break;
    }
    if (nativeBf16)
        return at::kBFloat16;
    return device.is_cuda() ? at::kHalf : at::kFloat;
}

} // namespace

DeviceChoice chooseDevice(const EngineSettings& settings) {
    DeviceChoice choice;
    choice.hardware = probeDevice(settings.device, choice.warnings);
    if (cudaUsable(choice.hardware)) {
        choice.device = at::Device{at::kCUDA, static_cast<at::DeviceIndex>(choice.hardware.index)};
        const auto& functions = cardFunctions();
        if (settings.compile)
            choice.recorder = functions.recorder;
        if (functions.allocator)
            choice.allocator = functions.allocator(choice.device);
    } else if (choice.hardware.kind == Device::Kind::Cuda) {
        choice.warnings.push_back(
            {WarningCode::FallbackCpu,
             sentence("{} is there, but libtorch's CUDA part is not: the processor is used.", choice.hardware.name)});
    }
    at::globalContext().setAllowTF32CuDNN(false); // 11 bits are no float32
    const bool nativeBf16 = choice.device.is_cuda() ? choice.hardware.nativeBf16 : probeProcessor().nativeBf16;
    choice.dtype = chooseDtype(settings, nativeBf16, choice.device);
    choice.lmDtype = choice.dtype;
    const bool int8 = settings.precision == Precision::Int8;
    choice.vaeDtype = settings.precision == Precision::Auto || int8 ? at::kFloat : choice.dtype;
    choice.ditOptions = {.compile = settings.compile, .flash = settings.flashAttention, .int8 = int8};
    choice.lmWeights = int8 ? LmWeights::Int8 : LmWeights::Plain;
    return choice;
}

ModelChoice modelChoice(const EngineSettings& settings, const DeviceChoice& device) {
    return ModelChoice{.models = settings.models,
                       .dit = settings.dit,
                       .vae = settings.vae,
                       .dtype = device.dtype,
                       .vaeDtype = device.vaeDtype,
                       .device = device.device,
                       .lm = settings.lmEnabled ? settings.lm.value_or("") : "",
                       .lmDtype = device.lmDtype,
                       .lmWeights = device.lmWeights,
                       .ditOptions = device.ditOptions,
                       .recorder = device.recorder,
                       .vaeDevice = device.device,
                       .lmDevice = device.device};
}

} // namespace ottava
