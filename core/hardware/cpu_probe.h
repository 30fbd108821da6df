#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ottava {

/// The processor and main memory of this machine.
struct Processor {
    std::string name;
    bool nativeBf16 = false; ///< has dot products of bf16 numbers, and the system lets programs use them
    double ramGb = 0;        ///< GiB
    int threads = 1;         ///< processors this program may use
};

Processor probeProcessor();

/// The first "model name" (or ARM's "Model", "Hardware") in the text of /proc/cpuinfo; "Processor" when it has none.
std::string processorName(std::string_view cpuinfo);

/// Registers that say which bf16 instructions an x86 processor has and which the system has enabled.
struct X86Features {
    std::uint32_t leaf7Edx = 0;         ///< cpuid 7, subleaf 0
    std::uint32_t leaf7Subleaf1Eax = 0; ///< cpuid 7, subleaf 1
    std::uint64_t xcr0 = 0;             ///< register states that the system saves; 0: none beyond the oldest
};

/// AVX512_BF16 or AMX_BF16, with their registers enabled.
bool hasBf16(const X86Features& features);

} // namespace ottava
