#pragma once

#include <ATen/core/Tensor.h>

#include <functional>

namespace ottava {

/// Returns when the device has done what it was asked for; the processor always has.
void waitFor(at::Device device);

/// How long `work` takes until the device is done with it, seconds.
double secondsOf(at::Device device, const std::function<void()>& work);

} // namespace ottava
