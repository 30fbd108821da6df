#pragma once

#include "core/audio/output_device.h"

#include <string>
#include <vector>

namespace ottava {

/// An output device of this machine.
struct AudioDevice {
    int index = -1;
    std::string name;
    bool isDefault = false;
};

/// Output devices as PortAudio sees them. The list is made anew whenever nothing plays. Empty when the machine has
/// none. Throws Error (AudioFault) when the sound system does not start.
std::vector<AudioDevice> outputDevices();

/// An OpenOutput that plays through PortAudio. Throws Error (AudioFault) saying whether there is no device at all, the
/// named one is not there, or it refuses.
std::unique_ptr<OutputDevice> openPortAudio(const OutputFormat& format, OutputClient& client);

} // namespace ottava
