#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace ottava {

/// What a device is asked to take. `device` unset: the default one.
struct OutputFormat {
    int channels = 2;
    int sampleRate = 48'000;
    std::optional<std::string> device;
};

/// Whoever fills a device's blocks. Both functions are called on the device's own thread: they never lock, allocate,
/// log, wait or throw.
class OutputClient {
public:
    virtual ~OutputClient() = default;
    /// Fill all of `out` (interleaved frames).
    virtual void render(std::span<float> out) noexcept = 0;
    /// The device takes no more, whether it was closed or vanished.
    virtual void ended() noexcept = 0;
};

/// An open, running output. Its destruction plays out what the device already took and closes it.
class OutputDevice {
public:
    virtual ~OutputDevice() = default;
};

/// Opens and starts an output; `client` outlives it. Throws Error (AudioFault).
using OpenOutput = std::function<std::unique_ptr<OutputDevice>(const OutputFormat& format, OutputClient& client)>;

} // namespace ottava
