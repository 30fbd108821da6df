#pragma once

#include "core/base/warning.h"

#include <optional>
#include <string>

namespace ottava {

/// The machine as the tiers see it.
struct Device {
    enum class Kind { Cpu, Cuda };
    Kind kind = Kind::Cpu;
    std::string name;        ///< "NVIDIA GeForce RTX 4060 Ti" or the processor's name
    int index = 0;           ///< CUDA ordinal
    double vramGb = 0;       ///< total video memory, GiB; 0 without a GPU. Simulated when `simulated`
    double freeVramGb = 0;   ///< free at the time of the look
    bool simulated = false;  ///< MAX_CUDA_VRAM set the memory
    bool nativeBf16 = false; ///< the processor (or card) multiplies bf16 in hardware
    double ramGb = 0;        ///< main memory, GiB
    int threads = 1;         ///< processors this program may use
};

/// Looks at the machine without libtorch: NVIDIA's management library (opened at run time), /proc and cpuid.
/// `wish` is auto, cpu, cuda or cuda:N; MAX_CUDA_VRAM simulates a card of that many GB (not a number: ignored with a
/// warning). Throws Error (BadRequest) for another wish; a CUDA wish without a card falls back to the CPU with a
/// warning.
Device probeDevice(const std::string& wish, Warnings& warnings);

} // namespace ottava
