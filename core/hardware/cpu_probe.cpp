#include "core/hardware/cpu_probe.h"

#include "core/base/units.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <thread>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace ottava {
namespace {

constexpr std::uint64_t bit(int index) {
    return std::uint64_t{1} << index;
}

#if defined(__x86_64__)
/// XCR0, which tells what the system saves on a task switch. Only to be read when cpuid reports OSXSAVE.
std::uint64_t readXcr0() {
    std::uint32_t low = 0, high = 0;
    asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (std::uint64_t{high} << 32) | low;
}

bool nativeBf16() {
    std::uint32_t eax = 0, ebx = 0, ecx = 0, edx = 0;
    constexpr std::uint64_t kOsxsave = bit(27);
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx) == 0 || (ecx & kOsxsave) == 0)
        return false;
    X86Features features{.xcr0 = readXcr0()};
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) == 0)
        return false;
    features.leaf7Edx = edx;
    const auto lastSubleaf = eax;
    if (lastSubleaf >= 1 && __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx) != 0)
        features.leaf7Subleaf1Eax = eax;
    return hasBf16(features);
}
#elif defined(__aarch64__)
bool nativeBf16() {
    constexpr unsigned long kHwcap2Bf16 = 1UL << 14;
    return (getauxval(AT_HWCAP2) & kHwcap2Bf16) != 0;
}
#else
bool nativeBf16() {
    return false;
}
#endif

int usableThreads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return std::max(1, CPU_COUNT(&set));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

std::string wholeFile(const char* file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

std::string processorName(std::string_view cpuinfo) {
    constexpr std::array<std::string_view, 3> kKeys = {"model name", "Model", "Hardware"};
    for (const auto key : kKeys) {
        for (auto rest = cpuinfo; !rest.empty();) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(line.size() + 1, rest.size()));
            const auto colon = line.find(':');
            if (colon == std::string_view::npos || trimmed(line.substr(0, colon)) != key)
                continue;
            const auto name = trimmed(line.substr(colon + 1));
            if (!name.empty())
                return std::string{name};
        }
    }
    return "Processor";
}

bool hasBf16(const X86Features& features) {
    constexpr auto kAvx512State = bit(1) | bit(2) | bit(5) | bit(6) | bit(7); // SSE, AVX, masks and both ZMM halves
    constexpr auto kAmxState = bit(17) | bit(18);
    const auto enabled = [&features](std::uint64_t state) { return (features.xcr0 & state) == state; };
    const bool avx512Bf16 = (features.leaf7Subleaf1Eax & bit(5)) != 0 && enabled(kAvx512State);
    const bool amxBf16 = (features.leaf7Edx & bit(22)) != 0 && enabled(kAmxState);
    return avx512Bf16 || amxBf16;
}

Processor probeProcessor() {
    const auto pages = sysconf(_SC_PHYS_PAGES), pageBytes = sysconf(_SC_PAGESIZE);
    return {.name = processorName(wholeFile("/proc/cpuinfo")),
            .nativeBf16 = nativeBf16(),
            .ramGb = static_cast<double>(pages) * static_cast<double>(pageBytes) / kBytesPerGiB,
            .threads = usableThreads()};
}

} // namespace ottava
