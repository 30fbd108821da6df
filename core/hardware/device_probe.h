#pragma once

#include "core/base/warning.h"
#include "core/hardware/cpu_probe.h"
#include "core/hardware/nvml.h"

#include <optional>
#include <string>
#include <vector>

namespace ottava {

/// The machine as the tiers see it.
struct Device {
    enum class Kind { Cpu, Cuda };
    Kind kind = Kind::Cpu;
    std::string name = {};   ///< "NVIDIA GeForce RTX 4060 Ti" or the processor's name
    int index = 0;           ///< CUDA ordinal
    double vramGb = 0;       ///< total video memory, GiB; 0 without a GPU. Simulated when `simulated`
    double freeVramGb = 0;   ///< free at the time of the look
    bool simulated = false;  ///< MAX_CUDA_VRAM set the memory
    bool nativeBf16 = false; ///< the processor (or card) multiplies bf16 in hardware
    double ramGb = 0;        ///< main memory, GiB
    int threads = 1;         ///< processors this program may use
};

/// What a look at the machine found, before anybody chose.
struct MachineFacts {
    Processor processor;
    std::vector<VideoCard> cards;           ///< those that CUDA would see, in its order
    std::optional<std::string> maxCudaVram; ///< the environment variable as it stands
};

/// Looks at the machine without libtorch: NVIDIA's management library (opened at run time), /proc and cpuid.
/// `wish` is auto, cpu, cuda or cuda:N; MAX_CUDA_VRAM simulates a card of that many GB, 0 a machine without one (not a
/// number: ignored with a warning). Throws Error (BadRequest) for another wish; a CUDA wish without that card falls
/// back with a warning.
Device probeDevice(const std::string& wish, Warnings& warnings);

/// The choice that `probeDevice` makes among given facts.
Device pickDevice(const MachineFacts& facts, const std::string& wish, Warnings& warnings);

/// The cards that CUDA_VISIBLE_DEVICES leaves, in its order: ordinals or the beginnings of UUIDs, up to the first
/// entry that names no card. Unset: all.
std::vector<VideoCard> visibleCards(std::vector<VideoCard> cards, const std::optional<std::string>& visibleDevices);

} // namespace ottava
