#include "core/engine/bench_clock.h"

#include <c10/core/impl/VirtualGuardImpl.h>

#include <chrono>

namespace ottava {

void waitFor(at::Device device) {
    if (!device.is_cpu())
        c10::impl::VirtualGuardImpl{device.type()}.synchronizeDevice(device.index());
}

double secondsOf(at::Device device, const std::function<void()>& work) {
    waitFor(device);
    const auto start = std::chrono::steady_clock::now();
    work();
    waitFor(device);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace ottava
