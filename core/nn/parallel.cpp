#include "core/nn/parallel.h"

#include <ATen/Parallel.h>

#ifndef _OPENMP
#error "without OpenMP everything would run on one thread"
#endif

namespace ottava::nn {

void parallelFor(std::int64_t begin, std::int64_t end, std::int64_t grain,
                 const std::function<void(std::int64_t, std::int64_t)>& work) {
    at::parallel_for(begin, end, grain, work);
}

} // namespace ottava::nn
