#include "core/engine/process_memory.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>

namespace ottava {

double peakRssMb() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
}

double rssMb() {
    std::ifstream statm{"/proc/self/statm"};
    double pages = 0, residentPages = 0;
    statm >> pages >> residentPages;
    return residentPages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

double heapMb() {
    const auto state = ::mallinfo2();
    return static_cast<double>(state.uordblks + state.hblkhd) / 1e6;
}

void keepFreedMemory() {
    constexpr int kLargestBlock = 1 << 30, kGrowth = 64 << 20;
    ::mallopt(M_MMAP_THRESHOLD, kLargestBlock);
    ::mallopt(M_TRIM_THRESHOLD, -1);
    ::mallopt(M_TOP_PAD, kGrowth);
}

void returnFreedMemory() {
    ::malloc_trim(0);
}

} // namespace ottava
