#include "core/nn/parallel.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>

// This file alone is compiled with OpenMP. Without it at::parallel_for, a template, would do all its work on the
// calling thread, and say nothing.
#ifndef _OPENMP
#error "core/nn/parallel.cpp needs OpenMP: see core/CMakeLists.txt"
#endif

namespace ottava::nn {

void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t, std::int64_t)>& work) {
    at::parallel_for(begin, end, grain, work);
}

void forEachTask(std::int64_t count, const std::function<void(std::int64_t)>& work) {
    const auto threads = std::min<std::int64_t>(at::in_parallel_region() ? 1 : at::get_num_threads(), count);
    std::atomic<std::int64_t> next{0};
    parallelFor(0, threads, /*grain=*/1, [&](std::int64_t, std::int64_t) {
        for (auto task = next++; task < count; task = next++)
            work(task);
    });
}

} // namespace ottava::nn
